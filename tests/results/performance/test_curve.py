import numpy as np
import pytest
from scipy import optimize, stats

from workbench.results.performance.curve import Curve
from workbench.results.performance.shape import concave, decreasing
from workbench.results.performance.student import t_quantile


@pytest.mark.parametrize("seed", range(20))
def test_that_isotonic_regression_agrees_with_scipy(seed):
    values = np.random.default_rng(seed).normal(size=(3, 9)) - np.arange(9) * 0.2
    for mine, data in zip(decreasing(values), values, strict=True):
        assert mine == pytest.approx(optimize.isotonic_regression(data, increasing=False).x)


@pytest.mark.parametrize("seed", range(20))
def test_that_the_concave_fit_agrees_with_scipys_non_negative_least_squares(seed):
    generator = np.random.default_rng(seed)
    x = np.sort(generator.uniform(1, 100, (4, 8)), axis=1)
    y = 100 - x + generator.normal(0, 20, x.shape)
    for mine, knots, data in zip(concave(x, y), x, y, strict=True):
        hinges = np.maximum(knots[:, None] - knots[None, :-1], 0)
        columns = np.column_stack([np.ones(8), -hinges / hinges.max(axis=0)])
        theirs = columns @ optimize.nnls(columns, data)[0]
        assert mine == pytest.approx(theirs, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 9, 10, 57])
def test_that_students_t_agrees_with_scipy(confidence, freedom):
    expected = stats.t.ppf((1 + confidence) / 2, freedom)
    assert t_quantile(confidence, freedom) == pytest.approx(expected, rel=1e-9)


def test_that_a_level_that_answers_at_once_is_not_averaged_with_those_at_the_wall():
    """104.98/s at once, then 105.97/s however much is asked for: the wall is at the latter."""
    throughput = np.array([[80.0, 100.0, 104.98, 105.97, 105.98]])
    latency = np.array([[0.19, 0.19, 0.19, 0.57, 1.49]])
    curve = Curve.fit(throughput, latency)
    assert curve.throughput[0] == pytest.approx([80, 100, 104.98, 105.975])
    peak = curve.power_peak()
    assert peak.lower[0] == pytest.approx(104.98)
    assert peak.upper[0] == pytest.approx(105.975)
