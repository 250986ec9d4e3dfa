from tests.results.performance.sweeps import measurement, step, sweep
from workbench.model.run import Architecture
from workbench.results.performance.sweep import is_linked, measured_steps, recognise_sweep
from workbench.results.records import LoadStep

ARM = Architecture.ARM64


def test_that_single_runs_at_rising_load_are_one_sweep():
    runs = [measurement(ARM, [step(rate, 5)], run=f"{rate}") for rate in (300, 100, 200)]
    found = recognise_sweep(ARM, measured_steps(runs, ARM))
    assert found.axis == "offered"
    assert [level.load for level in found.levels] == [100, 200, 300]
    assert found.repeats == 1


def test_that_almost_equal_rates_are_repeats_of_one_level():
    found = recognise_sweep(ARM, [("a", step(100, 5)), ("b", step(101, 6)), ("c", step(104, 7))])
    assert [len(level.points) for level in found.levels] == [2, 1]
    assert [point.repeat for point in found.levels[0].points] == [0, 1]


def test_that_closed_loop_runs_are_ordered_by_concurrency():
    steps = [
        ("a", LoadStep(throughput=90, concurrency=8)),
        ("a", LoadStep(throughput=99, concurrency=4)),
    ]
    found = recognise_sweep(ARM, steps)
    assert found.axis == "concurrency"
    assert [level.load for level in found.levels] == [4, 8]


def test_that_runs_through_all_levels_are_whole_repeats():
    whole = [[step(rate, 5) for rate in (100, 200)] for _ in range(3)]
    assert is_linked(sweep(whole))
    alone = [("a", step(100, 5)), ("b", step(100, 5)), ("c", step(200, 5)), ("d", step(200, 5))]
    assert not is_linked(recognise_sweep(ARM, alone))


def test_that_the_other_side_and_partial_requests_are_left_out():
    parts = [LoadStep(throughput=1, label="login"), LoadStep(throughput=2, label="buy")]
    total = LoadStep(throughput=3)
    runs = [measurement(ARM, [total, *parts]), measurement(Architecture.X86_64, [total])]
    assert [one.throughput for _, one in measured_steps(runs, ARM)] == [3]
    assert [one.throughput for _, one in measured_steps(runs, ARM, "buy")] == [2]
    assert measured_steps([measurement(ARM, parts)], ARM) == []


def test_that_only_the_most_frequent_unit_is_kept():
    steps = [("a", step(100, 5)), ("a", step(200, 5)), ("b", step(300, 5, unit="MB/s"))]
    assert recognise_sweep(ARM, steps).unit == "req/s"
    assert len(recognise_sweep(ARM, steps).levels) == 2


def test_that_no_steps_are_an_empty_sweep():
    assert recognise_sweep(ARM, []).levels == ()
