"""Micro-benchmarks of both sides, one by one and as a geometric mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import fmean, median

import numpy as np

from workbench.model.run import Architecture
from workbench.results.performance.centre import mean_interval, median_interval
from workbench.results.performance.levels import SEED
from workbench.results.performance.rank_test import fewest_repeats, mann_whitney
from workbench.results.performance.records import BenchmarkComparison, Estimate, Measurement
from workbench.results.performance.resampling import CONFIDENCE, DRAWS, ENOUGH_REPEATS, interval
from workbench.results.performance.shape import Array
from workbench.results.records import Benchmark, BenchmarkReport, Centre

ALPHA = 0.05
ONLY_ON = "{name}: measured on {side} only"
UNITS = "{name}: in {x86} on x86_64 and in {arm} on arm64, so not compared"
TOO_FEW = "{name}: not enough repeats to say ({x86} on x86_64, {arm} on arm64; {needed} are needed)"

Key = tuple[str, str]


def compare_benchmarks(
    measurements: Iterable[Measurement], draws: int = DRAWS
) -> tuple[tuple[BenchmarkComparison, ...], tuple[str, ...]]:
    """Return the benchmarks that both sides ran, in order of name, and warnings.

    Repeats from several reports of a side are joined. Centre and interval are the ones of the
    tool's own statistics (median or mean), the test is Mann and Whitney's at 5 %.
    """
    given = list(measurements)
    x86, arm = (_joined(given, side) for side in (Architecture.X86_64, Architecture.ARM64))
    compared, warnings = [], []
    for name in sorted(x86.keys() | arm.keys()):
        units = [set(side.get(name, {})) for side in (x86, arm)]
        for unit in sorted(units[0] & units[1]):
            one = _compare(x86[name][unit], arm[name][unit], _centre(given), draws)
            compared.append(one)
            if one.significant is None:
                needed = fewest_repeats(ALPHA)
                counts = {"x86": one.x86_64.repeats, "arm": one.arm64.repeats}
                warnings.append(TOO_FEW.format(name=name, needed=needed, **counts))
        if units[0] & units[1]:
            continue
        if all(units):
            texts = {"x86": ", ".join(sorted(units[0])), "arm": ", ".join(sorted(units[1]))}
            warnings.append(UNITS.format(name=name, **texts))
        else:
            side = Architecture.X86_64 if units[0] else Architecture.ARM64
            warnings.append(ONLY_ON.format(name=name, side=side.value))
    return tuple(compared), tuple(warnings)


def geometric_mean(compared: Sequence[BenchmarkComparison]) -> Estimate:
    """Return the geometric mean of the ratios, each turned so that below 1 arm64 is better.

    Without an interval: benchmarks are chosen, not sampled.
    """
    turned = [
        1 / one.ratio.value if one.higher_is_better else one.ratio.value
        for one in compared
        if one.ratio.value
    ]
    if not turned:
        return Estimate()
    return Estimate(value=math.exp(fmean(map(math.log, turned))), repeats=len(turned))


def _joined(given: Sequence[Measurement], side: Architecture) -> dict[str, dict[str, Benchmark]]:
    """Collect the benchmarks of one side by name and unit."""
    found: dict[str, dict[str, Benchmark]] = {}
    for each in given:
        if each.run.architecture is not side or not isinstance(each.report, BenchmarkReport):
            continue
        for one in each.report.benchmarks:
            units = found.setdefault(one.name, {})
            before = units[one.unit].values if one.unit in units else ()
            units[one.unit] = Benchmark(
                name=one.name,
                unit=one.unit,
                values=(*before, *one.values),
                higher_is_better=one.higher_is_better,
            )
    return found


def _centre(given: Sequence[Measurement]) -> Centre:
    reports = [each.report for each in given if isinstance(each.report, BenchmarkReport)]
    means = all(report.centre is Centre.MEAN for report in reports)
    return Centre.MEAN if means else Centre.MEDIAN


def _compare(x86: Benchmark, arm: Benchmark, centre: Centre, draws: int) -> BenchmarkComparison:
    summarise = mean_interval if centre is Centre.MEAN else median_interval
    p = mann_whitney(x86.values, arm.values)
    enough = min(len(x86.values), len(arm.values)) >= fewest_repeats(ALPHA)
    return BenchmarkComparison(
        name=x86.name,
        unit=x86.unit,
        x86_64=summarise(x86.values, x86.unit),
        arm64=summarise(arm.values, arm.unit),
        ratio=_ratio(x86.values, arm.values, centre, draws),
        p=p,
        significant=p < ALPHA if enough and p is not None else None,
        higher_is_better=x86.higher_is_better,
    )


def _ratio(x86: Sequence[float], arm: Sequence[float], centre: Centre, draws: int) -> Estimate:
    """Return arm64 over x86_64 with the bootstrap interval of both sides drawn on their own."""
    middle = fmean if centre is Centre.MEAN else median
    repeats = min(len(x86), len(arm))
    if not repeats or middle(x86) <= 0 or middle(arm) <= 0:
        return Estimate(repeats=repeats)
    value = middle(arm) / middle(x86)
    if repeats < ENOUGH_REPEATS:
        return Estimate(value=value, repeats=repeats)
    generator = np.random.default_rng(SEED)
    low, high = interval(
        _drawn(arm, centre, draws, generator) / _drawn(x86, centre, draws, generator), CONFIDENCE
    )
    return Estimate(value=value, low=low, high=high, repeats=repeats)


def _drawn(
    values: Sequence[float], centre: Centre, draws: int, generator: np.random.Generator
) -> Array:
    resamples = np.array(values)[generator.integers(0, len(values), (draws, len(values)))]
    axis: Array = resamples.mean(axis=1)
    return axis if centre is Centre.MEAN else np.median(resamples, axis=1)
