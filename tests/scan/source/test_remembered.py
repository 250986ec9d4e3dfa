"""The memory of earlier scans: unchanged files are not read again, and nothing else changes."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from workbench.model.finding import Finding
from workbench.model.places import cache_folder
from workbench.scan.scanner import scan
from workbench.scan.source import crew, remembered
from workbench.scan.source.remembered import Remembered

from .test_inspect import CMAKE, OPEN

LONG_AGO = 1_600_000_000


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose files were changed long before they are scanned."""
    monkeypatch.setattr(remembered, "_COARSEST", -(10**18))  # what was just written counts as old
    for path, text in {"CMakeLists.txt": CMAKE, "a.c": OPEN, "sub/b.c": OPEN}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.fixture
def read(monkeypatch):
    """The paths that are looked at, as they are."""
    paths: list[str] = []
    real = crew.look_at

    def look_at(root, some):
        paths.extend(some)
        return real(root, some)

    monkeypatch.setattr(crew, "look_at", look_at)
    return paths


def scanned(root: Path) -> list[object]:
    """Return what a scan with a memory yields, less its progress."""
    events = scan(root, memory=Remembered(root))
    return [e for e in events if type(e).__name__ not in ("Read", "Walked")]


def memory_of() -> Path:
    """The one file of the memory."""
    (path,) = (cache_folder() / "looked").glob("*.sqlite")
    return path


def test_that_unchanged_files_are_not_read_again(project, read):
    first = scanned(project)
    assert sorted(read) == ["CMakeLists.txt", "a.c", "sub/b.c"]
    read.clear()
    assert scanned(project) == first
    assert read == []
    assert sum(isinstance(e, Finding) for e in first) == 2


def test_that_a_changed_file_alone_is_read_again(project, read):
    scanned(project)
    read.clear()
    (project / "a.c").write_text("int a;\n" * 10)
    events = scanned(project)
    assert read == ["a.c"]
    assert [e.path for e in events if isinstance(e, Finding)] == ["sub/b.c"]
    read.clear()
    assert scanned(project) == events
    assert read == []


def test_that_a_file_whose_old_time_was_set_back_is_read_again(project, read):
    os.utime(project / "a.c", (LONG_AGO, LONG_AGO))
    scanned(project)
    read.clear()
    (project / "a.c").write_text(OPEN.replace("emm", "imm"))
    os.utime(project / "a.c", (LONG_AGO, LONG_AGO))
    scanned(project)
    assert read == ["a.c"]


def test_that_a_file_that_was_changed_during_the_scan_is_read_again(project, read, monkeypatch):
    monkeypatch.setattr(remembered, "_COARSEST", 2_000_000_000)
    scanned(project)
    read.clear()
    scanned(project)
    assert sorted(read) == ["CMakeLists.txt", "a.c", "sub/b.c"]


def test_that_files_come_and_go(project, read):
    scanned(project)
    (project / "sub/b.c").unlink()
    (project / "sub").rmdir()
    (project / "d.c").write_text(OPEN)
    read.clear()
    events = scanned(project)
    assert read == ["d.c"]
    assert [e.path for e in events if isinstance(e, Finding)] == ["a.c", "d.c"]
    with sqlite3.connect(memory_of()) as memory:
        assert memory.execute("SELECT folder FROM folders").fetchall() == [("",)]


def test_that_other_rules_read_everything_again(project, read, monkeypatch):
    scanned(project)
    read.clear()
    monkeypatch.setattr(remembered, "_version", lambda: 7)
    scanned(project)
    assert len(read) == 3
    read.clear()
    scanned(project)
    assert read == []


@pytest.mark.parametrize("damage", ["text", "cut", "rows", "table"])
def test_that_a_damaged_memory_costs_time_only(project, read, damage):
    first = scanned(project)
    path = memory_of()
    if damage == "text":
        path.write_bytes(b"no database" * 1000)
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        with sqlite3.connect(path) as memory:
            memory.execute(
                "UPDATE folders SET looked = x'ff00', files = x'c1'"
                if damage == "rows"
                else "DROP TABLE folders"
            )
    read.clear()
    assert scanned(project) == first
    assert len(read) == 3
    scanned(project)
    read.clear()
    assert scanned(project) == first
    assert read == []


def test_that_a_memory_that_cannot_be_written_costs_time_only(project, monkeypatch):
    blocked = project.parent / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(remembered, "cache_folder", lambda: blocked)
    assert scanned(project) == scanned(project)


def test_that_a_memory_that_another_scan_holds_costs_time_only(project, read):
    first = scanned(project)
    other = sqlite3.connect(memory_of(), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    read.clear()
    try:
        assert scanned(project) == first
    finally:
        other.close()
    assert len(read) == 3


def test_that_two_scans_at_once_leave_a_memory_that_holds(project, read):
    one = scan(project, memory=Remembered(project))
    two = scan(project, memory=Remembered(project))
    next(one)
    next(two)
    list(one)
    list(two)
    read.clear()
    scanned(project)
    assert read == []
