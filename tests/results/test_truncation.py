"""A file that was cut off is unreadable, or nothing that it says was lost.

The one exception are logs, which tools write line by line while they measure: cut at the end of a
line, such a file is a shorter recording, and no reader can tell.
"""

import json

import pytest

from tests.results.fixture_files import document, names
from workbench.results.formats import detect
from workbench.scan.document import Document, Unreadable

LOGS = {
    "hey-csv",
    "ab-requests",
    "vegeta-results",
    "k6-json",
    "k6-csv",
    "jmeter-csv",
    "locust-history",
    "redis-benchmark-csv",
    "hdr-log",
    "sysstat",
    "time-series",
    "go-bench",
    "google-benchmark-console",
    "bencher",
    "redis-benchmark",
}
FAMILIES = ("load", "benchmarks")
HOSTILE = (None, True, [], {}, "x", -1, 1e400, [[]], {"a": [None]})


def _cuts(size: int) -> list[int]:
    """Every offset of a small file; of a large one some in each part and all near its end."""
    step = max(1, size // 120)
    return sorted({*range(0, size, step), *range(max(0, size - 120), size)})


def _readable():
    for name in names(*FAMILIES):
        whole = document(name)
        format_ = detect(whole)[0]
        try:
            yield pytest.param(name, format_, format_.read(whole), id=name)
        except Unreadable:
            continue


@pytest.mark.parametrize(("name", "format_", "report"), list(_readable()))
def test_that_a_cut_file_never_gives_other_numbers(name, format_, report):
    data = document(name).data
    read = []
    for cut in _cuts(len(data)):
        part = data[:cut]
        if format_.id in LOGS and part.endswith((b"\n", b"\r")):
            continue
        try:
            found = format_.read(Document(name, part))
        except Unreadable:
            continue
        if found != report:
            read.append((cut, part[-60:]))
    assert read == []


def _json_fixtures():
    for name in names(*FAMILIES):
        whole = document(name)
        try:
            value = json.loads(whole.data)
        except ValueError:
            continue
        yield pytest.param(name, detect(whole)[0], value, id=name)


def _places(value, path=()):
    """The paths to everything in a JSON value, few of each long list."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value[:2])
    for key, inner in items:
        if isinstance(inner, dict | list):
            yield from _places(inner, (*path, key))
        else:
            yield (*path, key)


def _with(value, path, replacement):
    """A copy of `value` in which `replacement` stands at `path`."""
    if not path:
        return replacement
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(value[path[0]], path[1:], replacement)
    return copy


@pytest.mark.parametrize(("name", "format_", "value"), list(_json_fixtures()))
def test_that_hostile_types_are_unreadable_or_ignored_and_never_a_crash(name, format_, value):
    outcomes = set()
    for path in _places(value):
        for replacement in HOSTILE:
            text = json.dumps(_with(value, path, replacement))
            try:
                format_.read(Document(name, text.encode()))
                outcomes.add("read")
            except Unreadable as error:
                outcomes.add("unreadable" if error.reason else "unreadable without a reason")
    assert "unreadable" in outcomes
    assert "unreadable without a reason" not in outcomes
