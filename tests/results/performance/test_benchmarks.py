import numpy as np
import pytest
from scipy import stats

from workbench.model.run import Architecture, Run
from workbench.results.performance.benchmarks import compare_benchmarks, geometric_mean
from workbench.results.performance.centre import mean_interval, median_interval
from workbench.results.performance.rank_test import fewest_repeats, mann_whitney
from workbench.results.performance.records import Measurement
from workbench.results.records import Benchmark, BenchmarkReport, Centre

# The measurements and the table of benchstat's own documentation (golang.org/x/perf/cmd/benchstat).
JSON_OLD = (1726, 1723, 1707, 1707, 1713, 1729, 1736, 1707, 1705, 1774)
JSON_NEW = (1423, 1416, 1411, 1413, 1412, 1426, 1422, 1424, 1447, 1425)
GOB_OLD = (3069, 3075, 3069, 3067, 3207, 3064, 3064, 3058, 3059, 3062)
GOB_NEW = (3075, 3065, 3059, 3065, 3060, 3081, 3186, 3135, 3087, 3062)


def measured(side, benchmarks, centre=Centre.MEDIAN, unit="ns/op"):
    return Measurement(
        run=Run(id=side.value, architecture=side),
        report=BenchmarkReport(
            tool="go",
            centre=centre,
            benchmarks=tuple(
                Benchmark(name=name, unit=unit, values=tuple(map(float, values)))
                for name, values in benchmarks.items()
            ),
        ),
    )


def both(x86, arm, **more):
    return [
        measured(Architecture.X86_64, x86, **more),
        measured(Architecture.ARM64, arm, **more),
    ]


def percent(estimate):
    """As benchstat prints an interval: its longer side in whole per cent of the centre."""
    reach = max(estimate.high - estimate.value, estimate.value - estimate.low)
    return round(reach / estimate.value * 100)


def test_that_benchstats_published_example_comes_out_to_its_printed_digits():
    gob, json = compare_benchmarks(
        both({"json": JSON_OLD, "gob": GOB_OLD}, {"json": JSON_NEW, "gob": GOB_NEW})
    )[0]
    assert (json.x86_64.value, json.arm64.value) == (1718.0, 1422.5)
    assert (percent(json.x86_64), percent(json.arm64)) == (1, 1)
    assert f"{json.ratio.value - 1:.2%}" == "-17.20%"
    assert (f"{json.p:.3f}", json.significant) == ("0.000", True)
    assert (gob.x86_64.value, gob.arm64.value) == (3065.5, 3070.0)
    assert (percent(gob.x86_64), percent(gob.arm64)) == (0, 2)
    assert (f"{gob.p:.3f}", gob.significant) == ("0.446", False)
    assert f"{geometric_mean((gob, json)).value - 1:.2%}" == "-8.94%"


def test_that_the_fewest_repeats_are_benchstats():
    """Its notes: 4 samples to detect a difference at 0.05, 6 for an interval at 0.95."""
    assert fewest_repeats(0.05) == 4
    assert median_interval([1, 2, 3, 4, 5], "s").low is None
    assert median_interval([1, 2, 3, 4, 5, 6], "s").low == 1


def test_that_few_repeats_give_no_verdict():
    compared, warnings = compare_benchmarks(both({"a": [100]}, {"a": [101]}))
    assert (compared[0].significant, compared[0].p) == (None, 1.0)
    assert compared[0].ratio.low is None
    assert warnings == ("a: not enough repeats to say (1 on x86_64, 1 on arm64; 4 are needed)",)


@pytest.mark.parametrize("seed", range(10))
def test_that_the_exact_test_agrees_with_scipy_without_ties(seed):
    generator = np.random.default_rng(seed)
    a, b = generator.normal(0, 1, 7), generator.normal(0.7, 1, 9)
    theirs = stats.mannwhitneyu(a, b, method="exact").pvalue
    assert mann_whitney(a.tolist(), b.tolist()) == pytest.approx(theirs, rel=1e-9)


def test_that_the_exact_test_agrees_with_scipys_permutations_with_ties():
    a, b = [1, 2, 2, 3, 5], [2, 3, 4, 5, 5]
    method = stats.PermutationMethod(n_resamples=np.inf)
    assert mann_whitney(a, b) == pytest.approx(stats.mannwhitneyu(a, b, method=method).pvalue)


def test_that_many_repeats_agree_with_scipys_approximation():
    generator = np.random.default_rng(2)
    a, b = generator.integers(0, 50, 70).tolist(), generator.integers(3, 53, 80).tolist()
    assert mann_whitney(a, b) == pytest.approx(stats.mannwhitneyu(a, b, method="asymptotic").pvalue)


def test_that_equal_values_are_no_difference():
    assert mann_whitney([5.0] * 8, [5.0] * 8) == 1.0


def test_that_a_tool_that_reports_means_is_compared_by_means():
    compared, _ = compare_benchmarks(
        both({"a": [1, 2, 9, 4]}, {"a": [2, 3, 9, 6]}, centre=Centre.MEAN, unit="s")
    )
    assert (compared[0].x86_64.value, compared[0].arm64.value) == (4.0, 5.0)


def test_that_the_mean_interval_is_students():
    values = [10.0, 11.0, 9.5, 10.2]
    theirs = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    mine = mean_interval(values, "s")
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high))


def test_that_one_sided_and_mixed_units_are_said():
    given = [
        *both({"only": [1]}, {}),
        measured(Architecture.X86_64, {"u": [1]}, unit="ns/op"),
        measured(Architecture.ARM64, {"u": [1]}, unit="B/s"),
    ]
    compared, warnings = compare_benchmarks(given)
    assert compared == ()
    assert warnings == (
        "only: measured on x86_64 only",
        "u: in ns/op on x86_64 and in B/s on arm64, so not compared",
    )
