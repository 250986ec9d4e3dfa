"""Load tools that write JSON, CSV or XML."""

import json

import pytest

from tests.results.fixture_files import document
from workbench.results.formats import detect
from workbench.scan.document import Document, Unreadable


def read(name):
    (format_,) = detect(document(f"load/{name}"))
    return format_.read(document(f"load/{name}"))


def read_text(name, text):
    (format_,) = detect(Document(name, text.encode()))
    return format_.read(Document(name, text.encode()))


def quantiles(step):
    return {row.p: row.seconds for row in step.percentiles}


ONE_RUN = [
    "oha.json",
    "vegeta.json",
    "vegeta-results.json",
    "k6-summary-export.json",
    "k6-handle-summary.json",
    "k6.json",
    "ghz.json",
]
"""Files made of the same 400 requests, 20 of them errors, in 1.9974635 seconds."""


@pytest.mark.parametrize("name", ONE_RUN)
def test_that_all_tools_tell_the_same_throughput_of_the_same_requests(name):
    step = read(name).steps[0]
    assert step.throughput == pytest.approx(380 / 1.9974635, rel=1e-6)


@pytest.mark.parametrize("name", ["vegeta-results.json", "k6.json", "k6-summary-export.json"])
def test_that_latencies_are_those_of_the_requests_that_succeeded(name):
    step = read(name).steps[0]
    assert quantiles(step)[0.99] == pytest.approx(0.016753417, rel=1e-6)
    assert step.mean == pytest.approx(0.005173668, rel=1e-6)


# file, requests, errors, throughput, concurrency
TOLD = [
    ("hey.csv", 296, 29, 267 / 0.2357, None),
    ("oha.json", 403, 23, 380 / 1.9974635, None),
    ("fortio.json", 400, 21, 379 / 1.9974635, 8),
    ("ghz.json", 400, 20, 380 / 1.9974635, 8),
    ("vegeta.json", 400, 20, 380 / 1.9974635, None),
    ("gatling-stats.json", 400, 20, 190.0, None),
    ("gatling-global-stats.json", 400, 20, 190.0, None),
    ("jmeter.csv", 160, 10, 150 / 0.502, 4),
    ("jmeter-headless.csv", 160, 9, 151 / 0.805, None),
    ("jmeter-refused.csv", 160, 160, 0.0, 4),
    ("jmeter.xml", 160, 9, 151 / 0.755, 4),
    ("locust_stats.csv", 1106, 58, 369.36545122196986 - 19.369978454678346, None),
    ("locust_stats_history.csv", 706, 39, 667 / 2, 8),
    ("autocannon.json", 3091, 0, 1545.5, 8),
    ("autocannon-errors.json", 400, 40, 180.0, 4),
    ("autocannon-refused.json", 13992, 13992, 0.0, 2),
    ("autocannon-timeouts.json", 4, 4, 0.0, 2),
    ("artillery.json", 120, 0, 120 / 2.975, None),
    ("artillery-errors.json", 180, 120, 60 / 2.958, None),
    ("memtier.json", 4000, 0, 34319.74, 8),
    ("memtier-rate.json", 406, 0, 201.2, 2),
    ("hdr.hlog", 1500, None, 500.0, None),
]


@pytest.mark.parametrize(("name", "requests", "errors", "throughput", "concurrency"), TOLD)
def test_that_a_run_becomes_a_step(name, requests, errors, throughput, concurrency):
    step = read(name).steps[0]
    assert (step.requests, step.errors, step.concurrency) == (requests, errors, concurrency)
    assert step.throughput == pytest.approx(throughput, rel=1e-5)
    assert step.label == ""


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("autocannon.json", True),
        ("autocannon-errors.json", None),
        ("oha.json", None),
        ("vegeta.json", False),
        ("vegeta-results.json", False),
        ("k6-summary-export.json", None),
        ("k6-handle-summary.json", False),
        ("k6.json", None),
        ("fortio.json", True),
        ("ghz.json", True),
        ("memtier.json", True),
        ("memtier-rate.json", None),
        ("jmeter.csv", None),
        ("artillery.json", False),
    ],
)
def test_that_the_loop_is_told_where_the_file_tells_it(name, closed):
    assert read(name).closed_loop is closed


@pytest.mark.parametrize(
    ("name", "offered"),
    [("fortio.json", 200.0), ("ghz.json", 200.0), ("memtier-rate.json", 200.0), ("oha.json", None)],
)
def test_that_the_rate_asked_for_is_told(name, offered):
    assert read(name).steps[0].offered == offered


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("jmeter.csv", ["", "Home page", "Flaky, sometimes"]),
        ("jmeter.xml", ["", "Home page", "Flaky, sometimes"]),
        ("locust_stats.csv", ["", "GET /", "GET /flaky"]),
        ("gatling-stats.json", ["", "Home", "Cart / Pay"]),
        ("memtier.json", ["", "Sets", "Gets"]),
        ("redis-benchmark.csv", ["SET", "GET"]),
        ("artillery-errors.json", ["", "/fail", "/"]),
        ("k6.json", ["", "http://127.0.0.1:8089/a", "http://127.0.0.1:8089/b"]),
        ("hdr.hlog", ["", "write"]),
    ],
)
def test_that_each_label_is_a_step(name, labels):
    assert [step.label for step in read(name).steps] == labels


def test_that_percentiles_of_autocannon_are_exact_fractions():
    found = quantiles(read("autocannon.json").steps[0])
    assert {0.5, 0.975, 0.99, 0.999, 0.9999, 1.0} <= set(found)


def test_that_a_run_too_short_for_its_clock_has_no_throughput():
    report = read("k6.csv")
    assert report.steps[0].throughput is None
    assert (report.steps[0].requests, report.steps[0].errors) == (400, 20)
    assert "whole seconds" in report.warnings[0]


def test_that_single_latencies_come_in_order_of_time():
    step = read("vegeta-results.json").steps[0]
    assert len(step.latencies) == len(step.starts) == 380
    assert step.starts[0] == 0.0
    assert list(step.starts) == sorted(step.starts)
    assert step.starts[-1] == pytest.approx(398 / 200)


def test_that_successes_and_errors_are_series_by_the_second():
    throughput, errors = read("vegeta-results.json").series
    assert sum(point.value for point in throughput.points) == 380
    assert sum(point.value for point in errors.points) == 20


def test_that_results_of_transaction_controllers_are_not_counted_twice():
    header, *rows = document("load/jmeter.csv").text.splitlines()
    message = '"Number of samples in transaction : 2, number of failing samples : 0"'
    row = f"1795460100767,166,Checkout,200,{message},TG 1-1,,true,214,4,4,0"
    report = read_text("x.jtl", "\n".join([header, *rows, row]) + "\n")
    assert report.steps[0].requests == 160
    assert "transaction controllers" in report.warnings[0]


def test_that_requests_inside_a_transaction_of_the_xml_log_count():
    text = """<?xml version="1.0"?>
<testResults version="1.2">
<sample t="50" ts="1000" s="true" lb="T" na="2" rm="Number of samples in transaction : 1">
<httpSample t="30" ts="1000" s="true" lb="A">
<httpSample t="9" ts="1000" s="true" lb="A-0"/>
</httpSample>
</sample>
<httpSample t="40" ts="1010" s="false" lb="B" na="2"/>
</testResults>
"""
    report = read_text("x.jtl", text)
    assert (report.steps[0].requests, report.steps[0].errors) == (2, 1)
    assert report.steps[0].latencies == (0.03,)


def test_that_entities_of_an_xml_log_are_not_expanded(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("987654", encoding="utf-8")
    text = (
        f'<!DOCTYPE testResults [<!ENTITY e SYSTEM "{secret.as_uri()}">]>\n'
        '<testResults version="1.2"><httpSample t="30" ts="1000" s="true" lb="a">&e;</httpSample>'
        "</testResults>"
    )
    (format_,) = detect(Document("x.jtl", b'<testResults version="1.2"/>'))
    assert "987654" not in repr(format_.read(Document("x.jtl", text.encode())))


def test_that_a_success_that_is_neither_true_nor_false_is_unreadable_with_its_line():
    text = document("load/jmeter.csv").text.replace(",true,", ",wahr,", 3)
    with pytest.raises(Unreadable, match="neither true nor false") as caught:
        read_text("x.jtl", text)
    assert caught.value.line == 2


def test_that_a_step_load_of_locust_is_several_steps():
    header = document("load/locust_stats_history.csv").text.splitlines()[0]
    rows = []
    total = 0
    for second in range(12):
        users = 10 if second < 6 else 20
        total += users * 5
        quantile = ",".join(["9"] * 11)
        rows.append(
            f"{1700000000 + second},{users},,Aggregated,{users * 5}.0,0.0,{quantile},"
            f"{total},0,8,{8 if users == 10 else 9}.0,3.0,50.0,6.0"
        )
    report = read_text("h.csv", "\n".join([header, *rows]) + "\n")
    assert [(step.concurrency, step.throughput) for step in report.steps] == [
        (10, 50.0),
        (20, 100.0),
    ]


def test_that_not_applicable_cells_of_locust_are_no_values():
    series = {found.name: found for found in read("locust_stats_history.csv").series}
    assert series["throughput"].points[0].value == 0.0
    assert len(series["p50"].points) < len(series["throughput"].points)


def test_that_requests_cut_short_by_the_end_are_no_errors_of_oha():
    run = json.loads(document("load/oha.json").data)
    run["errorDistribution"] = {"aborted due to deadline": 8}
    step = read_text("oha.json", json.dumps(run)).steps[0]
    assert (step.requests, step.errors) == (400, 20)


def test_that_decimal_commas_of_sysstat_are_named_as_such():
    with pytest.raises(Unreadable, match="decimal comma") as caught:
        read("sadf-german.csv")
    assert caught.value.line == 2


def test_that_latencies_only_have_no_throughput():
    for name in ("ab-percentiles.csv", "ab-requests.tsv", "hdr.hgrm"):
        report = read(name)
        assert report.steps[0].throughput is None
        assert report.warnings
