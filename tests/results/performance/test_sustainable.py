import pytest

from tests.results.performance.sweeps import step, sweep
from workbench.results.performance.limit import Limit
from workbench.results.performance.sustainable import sustainable

P99 = Limit.parse("p99<=10ms")
ERRORS = Limit.parse("errors<=0.1%")


def queue(rate: float, factor: float = 1.0):
    """p99 of an M/M/1 server of 1000/s is 4.6 / (1000 - rate): 10 ms at 540/s."""
    return step(rate, 4605.17 / (1000 - rate) * factor)


def test_that_the_crossing_of_a_known_curve_is_found():
    found = sustainable(sweep([[queue(rate) for rate in (200, 400, 500, 600, 800)]]), [P99])
    assert found.value == pytest.approx(1000 - 460.517, rel=1e-6)


def test_that_a_single_run_has_no_interval():
    found = sustainable(sweep([[queue(rate) for rate in (400, 500, 600)]]), [P99])
    assert (found.estimate().low, found.estimate().high) == (None, None)
    assert found.warnings == ("x86_64: a single run: no interval",)


@pytest.mark.parametrize(("rate", "value"), [(400, 400.0), (700, None)])
def test_that_a_sweep_of_one_level_is_kept_or_broken_and_no_more(rate, value):
    found = sustainable(sweep([[queue(rate)]]), [P99])
    assert found.estimate().value == value
    assert found.warnings


def test_that_two_repeats_have_no_interval():
    runs = [[queue(rate, f) for rate in (400, 500, 600)] for f in (0.95, 1.05)]
    found = sustainable(sweep(runs), [P99])
    assert found.estimate().high is None
    assert "2 repeats are too few" in found.warnings[0]


def test_that_repeats_give_an_interval_around_the_value():
    runs = [
        [queue(rate, f) for rate in (300, 400, 500, 600, 700)] for f in (0.9, 0.95, 1, 1.05, 1.1)
    ]
    found = sustainable(sweep(runs), [P99]).estimate()
    assert found.low < found.value < found.high
    assert found.repeats == 5
    assert found.high - found.low < 0.3 * found.value


def test_that_the_same_data_give_the_same_interval():
    runs = [[queue(rate, f) for rate in (400, 500, 600)] for f in (0.9, 1, 1.1)]
    assert sustainable(sweep(runs), [P99]).estimate() == sustainable(sweep(runs), [P99]).estimate()


def test_that_nothing_is_extrapolated_where_the_limit_is_never_reached():
    found = sustainable(sweep([[step(100, 2), step(200, 3)]]), [P99])
    estimate = found.estimate()
    assert (estimate.value, estimate.low, estimate.high) == (200, 200, None)
    assert "load was never raised far enough" in found.warnings[0]


def test_that_there_is_no_number_where_no_level_meets_the_limit():
    found = sustainable(sweep([[step(100, 20), step(200, 30)]]), [P99])
    assert found.value is None
    assert "not even the lowest measured load keeps p99<=10ms" in found.warnings[0]


def test_that_a_limit_on_what_was_not_measured_gives_no_number():
    found = sustainable(sweep([[step(100, 2), step(200, 30)]]), [Limit.parse("p99.9<=10ms")])
    assert found.value is None
    assert "p99.9" in found.warnings[0]


def test_that_one_lucky_level_past_the_limit_does_not_count():
    levels = [step(100, 4), step(200, 5), step(300, 14), step(400, 9.5), step(500, 40)]
    assert sustainable(sweep([levels]), [P99]).value < 350


def test_that_errors_are_a_limit_too():
    levels = [step(100, 2), step(200, 2), step(300, 3, errors=1000), step(400, 3, errors=4000)]
    found = sustainable(sweep([levels]), [P99, ERRORS])
    assert found.value == pytest.approx(201, abs=0.5)


def test_that_the_strictest_limit_decides():
    levels = [queue(rate) for rate in (200, 400, 500, 600, 800)]
    tight = Limit.parse("p99<=7ms")
    both = sustainable(sweep([levels]), [P99, tight]).value
    assert both == sustainable(sweep([levels]), [tight]).value
    assert both < sustainable(sweep([levels]), [P99]).value


def test_that_a_step_in_latency_is_not_smoothed_away():
    """Latency jumps at 250/s and stays: no concave curve, so the levels themselves decide."""
    levels = [step(rate, 2) for rate in (100, 200)] + [step(rate, 20) for rate in (300, 400, 500)]
    assert 200 <= sustainable(sweep([levels]), [P99]).value <= 300


def test_that_throughput_pushed_back_by_overload_is_not_the_answer():
    levels = [step(100, 3), step(200, 4), step(300, 5), step(400, 900, throughput=150)]
    assert 295 <= sustainable(sweep([levels]), [P99]).value <= 300


def test_that_without_limits_the_highest_throughput_counts():
    flat = [step(100, 2), step(200, 3), step(300, 90, throughput=210)]
    assert sustainable(sweep([flat]), []).value == 210
    rising = sustainable(sweep([[step(100, 2), step(200, 3)]]), [])
    assert rising.estimate().high is None
    assert "still rises" in rising.warnings[0]


def test_that_an_empty_side_has_no_number():
    assert sustainable(sweep([]), [P99]).value is None


def test_that_a_latency_rounded_to_zero_is_a_short_one():
    levels = [step(100, 0), step(200, 0), step(300, 5), step(400, 40)]
    assert 300 <= sustainable(sweep([levels]), [P99]).value < 400
