"""The walk stays inside the project and opens nothing odd."""

import os
import socket
import sys

import pytest

from workbench.model.problem import Coverage, Omission, Omitted, Problem
from workbench.scan.document import MAX_BYTES, Unreadable
from workbench.scan.format import Format
from workbench.scan.scanner import Read, scan
from workbench.scan.tree import Tree
from workbench.scan.walk import File, Folder, Walked, grouped, walk


def files(events):
    return [f.path for e in events if isinstance(e, Folder) for f in e.files.values()]


def omitted(events):
    return [e.path for e in events if isinstance(e, Omitted)]


def make(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(name))


def test_that_what_git_ignores_counts(tmp_path):
    make(tmp_path, ".git/index", "a.c", "build/b.c")
    (tmp_path / ".gitignore").write_text("*\n")
    (tmp_path / "build/.gitignore").write_text("*\n")
    events = list(walk(tmp_path))
    assert files(events) == [".gitignore", "a.c", "build/.gitignore", "build/b.c"]
    assert [e for e in events if isinstance(e, Omitted)] == [
        Omitted(".git", Omission.EXCLUDED_FOLDER)
    ]


def test_that_files_come_in_order_and_relative(tmp_path):
    make(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "c.txt")
    assert files(walk(tmp_path)) == ["b.txt", "c.txt", "a/z.txt", "a/b/c.txt"]


def test_that_links_are_named_and_not_followed(tmp_path):
    outside = tmp_path / "outside"
    make(outside, "secret.txt")
    project = tmp_path / "project"
    make(project, "a.txt")
    (project / "out").symlink_to(outside)
    (project / "loop").symlink_to(project)
    (project / "file").symlink_to(outside / "secret.txt")
    events = list(walk(project))
    assert files(events) == ["a.txt"]
    assert [e for e in events if isinstance(e, Omitted)] == [
        Omitted(name, Omission.LINK) for name in ("file", "loop", "out")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_that_pipes_and_sockets_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        events = list(walk(tmp_path))
    assert events == [Omitted("pipe", Omission.SPECIAL_FILE), Omitted("s", Omission.SPECIAL_FILE)]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_that_a_name_that_is_no_text_is_a_problem_and_the_rest_goes_on(tmp_path):
    make(tmp_path, "a.c", "é.c")
    make(tmp_path, "caf\udce9.c", "\udcff/b.c")
    events = list(walk(tmp_path))
    assert files(events) == ["a.c", "é.c"]
    problems = [event for event in events if isinstance(event, Problem)]
    assert [p.path for p in problems] == ["caf?.c", "?"]
    assert problems[0].reason == "has a name that is not UTF-8, and is left out: rename it"


def test_that_installed_copies_are_left_out_and_named(tmp_path):
    make(tmp_path, "node_modules/x/package.json", "env/pyvenv.cfg", "env/lib/y.txt", "keep.txt")
    events = list(walk(tmp_path))
    assert files(events) == ["keep.txt"]
    assert omitted(events) == ["node_modules", "env"]


def test_that_the_settings_can_exclude_folders_and_files(tmp_path):
    make(tmp_path, "docs/a.txt", "src/b.txt", "src/b.log")
    events = list(walk(tmp_path, ("docs", "*.log")))
    assert files(events) == ["src/b.txt"]
    assert [(e.path, e.why) for e in events if isinstance(e, Omitted)] == [
        ("docs", Omission.EXCLUDED_FOLDER),
        ("src/b.log", Omission.EXCLUDED_FILE),
    ]


def test_that_a_very_deep_folder_ends(tmp_path):
    deep = tmp_path.joinpath(*["d"] * 70)
    deep.mkdir(parents=True)
    (last,) = list(walk(tmp_path))
    assert last.why is Omission.TOO_DEEP


def test_that_a_folder_comes_whole_with_the_sizes_of_its_files(tmp_path):
    make(tmp_path, "a/b.txt", "a/c/d.txt", "a/e.txt")
    (tmp_path / "empty").mkdir()
    first, second = (e for e in walk(tmp_path) if isinstance(e, Folder))
    assert (first.path, list(first.files)) == ("a", ["b.txt", "e.txt"])
    assert [(f.path, f.size) for f in second.files.values()] == [("a/c/d.txt", 9)]
    assert grouped([*first.files.values(), *second.files.values()]) == [first, second]


def test_that_a_large_folder_shows_progress_before_it_is_done(tmp_path):
    for number in range(1100):
        (tmp_path / f"{number}.txt").touch()
    events = list(walk(tmp_path))
    assert events[:2] == [Walked(500), Walked(1000)]
    assert len(events[2].files) == 1100


class TestTree:
    def test_that_files_are_found_by_their_whole_names(self, tmp_path):
        tree = Tree(tmp_path, grouped(File(p, 1) for p in ("pom.xml", "a/pom.xml", "a/x.pom.xml")))
        assert tree.called("pom.xml") == ["pom.xml", "a/pom.xml"]
        assert tree.called("x.pom.xml", "pom.xml") == ["pom.xml", "a/pom.xml", "a/x.pom.xml"]

    def test_that_nothing_outside_the_project_can_be_read(self, tmp_path):
        make(tmp_path, "secret.txt", "project/a/b.txt")
        tree = Tree(tmp_path / "project", grouped([File("a/b.txt", 7)]))
        assert tree.resolve("a", "../../secret.txt") is None
        assert tree.resolve("a", "/etc/passwd") is None
        assert tree.resolve("a", "../a/b.txt") == "a/b.txt"
        with pytest.raises(Unreadable, match="not in the project"):
            tree.read("../secret.txt")

    def test_that_a_file_turned_link_is_not_followed(self, tmp_path):
        make(tmp_path, "secret.txt")
        project = tmp_path / "project"
        project.mkdir()
        (project / "a.txt").symlink_to(tmp_path / "secret.txt")
        with pytest.raises(Unreadable, match="cannot be opened"):
            Tree(project, grouped([File("a.txt", 1)])).read("a.txt")


def broken(document, tree):
    raise Unreadable("is not what it says", 3)
    yield


def faulty(document, tree):
    yield Problem(document.path, "seen")
    raise KeyError("x")


class TestScan:
    def run(self, root, *readers):
        formats = tuple(
            Format(id=f"f{n}", title=f"format {n}", patterns=("*.txt",), read=reader)
            for n, reader in enumerate(readers)
        )
        return list(scan(root, formats=formats))

    def test_that_one_bad_file_is_one_problem_and_the_rest_goes_on(self, tmp_path):
        make(tmp_path, "a.txt", "b.txt")
        events = self.run(tmp_path, broken)
        coverage = events[-1]
        assert isinstance(coverage, Coverage)
        assert coverage.problems == tuple(
            Problem(name, "is not what it says", 3) for name in ("a.txt", "b.txt")
        )

    def test_that_a_readers_own_fault_is_one_problem_too(self, tmp_path):
        make(tmp_path, "a.txt")
        coverage = self.run(tmp_path, faulty)[-1]
        assert [p.reason for p in coverage.problems] == [
            "seen",
            "could not be read as format 0: KeyError",
        ]

    def test_that_a_huge_file_is_named_and_not_read(self, tmp_path):
        with (tmp_path / "a.txt").open("wb") as stream:
            stream.truncate(MAX_BYTES + 1)
        coverage = self.run(tmp_path, faulty)[-1]
        assert coverage.omitted == (Omitted("a.txt", Omission.TOO_LARGE),)
        assert coverage.problems == ()

    def test_that_progress_counts_every_file_that_formats_want(self, tmp_path):
        make(tmp_path, "a.txt", "b.txt", "c.md")
        events = self.run(tmp_path, broken)
        assert [(e.path, e.done, e.total) for e in events if isinstance(e, Read)] == [
            ("a.txt", 1, 2),
            ("b.txt", 2, 2),
        ]

    def test_that_an_unreadable_text_is_one_problem(self, tmp_path):
        (tmp_path / "a.txt").write_bytes(b"\0\0")

        def reads_text(document, tree):
            yield Problem(document.path, document.text)

        assert self.run(tmp_path, reads_text)[-1].problems == (
            Problem("a.txt", "is not a text file: it holds NUL bytes"),
        )
