"""Every fixture is one format's, and no cut of it is taken for a shorter report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.coverage.reports import FILES, document, format_of
from workbench.results.coverage import FORMATS
from workbench.results.format import ResultFormat
from workbench.results.formats import detect
from workbench.results.records import Report
from workbench.scan.document import Document, Unreadable

MAX_CUTS = 250


def expected(name):
    if name.endswith((".lcov", ".info")):
        return "lcov"
    if name.endswith(".cover"):
        return "go-cover"
    if name.endswith(".json"):
        return "coverage-py"
    for word in ("clover", "jacoco"):
        if word in name:
            return word
    return "cobertura"


def read_or_refuse(format_: ResultFormat, document: Document) -> tuple[Report | None, str]:
    """The report, or why it is unreadable; any other error is a defect."""
    try:
        return format_.read(document), ""
    except Unreadable as error:
        return None, str(error)


@pytest.mark.parametrize("name", FILES)
def test_that_a_fixture_is_recognised_by_its_format_alone(name):
    assert [f.id for f in detect(document(name))] == [expected(name)]


@pytest.mark.parametrize("name", FILES)
def test_that_a_cut_never_gives_a_silently_shorter_report(name):
    whole, format_ = document(name), format_of(name)
    complete = format_.read(whole).files
    size = len(whole.data)
    for end in range(0, size, max(1, size // MAX_CUTS)):
        cut = whole.data[:end]
        report, _ = read_or_refuse(format_, Document(name, cut))
        if report is None or report.files == complete:
            continue
        # These two formats tell nowhere how much follows; a whole record must be the last.
        assert format_.id in ("lcov", "go-cover")
        if format_.id == "lcov":
            assert cut.rstrip().rpartition(b"\n")[2] in (b"end_of_record", b"TN:")
        else:
            assert cut.endswith(b"\n")


@given(st.sampled_from(FILES), st.data())
def test_that_damage_is_unreadable_and_never_a_crash(name, data):
    whole, format_ = document(name), format_of(name)
    start = data.draw(st.integers(0, len(whole.data)))
    end = data.draw(st.integers(start, min(len(whole.data), start + 200)))
    junk = data.draw(st.binary(max_size=20))
    damaged = Document(name, whole.data[:start] + junk + whole.data[end:])
    report, reason = read_or_refuse(format_, damaged)
    assert report is not None or ("\n" not in reason and reason)
    assert len(detect(damaged)) <= 1


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_that_arbitrary_content_is_refused_or_read_by_every_reader(content):
    for format_ in FORMATS:
        report, reason = read_or_refuse(format_, Document("any", content))
        assert report is not None or reason
