"""Host metrics, CSV over time, and HdrHistogram's own files."""

import pytest

from tests.results.fixture_files import document
from workbench.model.run import ColumnMapping
from workbench.results.formats import detect
from workbench.results.load.hdr_histogram import decode
from workbench.results.load.time_series import columns, read_columns
from workbench.scan.document import Document, Unreadable


def read(name):
    (format_,) = detect(document(f"load/{name}"))
    return format_.read(document(f"load/{name}"))


def series(report):
    return {found.name: found for found in report.series}


def test_that_processor_shares_of_sysstat_are_series():
    report = read("sadf-cpu.csv")
    user = series(report)["%user"]
    assert (user.unit, [point.value for point in user.points]) == ("%", [0.0, 0.0, 22.68, 43.5])
    assert [point.seconds for point in user.points] == [0.0, 1.0, 2.0, 3.0]
    assert report.started.startswith("2026-11-23T18:50:47")


def test_that_each_processor_and_interface_is_a_series_of_its_own():
    assert {"%usr", "%usr 0", "%usr 1"} <= set(series(read("sadf-cpus.csv")))
    network = series(read("sadf-network.csv"))
    assert network["rxkB/s lo"].unit == "kB/s"


def test_that_blocks_of_several_kinds_are_read_from_one_file():
    assert {"%user", "kbmemfree", "ldavg-1"} <= set(series(read("sadf-mixed.csv")))


def test_that_a_restart_of_the_host_is_no_measurement():
    text = (
        document("load/sadf-cpu.csv").text
        + "host;-1;2026-11-23 18:51:00 UTC;LINUX-RESTART\t(2 CPU)\n"
    )
    (format_,) = detect(Document("x", text.encode()))
    assert len(series(format_.read(Document("x", text.encode())))["%user"].points) == 4


def test_that_a_csv_over_time_is_read_by_its_header():
    found = series(read("time-series.csv"))
    assert [point.value for point in found["cpu_percent"].points[:2]] == [20.0, 21.5]
    assert found["memory_mb"].points[-1].seconds == 9.0


def test_that_the_user_can_choose_the_columns():
    text = "host;at;load;free\na;1000;1.5;7\na;3000;;8\n"
    mapping = ColumnMapping(
        time="at", values=("load", "free"), units={"free": "MB"}, time_unit=1000, delimiter=";"
    )
    whole = Document("x.csv", text.encode())
    assert columns(whole, ";") == ["host", "at", "load", "free"]
    found = series(read_columns(whole, mapping))
    assert [(p.seconds, p.value) for p in found["load"].points] == [(0.0, 1.5)]
    assert [(p.seconds, p.value) for p in found["free"].points] == [(0.0, 7.0), (2.0, 8.0)]
    assert found["free"].unit == "MB"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("time,a\n1,2\n0,3\n", "goes back", 3),
        ("time,a\n1,12ms\n", "not a number", 2),
        ("time,a\n1,2,3\n", "3 columns where the header has 2", 2),
        ("time,b\n1,2\n", "no column 'a'", 1),
        ("time,a\n", "no rows", 0),
    ],
)
def test_that_a_row_that_does_not_fit_is_unreadable_with_its_line(text, reason, line):
    with pytest.raises(Unreadable, match=reason) as caught:
        read_columns(Document("x.csv", text.encode()), ColumnMapping(time="time", values=("a",)))
    assert caught.value.line == line


def test_that_a_log_decodes_to_what_hdrhistogram_itself_printed():
    log = read("hdr.hlog").steps[0]
    printed = {row.p: row.seconds for row in read("hdr.hgrm").steps[0].percentiles}
    ours = {row.p: row.seconds for row in log.percentiles}
    for p in (0.5, 0.75, 0.9, 0.95, 1.0):
        assert ours[p] == pytest.approx(printed[p], abs=1e-6)
    assert log.mean == pytest.approx(0.004981, rel=1e-3)


def test_that_text_and_csv_distributions_agree():
    text = {row.p: row.seconds for row in read("hdr.hgrm").steps[0].percentiles}
    csv = {row.p: row.seconds for row in read("hdr-csv.hgrm").steps[0].percentiles}
    shared = text.keys() & csv.keys()
    assert len(shared) > 8
    assert all(text[p] == csv[p] for p in shared)


@pytest.mark.parametrize("text", ["AAAA", "HISTFAAAAAB4nA==", "not base64", "HISTIgAAAAA="])
def test_that_a_broken_histogram_is_unreadable_with_its_line(text):
    with pytest.raises(Unreadable) as caught:
        decode(text, 7)
    assert caught.value.line == 7


def test_that_units_which_a_file_does_not_tell_are_warned_of():
    assert "nanoseconds" in read("hdr.hlog").warnings[0]
    assert "milliseconds" in read("hdr.hgrm").warnings[0]
