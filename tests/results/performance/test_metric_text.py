import pytest

from workbench.results.performance.metric_text import MetricError, metric_text, with_metric
from workbench.results.performance.question import Metric, Question


@pytest.mark.parametrize(
    ("text", "metric", "percentile", "load", "written"),
    [
        ("", Metric.THROUGHPUT, 0.99, None, "throughput"),
        ("Throughput", Metric.THROUGHPUT, 0.99, None, "throughput"),
        ("jobs/s", Metric.JOBS, 0.99, None, "jobs/s"),
        (" time ", Metric.TIME, 0.99, None, "time"),
        ("p95", Metric.LATENCY, 0.95, None, "p95"),
        ("P99.9@1500", Metric.LATENCY, 0.999, 1500, "p99.9@1500"),
        ("p50@0.5", Metric.LATENCY, 0.5, 0.5, "p50@0.5"),
    ],
)
def test_that_a_metric_is_read_and_written(text, metric, percentile, load, written):
    asked = with_metric(Question(), text)
    assert (asked.metric, asked.percentile, asked.load) == (metric, percentile, load)
    assert metric_text(asked) == written
    assert with_metric(Question(), written) == asked


@pytest.mark.parametrize("text", ["latency", "p", "p0", "p100", "p99@", "p99@0", "p99<=10ms", "99"])
def test_that_what_is_no_metric_is_refused_with_the_mend(text):
    with pytest.raises(MetricError, match="choose throughput, jobs/s, time, or a latency"):
        with_metric(Question(), text)
