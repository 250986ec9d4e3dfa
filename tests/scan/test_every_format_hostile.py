"""Every format against its own fixture broken in every way: right, or a problem, never a crash."""

import sys

import pytest

from tests.scan.hostile_cases import CASES, READERS
from workbench.scan.format import OF_ANY_SIZE, as_chosen
from workbench.scan.read_file import read_file
from workbench.scan.tree import Tree
from workbench.scan.walk import Folder, walk

FAULT = "could not be read as"
"""What the scan says where a reader itself fell over."""
CUTS = 40
TEXTS = [case for case in CASES if READERS[case.format].most_bytes != OF_ANY_SIZE]
CUT_OPEN = {
    *("pricing", "shared", "flutter", "methods", "stats", "utils", "shop", "requests"),
    "flutter_test",
    "build",  # a stage, which `COPY --from` names
    "releases",  # of a download, which is called by the end of its address
    *("lib.example/original", "shop.example/shared"),
    "conda-forge",  # a channel, once `::` is read
    "direnv",  # the machine's own, once all of `system` is read
    "/aws/service/ecs/optimized",  # a machine image, once its path tells the system
    "downloads.example.com",  # of an address that stops there
    "image",  # a member, once its colon is read
    *("group", "name", "nam", "machine", "location", "lo", "to"),  # the same
}
"""What a whole file says is none of its components, in words that a cut takes away."""

DEEP = 10_000
MANY = 50_000
LONG = 200_000
FOREIGN = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "control": b"\x01\x02\x03\xff\xfe\xfd" * 1000,
    "shift-jis": "ソフト = 表計算\n".encode("shift_jis") * 500,
    "objects": b'{"a":' * DEEP,
    "arrays": b"[" * DEEP,
    "parentheses": b"(" * DEEP,
    "braces": b"{" * DEEP,
    "elements": b"<a>" * DEEP,
    "blocks": b"".join(b" " * n + b"a:\n" for n in range(400)),
    "quotes": b'"' * (LONG + 1),
    "escapes": b'"' + b"\\" * LONG,
    "long line": b"a" * LONG,
    "spaces": b"(" + b" " * LONG + b")",
    "separators": b"a-1.0:" * DEEP,
    "lines": b"\n" * MANY,
    "carriage returns": b"\r" * MANY,
    "anchors": b"a0: &a0 [x, x]\n"
    + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 40)),
    "entities": b'<!DOCTYPE x [<!ENTITY e0 "expanded">'
    + b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
    + b"]><x>&e39;</x>",
    "outside": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
}


def faults(problems):
    return [problem.reason for problem in problems if FAULT in problem.reason]


def test_that_no_format_is_without_a_case():
    assert {case.format for case in CASES} == set(READERS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_that_the_fixture_itself_is_read(tmp_path, case):
    found, problems = case.read(tmp_path, case.data)
    assert found
    assert faults(problems) == []


@pytest.mark.parametrize("case", TEXTS, ids=str)
def test_that_a_file_cut_off_anywhere_gives_only_what_the_whole_gives(tmp_path, case):
    data = case.data
    whole, _ = case.read(tmp_path / "whole", data)
    names = {sighting.name for sighting in whole} | CUT_OPEN
    for place, end in enumerate(range(0, len(data), max(1, len(data) // CUTS))):
        part, problems = case.read(tmp_path / str(place), data[:end])
        assert faults(problems) == []
        strange = {s.name for s in part} - names
        assert [n for n in strange if not any(known.startswith(n) for known in names)] == []
        assert len(strange) <= 1


@pytest.mark.parametrize("case", TEXTS, ids=str)
def test_that_line_ends_and_encodings_change_nothing(tmp_path, case):
    text = case.data.decode()
    plain = case.read(tmp_path / "a", text.encode())
    crlf = case.read(tmp_path / "b", text.replace("\n", "\r\n").encode("utf-8-sig"))
    wide = case.read(tmp_path / "c", text.encode("utf-16"))
    assert plain == crlf == wide


@pytest.mark.parametrize("case", TEXTS, ids=str)
@pytest.mark.timeout(30)
def test_that_foreign_content_is_no_component_and_no_crash(tmp_path, case):
    names = {s.name for s in case.read(tmp_path / "whole", case.data)[0]} | {"shop"}
    for kind, data in FOREIGN.items():
        found, problems = case.read(tmp_path / kind, data)
        assert faults(problems) == [], kind
        assert len(problems) <= 60, kind
        assert {s.name for s in found} <= names, kind


SQUARE = {
    "gradle",  # up to twenty values of each name that is asked for
    "setup-py",  # up to 20,000 steps
}
"""Formats in which one part can mean many others, within a bound that the test does not reach."""


@pytest.mark.parametrize("case", [c for c in TEXTS if c.format not in SQUARE], ids=str)
def test_that_four_times_the_file_is_four_times_the_work(tmp_path, case):
    data = case.data + b"\n"
    data *= max(1, 4_000 // len(data))
    once, often = calls(case, tmp_path / "a", data), calls(case, tmp_path / "b", data * 4)
    assert often < once * 6


def calls(case, root, data):
    """How many functions are called to read a file: counted, for time depends on the machine."""
    for path, content in (*case.beside, (case.name, data)):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    folders = [met for met in walk(root) if isinstance(met, Folder)]
    project = Tree(root, folders, case.imported(len(data)))
    count = 0

    def called(*_):
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        for _ in read_file(case.name, [as_chosen(READERS[case.format])], project):
            pass
    finally:
        sys.setprofile(None)
    return count
