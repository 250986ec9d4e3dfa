import numpy as np
import pytest
from scipy import stats

from tests.results.performance.sweeps import step, sweep
from workbench.model.run import Architecture
from workbench.results.performance.levels import resampled_levels
from workbench.results.performance.resampling import either_end, interval, mirror, widening
from workbench.results.performance.sweep import recognise_sweep

DRAWS = 20_000
DATA = np.random.default_rng(3).lognormal(0, 0.3, 12)


def replicates() -> np.ndarray:
    one_level = recognise_sweep(
        Architecture.ARM64, [(f"{n}", step(100, value)) for n, value in enumerate(DATA)]
    )
    levels = resampled_levels(one_level, lambda each: each.mean, DRAWS)
    return levels.measure[:, 0] * 3e3


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_that_the_percentile_interval_agrees_with_scipy(confidence):
    theirs = stats.bootstrap(
        (DATA,), np.mean, confidence_level=confidence, n_resamples=DRAWS, method="percentile", rng=1
    ).confidence_interval
    assert interval(replicates()[1:], confidence) == pytest.approx(tuple(theirs), rel=0.01)


def test_that_the_mirrored_interval_is_scipys_basic_one_on_the_scale_of_ratios():
    theirs = stats.bootstrap(
        (DATA,),
        lambda sample, axis: np.log(np.mean(sample, axis=axis)),
        n_resamples=DRAWS,
        method="basic",
        rng=1,
    ).confidence_interval
    drawn = replicates()
    mine = interval(mirror(drawn[0], drawn[1:]), 0.95)
    assert mine == pytest.approx(tuple(np.exp(theirs)), rel=0.01)


def test_that_few_repeats_widen_to_students_t():
    """For normal data the widened interval of a mean is about as long as Student's."""
    data = np.random.default_rng(5).normal(100, 1, (400, 5))
    lengths = []
    for sample in data:
        drawn = sample[np.random.default_rng(1).integers(0, 5, (1000, 5))].mean(axis=1)
        low, high = interval(mirror(sample.mean(), drawn, widening(5, 4)), 0.95)
        lengths.append((high - low) / (2 * stats.t.ppf(0.975, 4) * sample.std(ddof=1) / 5**0.5))
    assert np.mean(lengths) == pytest.approx(1, abs=0.06)


def test_that_whole_repeats_are_drawn_together():
    runs = [[step(rate, 5 * factor) for rate in (100, 200)] for factor in (1, 2, 3)]
    levels = resampled_levels(sweep(runs), lambda each: each.mean, 200)
    assert np.array_equal(levels.measure[:, 0], levels.measure[:, 1])


def test_that_repeats_of_separate_runs_are_drawn_apart():
    steps = [(f"{r}-{f}", step(r, 5 * f)) for f in (1, 2, 3) for r in (100, 200)]
    levels = resampled_levels(
        recognise_sweep(Architecture.ARM64, steps), lambda each: each.mean, 200
    )
    assert not np.array_equal(levels.measure[1:, 0], levels.measure[1:, 1])


def test_that_what_is_open_is_covered_to_its_ends_with_a_twentieth_beyond_either():
    """Imbens and Manski's interval: one-sided where much is open, two-sided where nothing is."""
    values = np.random.default_rng(4).normal(100, 1, 100_000)
    for opened, tail in ((50.0, 0.05), (0.0, 0.025)):
        away = np.full(len(values), opened)
        low, high = interval(either_end(values, away, away, np.random.default_rng(5)), 0.95)
        assert low == pytest.approx(100 - opened + stats.norm.ppf(tail), abs=0.05)
        assert high == pytest.approx(100 + opened - stats.norm.ppf(tail), abs=0.05)
