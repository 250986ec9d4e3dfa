from __future__ import annotations

import io
import subprocess
import sys

import msgspec
from hypothesis import given, settings
from rich.console import Console

from tests.report.hostile import SNAPSHOTS
from tests.snapshots import empty, shop
from workbench.assess.snapshot import Snapshot
from workbench.model.status import Status
from workbench.report.exporters import EXPORTERS
from workbench.report.exporters.text import export, text_report


def test_that_the_first_lines_are_the_counts():
    first, counts, looked, findings, *_ = export(shop()).splitlines()
    assert first == (
        "ショップ shop-backend: 3 of 59 components block the move; "
        "41 are ready, 35 of them presumed."
    )
    assert counts == (
        "Blocked 3, Change 4, Rebuild 3, Upgrade 4, Unknown 3, Ready 41 (35 presumed), "
        "Not applicable 1; to review 15."
    )
    assert looked == "Files met: 1,284; read: 23; problems: 3; left out: 4."
    assert findings == (
        "Findings in self-built code and configuration: "
        "1 to change, 0 performance notes, 1 ported, 1 in tests, 1 seldom a problem."
    )


def test_that_what_needs_attention_stands_worst_first_and_nothing_else_does():
    text = export(shop())
    table = text[text.index("STATUS") :].split("\n\n")[0].splitlines()[1:]
    statuses = [line.split()[0] for line in table]
    assert statuses == (
        ["blocked"] * 3 + ["change"] * 4 + ["rebuild"] * 3 + ["upgrade"] * 4 + ["unknown"] * 3
    )


def test_that_one_line_holds_all_of_a_component_for_grep():
    (line,) = (x for x in export(shop()).splitlines() if "snappy-java" in x)
    for part in ("upgrade", "1.1.3", ">= 1.1.4", "services/checkout/pom.xml:42", "linux-aarch64"):
        assert part in line


def test_that_problems_are_told_with_file_and_line():
    assert "services/legacy/pom.xml:12: is no well-formed XML: mismatched tag" in export(shop())


def test_that_an_empty_result_says_so_and_never_ready():
    text = export(empty())
    assert "Nothing recognised" in text
    assert "not a pass" in text
    assert "ready" not in text.lower()


def test_that_a_project_without_blockers_but_with_unknowns_is_not_called_free_of_them():
    snapshot = shop()
    kept = tuple(a for a in snapshot.assessments if a.status is not Status.BLOCKED)
    text = export(msgspec.structs.replace(snapshot, assessments=kept))
    assert "No component is known to block the move, but 3 of 56 are unknown" in text


def test_that_a_name_cannot_steer_the_terminal_or_break_the_line():
    name = "evil\x1b[2J\nready  everything"
    snapshot = msgspec.structs.replace(shop(), name=name)
    first = export(snapshot).splitlines()[0]
    assert first.startswith("evil?[2J ready everything: 3 of")


@settings(max_examples=60, deadline=None)
@given(SNAPSHOTS)
def test_that_no_text_of_the_project_adds_a_line_or_a_control_character(snapshot: Snapshot):
    text = export(snapshot)
    settled = (Status.READY, Status.NOT_APPLICABLE)
    attention = [a for a in snapshot.assessments if a.status not in settled]
    opening = 3 if snapshot.assessments else 2
    assert len(text.splitlines()) == opening + (2 + len(attention) if attention else 0)
    assert all(c.isprintable() or c == "\n" for c in text if not c.isspace())


def _on_terminal(snapshot: Snapshot, **options: object) -> str:
    out = io.StringIO()
    text_report(snapshot, Console(file=out, width=100, **options))
    return out.getvalue()


def test_that_a_terminal_gets_colours_and_the_same_components():
    snapshot = shop()
    coloured = _on_terminal(snapshot, force_terminal=True, color_system="standard")
    assert "\x1b[1;31m✕ blocked" in coloured
    plain = _on_terminal(snapshot)
    assert "\x1b" not in plain
    assert plain.count("✕ blocked") == 3
    assert max(map(len, plain.splitlines())) <= 110


def test_that_markup_in_a_name_is_text():
    snapshot = msgspec.structs.replace(shop(), name="[bold]x[/nothing]")
    assert "[bold]x[/nothing]: 3 of" in _on_terminal(snapshot)


def test_that_the_exporters_load_nothing_heavy():
    code = (
        "import sys, workbench.report.exporters as e;"
        "print([m for m in ('typst', 'lxml', 'rich', 'fontTools', 'PySide6') if m in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_that_every_exporter_takes_every_snapshot():
    assert set(EXPORTERS) >= {"text", "json", "cyclonedx", "csv"}
    for export_as in EXPORTERS.values():
        for snapshot in (shop(), empty(), Snapshot(name="new", root="/srv/new")):
            assert export_as(snapshot)
