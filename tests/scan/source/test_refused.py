"""The memory of files that every format refused: they are not opened again, and nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scan.hostile_cases import CASES
from workbench.model.problem import Coverage, Problem
from workbench.model.resources import resources
from workbench.scan import tree
from workbench.scan.formats import every_format
from workbench.scan.scanner import scan
from workbench.scan.source import remembered
from workbench.scan.source.remembered import Remembered

NEITHER = "colour: green\n"
PIPELINE = "jobs:\n  a:\n    runs-on: ubuntu-latest\n"
WORKFLOW = ".github/workflows/a.yml"


@pytest.fixture(autouse=True)
def _written_long_ago(monkeypatch):
    """What was just written counts as old."""
    monkeypatch.setattr(remembered, "_COARSEST", -(10**18))


@pytest.fixture
def opened(monkeypatch):
    """The paths that are opened by formats, as they are."""
    paths: list[str] = []
    real = tree.Tree._opened

    def opened_(self, path):
        paths.append(path)
        return real(self, path)

    monkeypatch.setattr(tree.Tree, "_opened", opened_)
    return paths


def scanned(root: Path, **how) -> list[object]:
    """Return what a scan yields, less its progress; with a memory unless told otherwise."""
    how.setdefault("memory", Remembered(root))
    return [e for e in scan(root, jobs=1, **how) if type(e).__name__ not in ("Read", "Walked")]


def written(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def readers(events: list[object]) -> dict[str, int]:
    (coverage,) = [e for e in events if isinstance(e, Coverage)]
    return dict(coverage.readers)


def test_that_a_refused_file_is_not_opened_again_and_one_that_is_read_is(tmp_path, opened):
    written(tmp_path, {"a.yaml": NEITHER, "b.json": "{}", WORKFLOW: PIPELINE})
    first = scanned(tmp_path)
    assert {"a.yaml", "b.json", WORKFLOW} <= set(opened)
    opened.clear()
    assert scanned(tmp_path) == first
    assert opened == [WORKFLOW]


def test_that_a_refused_file_that_changed_is_asked_again(tmp_path, opened):
    written(tmp_path, {WORKFLOW: NEITHER, "a.yaml": NEITHER})
    assert "github-runners" not in readers(scanned(tmp_path))
    written(tmp_path, {WORKFLOW: PIPELINE})
    opened.clear()
    assert readers(scanned(tmp_path))["github-runners"] == 1
    assert set(opened) == {WORKFLOW}


def test_that_a_refused_file_that_changed_during_the_scan_is_asked_again(
    tmp_path, opened, monkeypatch
):
    monkeypatch.setattr(remembered, "_COARSEST", 2_000_000_000)
    written(tmp_path, {"a.yaml": NEITHER})
    scanned(tmp_path)
    opened.clear()
    scanned(tmp_path)
    assert opened == ["a.yaml"]


def test_that_other_rules_ask_again(tmp_path, opened, monkeypatch):
    written(tmp_path, {"a.yaml": NEITHER})
    scanned(tmp_path)
    opened.clear()
    monkeypatch.setattr(remembered, "_version", lambda: 7)
    scanned(tmp_path)
    assert opened == ["a.yaml"]


def test_that_some_formats_do_not_speak_for_all(tmp_path):
    written(tmp_path, {WORKFLOW: PIPELINE})
    few = tuple(f for f in every_format() if f.id == "kubernetes")
    assert not readers(scanned(tmp_path, formats=few))
    assert readers(scanned(tmp_path))["github-runners"] == 1


def test_that_a_file_that_could_not_be_read_is_said_each_time(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"apiVersion \0")
    first = scanned(tmp_path)
    assert any(isinstance(e, Problem) for e in first)
    assert scanned(tmp_path) == first


@pytest.mark.parametrize("which", ["sample", "cases", "hosts", "containers"])
def test_that_a_memory_changes_nothing(tmp_path, which):
    if which == "sample":
        root = resources() / "sample-project"
    elif which == "cases":
        root = tmp_path
        for number, case in enumerate(CASES):
            case.read(root / f"{number}", case.data)
    else:
        root = Path(__file__).parents[2] / "fixtures" / which
    plain = scanned(root, memory=None)
    assert scanned(root) == plain
    assert scanned(root) == plain
