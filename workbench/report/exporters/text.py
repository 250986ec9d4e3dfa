"""The inventory for a terminal: what it adds up to, then what needs attention, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.assess.rollup import count
from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.model.language import Language
from workbench.model.status import WORST_FIRST, Status
from workbench.model.words import STATUS, STATUS_GLYPH
from workbench.report.found import aside, by_effect
from workbench.report.order import needing_attention, ready_if_new_enough
from workbench.report.plain import cells, one_line
from workbench.report.verdict import looked_at, looked_up, verdict

if TYPE_CHECKING:
    from rich.console import Console

HEADINGS = ("STATUS", "COMPONENT", "VERSION", "NEEDS", "WHERE", "WHY")
WIDEST = 48
"""Columns are padded up to this many cells; nothing is ever cut."""

STYLES: dict[Status, str] = {
    Status.BLOCKED: "bold red",
    Status.CHANGE: "red",
    Status.REBUILD: "yellow",
    Status.UPGRADE: "yellow",
    Status.UNKNOWN: "cyan",
    Status.READY: "green",
    Status.NOT_APPLICABLE: "dim",
}


def export(snapshot: Snapshot) -> str:
    """Return plain text for a pipe: one component a line, however long, so that grep finds it."""
    rows = [HEADINGS, *(_row(a) for a in _listed(snapshot))]
    widths = [min(WIDEST, max(map(cells, column))) for column in zip(*rows, strict=True)]
    lines = [*_opening(snapshot), ""]
    if len(rows) > 1:
        lines += ["  ".join(map(_pad, row, widths)).rstrip() for row in rows] + [""]
    return "\n".join([*lines, *_closing(snapshot)]).rstrip() + "\n"


def text_report(snapshot: Snapshot, console: Console) -> None:
    """Print the same on a terminal, with colours and columns that fit its width."""
    from rich.table import Table
    from rich.text import Text

    for line in _opening(snapshot):
        console.print(Text(line))
    attention = _listed(snapshot)
    if attention:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in HEADINGS:
            table.add_column(heading, overflow="fold", no_wrap=heading == "STATUS")
        for assessment in attention:
            status, *others = _row(assessment)
            glyph = STATUS_GLYPH[assessment.status]
            pill = Text(f"{glyph} {status}", STYLES[assessment.status])
            table.add_row(pill, *map(Text, others))
        console.print()
        console.print(table)
    console.print()
    for line in _closing(snapshot):
        console.print(Text(line))


def _opening(snapshot: Snapshot) -> list[str]:
    english = Language("en")
    lines = [f"{one_line(snapshot.name)}: {verdict(snapshot, english)}"]
    if not snapshot.nothing_recognised:
        lines.append(_counts(snapshot))
    lines.append(looked_at(snapshot, english))
    if told := looked_up(snapshot, english):
        lines.append(told)
    if snapshot.findings:
        lines.append(_findings(snapshot, english))
    return lines


def _findings(snapshot: Snapshot, english: Language) -> str:
    counts = count(snapshot.findings)
    said = ", ".join(told for told in (by_effect(counts, english), aside(counts, english)) if told)
    return f"Findings in self-built code and configuration: {said}."


def _counts(snapshot: Snapshot) -> str:
    """`Blocked 3, Change 4, ..., Ready 26 (20 presumed)`: every status, zeros included."""
    summary = snapshot.summary
    said = [f"{STATUS[s]} {summary.by_status[s]:,}" for s in WORST_FIRST]
    place = WORST_FIRST.index(Status.READY)
    said[place] += f" ({summary.presumed:,} presumed)"
    return f"{', '.join(said)}; to review {summary.to_review:,}."


def _closing(snapshot: Snapshot) -> list[str]:
    problems = [*snapshot.coverage.problems, *snapshot.notices]
    if not problems:
        return []
    lines = []
    for problem in problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        lines.append(f"  {one_line(place)}: {one_line(problem.reason)}")
    return ["Problems:", *lines]


def _listed(snapshot: Snapshot) -> list[Assessment]:
    """What needs attention, and behind it what is ready only in a version that nothing pins."""
    return needing_attention(snapshot.assessments) + ready_if_new_enough(snapshot.assessments)


def _row(assessment: Assessment) -> tuple[str, ...]:
    component = assessment.component
    places = component.occurrences
    more = f" +{len(places) - 1}" if len(places) > 1 else ""
    version = component.version or ", ".join(component.constraints)
    needs = f">= {assessment.min_version}" if assessment.min_version else ""
    return tuple(
        one_line(cell) or "-"
        for cell in (
            assessment.status,
            component.name,
            version,
            needs,
            (places[0].place + more) if places else "",
            assessment.why,
        )
    )


def _pad(text: str, width: int) -> str:
    return text + " " * (width - cells(text))
