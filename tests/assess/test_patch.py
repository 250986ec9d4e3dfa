"""Diffs of changes are what git applies: held against git itself."""

import shutil
import subprocess

import pytest

from workbench.assess.patch import unified_diff
from workbench.model.change import Change, Edit

GIT = shutil.which("git")


def change(*edits):
    return Change(id="x", purl="pkg:generic/x", path=edits[0].path, line=1, detail="", edits=edits)


def read_in(folder):
    return lambda path: (folder / path).read_bytes()


def applied(folder, *changes):
    """Let git apply the diff, and return what it was."""
    patch = unified_diff(changes, read_in(folder))
    assert patch.left_out == ()
    assert GIT, "git is needed to hold diffs against"
    subprocess.run([GIT, "init", "-q"], cwd=folder, check=True)
    for command in (["apply", "--check"], ["apply"]):
        done = subprocess.run([GIT, *command], cwd=folder, input=patch.data, capture_output=True)
        assert done.returncode == 0, done.stderr
        assert done.stderr == b""
    return patch.data


CASES = {
    "one line": (b"a\nm5.large\nb\n", [(2, 0, "m5.large", "m8g.large")], b"a\nm8g.large\nb\n"),
    "crlf": (
        b"a\r\nt = m5\r\nb\r\n",
        [(2, 4, "m5", "m8g"), (3, 0, "", "x\n")],
        b"a\r\nt = m8g\r\nx\r\nb\r\n",
    ),
    "no last line end": (b"a\nm5", [(2, 0, "m5", "m8g")], b"a\nm8g"),
    "context without last line end": (b"m5\na\nb", [(1, 0, "m5", "m8g")], b"m8g\na\nb"),
    "several on one line": (
        b"[m5, c5, r5]\n",
        [(1, 5, "c5", "c8g"), (1, 1, "m5", "m8g"), (1, 9, "r5", "r8g")],
        b"[m8g, c8g, r8g]\n",
    ),
    "far apart": (
        b"m5\n" + b"x\n" * 30 + b"m5\n",
        [(1, 0, "m5", "m8g\nmore"), (32, 0, "m5", "m8g")],
        b"m8g\nmore\n" + b"x\n" * 30 + b"m8g\n",
    ),
    "near": (
        b"m5\n" + b"x\n" * 5 + b"m5\n",
        [(1, 0, "m5", "m8g"), (7, 0, "m5", "m8g")],
        b"m8g\n" + b"x\n" * 5 + b"m8g\n",
    ),
    "insertion before the first": (b"a: 1\n", [(1, 0, "", "b:\n  - 2\n")], b"b:\n  - 2\na: 1\n"),
    "wide characters": ("日本 m5\n".encode(), [(1, 3, "m5", "m8g")], "日本 m8g\n".encode()),
    "latin-1": (b"\xe9 m5\n", [(1, 2, "m5", "m8g")], b"\xe9 m8g\n"),
    "byte order mark": (b"\xef\xbb\xbfm5\nx\n", [(1, 0, "m5", "m8g")], b"\xef\xbb\xbfm8g\nx\n"),
    "lone carriage returns": (b"a\rm5\rb\nc\n", [(2, 0, "m5", "m8g")], b"a\rm8g\rb\nc\n"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("path", ["a.tf", "deep/er/two words.yaml", 'q"uo\\te.tf', "日本.tf"])
def test_that_git_applies_it_and_makes_what_was_meant(tmp_path, name, path):
    before, edits, after = CASES[name]
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(before)
    applied(tmp_path, change(*(Edit(path, *e) for e in edits)))
    assert (tmp_path / path).read_bytes() == after


def test_that_several_files_are_in_one_diff(tmp_path):
    for name in ("b.tf", "a.tf"):
        (tmp_path / name).write_text("m5\n")
    data = applied(tmp_path, *(change(Edit(n, 1, 0, "m5", "m8g")) for n in ("b.tf", "a.tf")))
    assert data.index(b"a/a.tf") < data.index(b"a/b.tf")


def left_out(tmp_path, *changes):
    patch = unified_diff(changes, read_in(tmp_path))
    return patch.data, [left.reason for left in patch.left_out]


def test_that_what_no_longer_stands_there_is_left_out_whole(tmp_path):
    (tmp_path / "a.tf").write_text("m5\nc5\n")
    both = change(Edit("a.tf", 1, 0, "m5", "m8g"), Edit("a.tf", 2, 0, "r5", "r8g"))
    assert left_out(tmp_path, both) == (b"", ["a.tf:2 does not hold 'r5' there"])


def test_that_edits_of_one_place_clash_unless_they_are_the_same(tmp_path):
    (tmp_path / "a.tf").write_text("m5.large\n")
    first = change(Edit("a.tf", 1, 0, "m5.large", "m8g.large"))
    other = change(Edit("a.tf", 1, 0, "m5", "m6"))
    data, reasons = left_out(tmp_path, first, first, other)
    assert data.count(b"+m8g.large\n") == 1
    assert reasons == ["a.tf:1 is changed by another change, too"]
    within = change(Edit("a.tf", 1, 0, "m5", "m8g"), Edit("a.tf", 1, 1, "5", "6"))
    assert left_out(tmp_path, within) == (b"", ["a.tf:1 is changed by another change, too"])


def test_that_what_is_missing_or_no_text_is_left_out(tmp_path):
    (tmp_path / "wide.tf").write_bytes("m5\n".encode("utf-16"))
    for name in ("gone.tf", "wide.tf"):
        data, reasons = left_out(tmp_path, change(Edit(name, 1, 0, "m5", "m8g")))
        assert data == b""
        assert len(reasons) == 1
        assert name in reasons[0]


def test_that_no_changes_make_no_diff():
    assert unified_diff((), lambda path: b"").data == b""
