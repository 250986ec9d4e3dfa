"""Servers whose knee and capacity are known; the table is in docs/statistics.md."""

import pytest
from scipy import stats

from tests.results.truth.experiments import (
    RECORDED_SEEDS,
    REPEATS,
    SEEDS,
    covered,
    holds,
    recorded,
    simulated,
)

EXPERIMENTS = 200


@pytest.mark.parametrize("kind", ["mm1", "hard"])
@pytest.mark.parametrize("seed", SEEDS)
def test_that_a_simulated_servers_limit_and_knee_are_found_within_5_per_cent(kind, seed):
    outcome = simulated(kind, seed, draws=50)
    assert abs(outcome.error) <= 0.05
    assert abs(outcome.knee_error) <= 0.05


@pytest.mark.parametrize("kind", ["mm1", "hard"])
@pytest.mark.parametrize("seed", RECORDED_SEEDS)
def test_that_what_a_real_tool_measured_is_within_5_per_cent_of_the_truth(kind, seed):
    outcome = recorded(kind, seed, draws=50)
    assert abs(outcome.error) <= 0.05
    assert abs(outcome.knee_error) <= 0.05


@pytest.mark.parametrize("kind", ["mm1", "hard"])
def test_that_a_real_tools_intervals_hold_the_truth(kind):
    """Fewer than eight of ten would happen in 1 of 100 cases where each does so in 95."""
    outcomes = [recorded(kind, seed) for seed in RECORDED_SEEDS]
    assert sum(holds(each.found, each.truth) for each in outcomes) >= 8
    assert sum(holds(each.knee, each.knee_truth) for each in outcomes) >= 8


@pytest.mark.timeout(300)
def test_that_intervals_cover_the_truth_about_as_often_as_they_say():
    """Outside of these bounds, 95 % would be rejected at 0.1 % on either side."""
    low, high = stats.binom.ppf([0.001, 0.999], EXPERIMENTS, 0.95)
    assert low / EXPERIMENTS >= 0.895
    for hits in covered("mm1", EXPERIMENTS, REPEATS):
        assert low <= hits <= high


@pytest.mark.timeout(300)
def test_that_intervals_reach_the_wall_of_a_hard_limit():
    """What its levels leave open is a range with the truth at its very end."""
    experiments = 40
    for hits in covered("hard", experiments, REPEATS):
        assert hits >= stats.binom.ppf(0.001, experiments, 0.95)
