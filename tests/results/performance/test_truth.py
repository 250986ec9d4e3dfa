"""Servers whose knee and capacity are known; the table is in docs/statistics.md."""

import pytest
from scipy import stats

from tests.results.truth.experiments import REPEATS, SEEDS, covered, simulated

EXPERIMENTS = 200


@pytest.mark.parametrize("kind", ["mm1", "hard"])
@pytest.mark.parametrize("seed", SEEDS)
def test_that_a_simulated_servers_limit_and_knee_are_found_within_5_per_cent(kind, seed):
    outcome = simulated(kind, seed, draws=50)
    assert abs(outcome.error) <= 0.05
    assert abs(outcome.knee_error) <= 0.05


@pytest.mark.timeout(300)
def test_that_intervals_cover_the_truth_about_as_often_as_they_say():
    """Outside of these bounds, 95 % would be rejected at 0.1 % on either side."""
    low, high = stats.binom.ppf([0.001, 0.999], EXPERIMENTS, 0.95)
    assert low / EXPERIMENTS >= 0.895
    for hits in covered(EXPERIMENTS, REPEATS):
        assert low <= hits <= high
