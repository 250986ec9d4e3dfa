"""Load tools that print text: what their real output says."""

import pytest

from tests.results.fixture_files import document
from workbench.results.formats import detect
from workbench.scan.document import Document, Unreadable


def read(name):
    (format_,) = detect(document(f"load/{name}"))
    return format_.read(document(f"load/{name}"))


def changed(name, old, new):
    data = document(f"load/{name}").data
    assert old in data
    (format_,) = detect(document(f"load/{name}"))
    return format_.read(Document(name, data.replace(old, new)))


def quantiles(step):
    return {row.p: row.seconds for row in step.percentiles}


# file, requests, errors, throughput, concurrency, seconds, mean
TOLD = [
    ("wrk-latency.txt", 6409, 0, 3198.57, 16, 2.0, 0.00507),
    ("wrk-plain.txt", 3094, 0, 3090.34, 16, 1.0, 0.00523),
    ("wrk-errors.txt", 3149, 314, 3136.99 * 2835 / 3149, 16, 1.0, 0.00513),
    ("wrk-some-timeouts.txt", 194, 4, 48.39 * 190 / 194, 4, 4.01, 0.00492),
    ("wrk-timeouts.txt", 0, 0, 0.0, 4, 3.01, None),
    ("wrk2.txt", 5993, 0, 499.42, 8, 12.0, 0.0059),
    ("wrk2-errors.txt", 1493, 149, 497.66 * 1344 / 1493, 8, 3.0, 0.00571),
    ("hey.txt", 5253, 0, 2608.7601, None, 2.0136, 0.0060),
    ("hey-errors.txt", 296, 30, 763.1794 * 266 / 296, None, 0.3879, 0.0103),
    ("hey-refused.txt", 20, 20, 0.0, None, 0.0076, None),
    ("hey-timeouts.txt", 4, 4, 0.0, None, 1.0013, None),
    ("ab.txt", 1000, 0, 1141.59, 10, 0.876, 0.00876),
    ("ab-errors.txt", 500, 50, 568.05 * 0.9, 10, 0.880, 0.017604),
    ("siege.txt", 1565, 0, 1016.23, None, 1.54, None),
    ("siege-errors.txt", 1695, 169, 778.57, None, 1.96, None),
    ("siege-refused.txt", 4, 4, 0.0, None, 0.0, None),
    ("siege-text.txt", 1571, 6, 1016.23, None, 1.54, 0.21),
    ("sysbench-cpu.txt", 2308, None, 2308 / 2.0122, 1, 2.0122, 0.00087),
    ("sysbench-memory.txt", 1048576, None, 1048576 / 0.3374, 1, 0.3374, None),
    ("pgbench.txt", 2280, 0, 1139.30047, 4, 2.0, 0.003422),
    ("pgbench-select.txt", 200, 0, 2680.78547, 2, None, 0.000746),
    ("redis-benchmark.txt", 5000, 0, 14749.26, 10, 0.34, 0.000453),
]


@pytest.mark.parametrize(
    ("name", "requests", "errors", "throughput", "concurrency", "seconds", "mean"), TOLD
)
def test_that_a_run_becomes_a_step(name, requests, errors, throughput, concurrency, seconds, mean):
    step = read(name).steps[0]
    assert (step.requests, step.errors, step.concurrency) == (requests, errors, concurrency)
    assert step.throughput == pytest.approx(throughput)
    assert step.seconds == (None if seconds is None else pytest.approx(seconds))
    assert step.mean == (None if mean is None else pytest.approx(mean))


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("wrk-latency.txt", True),
        ("wrk2.txt", False),
        ("wrk2-errors.txt", None),
        ("hey.txt", True),
        ("ab.txt", True),
        ("pgbench.txt", True),
        ("pgbench-rate.txt", False),
        ("sysbench-cpu.txt", True),
        ("redis-benchmark.txt", True),
    ],
)
def test_that_the_loop_is_told_where_the_tool_tells_it(name, closed):
    assert read(name).closed_loop is closed


def test_that_wrk_latencies_come_in_seconds_whatever_their_unit():
    assert quantiles(read("wrk-latency.txt").steps[0]) == {
        0.5: pytest.approx(0.00445),
        0.75: pytest.approx(0.00596),
        0.9: pytest.approx(0.00795),
        0.99: pytest.approx(0.01333),
    }
    mixed = changed("wrk-latency.txt", b"50%    4.45ms", b"50%  445.00us")
    assert quantiles(mixed.steps[0])[0.5] == pytest.approx(0.000445)
    slow = changed("wrk-latency.txt", b"99%   13.33ms", b"99%    1.50m")
    assert quantiles(slow.steps[0])[0.99] == 90.0


def test_that_a_latency_without_a_unit_is_unreadable():
    with pytest.raises(Unreadable, match="not a duration with a unit"):
        changed("wrk-latency.txt", b"50%    4.45ms", b"50%    4.45")


def test_that_wrk2_gives_its_whole_spectrum():
    found = quantiles(read("wrk2.txt").steps[0])
    assert found[0.5] == pytest.approx(0.005303)
    assert found[0.999023] == pytest.approx(0.017935)
    assert len(found) == 52


def test_that_the_corrected_spectrum_of_wrk2_is_read_where_there_are_two():
    found = quantiles(read("wrk2-uncorrected.txt").steps[0])
    assert found[0.0] == pytest.approx(0.002621)
    assert list(found) == sorted(found)


def test_that_several_runs_in_one_file_are_several_steps():
    data = document("load/wrk-latency.txt").data + document("load/wrk-errors.txt").data
    (format_,) = detect(Document("sweep.txt", data))
    report = format_.read(Document("sweep.txt", data))
    assert [step.errors for step in report.steps] == [0, 314]


def test_that_lost_requests_of_hey_count_as_requests_and_errors():
    data = document("load/hey.txt").data
    lost = data.replace(b"  [200]\t5253 responses", b"  [200]\t5250 responses").rstrip()
    lost += b"\n\nError distribution:\n  [3]\tGet: dial tcp: connection refused\n"
    step = detect(Document("x", lost))[0].read(Document("x", lost)).steps[0]
    assert (step.requests, step.errors) == (5253, 3)


def test_that_hey_without_its_error_distribution_is_unreadable():
    with pytest.raises(Unreadable, match="not complete"):
        changed("hey.txt", b"[200]\t5253 responses", b"[200]\t5250 responses")


def test_that_ab_tells_why_it_gave_up():
    with pytest.raises(Unreadable, match="Connection refused") as caught:
        read("ab-refused.txt")
    assert caught.value.line == 5
    with pytest.raises(Unreadable, match="timeout specified has expired"):
        read("ab-timeouts.txt")


def test_that_pages_of_other_length_are_a_warning_of_ab_and_no_error():
    detail = b"Failed requests:        7\n   (Connect: 1, Receive: 2, Length: 4, Exceptions: 0)\n"
    report = changed("ab.txt", b"Failed requests:        0\n", detail)
    step = report.steps[0]
    assert (step.requests, step.errors) == (1003, 3)
    assert "differ in length" in report.warnings[0]


def test_that_ab_tells_version_and_target():
    report = read("ab.txt")
    assert (report.version, report.target) == ("2.3", "127.0.0.1:8089/")


def test_that_times_too_coarse_to_compare_are_left_out_with_a_warning():
    report = read("sysbench-memory.txt")
    assert report.steps[0].mean is None
    assert "rounds latencies" in report.warnings[0]


def test_that_intervals_of_sysbench_are_a_series():
    report = read("sysbench-interval.txt")
    values = [(point.seconds, point.value) for point in report.series[0].points]
    assert values == [(1.0, 1335.75), (2.0, 1177.78), (3.0, 1126.94)]
    assert quantiles(report.steps[0])[0.99] == pytest.approx(0.02438)


def test_that_a_rate_of_sysbench_is_an_open_loop():
    report = changed(
        "sysbench-cpu.txt",
        b"Number of threads: 1\n",
        b"Number of threads: 1\nTarget transaction rate: 50/sec\n",
    )
    assert report.closed_loop is False
    assert report.steps[0].offered == 50.0


def test_that_errors_of_sysbench_database_tests_are_counted():
    ignored = b"    ignored errors:                      12     (5.96 per sec.)\n"
    report = changed(
        "sysbench-cpu.txt", b"General statistics:\n", ignored + b"General statistics:\n"
    )
    assert (report.steps[0].requests, report.steps[0].errors) == (2320, 12)


def test_that_scripts_of_pgbench_are_steps_of_their_own():
    steps = read("pgbench-scripts.txt").steps
    assert [(step.label, step.requests) for step in steps] == [
        ("", 12258),
        ("<builtin: select only>", 9184),
        ("<builtin: simple update>", 3074),
    ]


def test_that_progress_of_pgbench_is_a_series():
    throughput, latency = read("pgbench.txt").series
    assert [point.value for point in throughput.points] == [1352.3, 920.8]
    assert latency.points[1].value == pytest.approx(0.00427)


def test_that_skipped_and_failed_transactions_of_pgbench_are_errors():
    report = changed("pgbench-rate.txt", b"transactions skipped: 0 (", b"transactions skipped: 5 (")
    assert (report.steps[0].requests, report.steps[0].errors) == (218, 5)


def test_that_commands_of_redis_benchmark_are_steps():
    steps = read("redis-benchmark.txt").steps
    assert [step.label for step in steps] == ["SET", "GET"]
    assert quantiles(steps[1])[1.0] == pytest.approx(0.005703)
    assert quantiles(steps[0])[0.5] == pytest.approx(0.000215)


def test_that_a_decimal_comma_is_named_as_such():
    with pytest.raises(Unreadable, match="decimal comma: run the tool again with LC_ALL=C"):
        changed("wrk-latency.txt", b"Requests/sec:   3198.57", b"Requests/sec:   3198,57")
