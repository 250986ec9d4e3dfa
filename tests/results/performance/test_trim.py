import pytest

from workbench.results.performance.trim import trim
from workbench.results.records import (
    LoadReport,
    LoadStep,
    Percentile,
    Series,
    SeriesPoint,
)

LATENCIES = (0.1,) * 100 + (0.01,) * 800 + (0.2,) * 100
STEP = LoadStep(
    throughput=10.0,
    seconds=100.0,
    requests=1000,
    errors=0,
    mean=0.038,
    percentiles=(Percentile(0.5, 0.01), Percentile(0.99, 0.2)),
    latencies=LATENCIES,
)


def test_that_warm_up_and_cool_down_are_cut_and_their_effect_is_said():
    cut = trim(LoadReport(tool="x", steps=(STEP,)), 10, 10)
    step = cut.report.steps[0]
    assert (step.requests, step.seconds, step.throughput) == (800, 80.0, 10.0)
    assert step.mean == pytest.approx(0.01)
    assert [each.seconds for each in step.percentiles] == [0.01, 0.01]
    assert cut.effect == (
        "warm-up 10 s and cool-down 10 s cut: 800 of 1000 requests left, p99 200 ms became 10 ms"
    )


def test_that_series_are_cut_too():
    series = Series(name="cpu", unit="%", points=tuple(SeriesPoint(s, s) for s in range(101)))
    cut = trim(LoadReport(tool="x", steps=(), series=(series,)), 10, 20)
    assert [point.seconds for point in cut.report.series[0].points] == list(range(10, 81))


def test_that_totals_cannot_be_cut_and_stay_as_they_are():
    report = LoadReport(tool="wrk", steps=(LoadStep(throughput=10, seconds=60),))
    cut = trim(report, 10, 0)
    assert cut.report.steps == report.steps
    assert "wrk gives only totals" in cut.warnings[0]


def test_that_a_step_shorter_than_the_cut_is_left_out():
    cut = trim(LoadReport(tool="x", steps=(STEP,)), 60, 40)
    assert cut.report.steps == ()
    assert "left out" in cut.warnings[0]


def test_that_no_marks_cut_nothing():
    report = LoadReport(tool="x", steps=(STEP,))
    assert trim(report, 0, 0).report is report


def test_that_unknown_errors_stay_unknown():
    failing = LoadStep(throughput=9, seconds=100, requests=1000, errors=7, latencies=LATENCIES)
    assert trim(LoadReport(tool="x", steps=(failing,)), 10, 0).report.steps[0].errors is None
