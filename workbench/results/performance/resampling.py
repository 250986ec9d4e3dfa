"""The bootstrap over repeats: what else could have been measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from workbench.results.performance.records import Estimate, Sweep
from workbench.results.performance.shape import Array
from workbench.results.performance.student import t_quantile
from workbench.results.performance.sweep import is_linked

DRAWS = 2000
CONFIDENCE = 0.95
ENOUGH_REPEATS = 3
"""Two repeats say next to nothing on their own spread (Student's t of one degree is 12.7)."""


@dataclass(frozen=True, slots=True)
class Resampled:
    """A number and what it would have been in each resample, shape (draws,).

    `replicates` is None where there is nothing to resample (a single run). A replicate of 0 or
    infinity says that it lies below or above everything that was measured. `open_high` says that
    the value itself is only known to be at least this high.
    """

    value: float | None
    replicates: Array | None = None
    unit: str = ""
    repeats: int = 0
    open_high: bool = False
    warnings: tuple[str, ...] = ()

    def estimate(self, confidence: float = CONFIDENCE) -> Estimate:
        """Return the value with the basic bootstrap interval of its replicates."""
        low = high = None
        if self.value is not None and self.open_high:
            low = self.value
        elif self.value is not None and self.replicates is not None:
            low, high = interval(self.replicates, confidence)
        return Estimate(value=self.value, low=low, high=high, unit=self.unit, repeats=self.repeats)


def interval(replicates: Array, confidence: float) -> tuple[float | None, float | None]:
    """Return the ends that hold the middle `confidence` (0..1) of the replicates.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13. An end that
    lies outside of everything measured is None.
    """
    tail = (1 - confidence) / 2
    low, high = np.quantile(replicates, [tail, 1 - tail], method="inverted_cdf").tolist()
    return (low if low > 0 else None), (high if math.isfinite(high) else None)


def widening(repeats: int, freedom: int, confidence: float = CONFIDENCE) -> float:
    """Return the factor by which intervals from few (at least two) repeats are too narrow.

    Source: Hesterberg, What Teachers Should Know About the Bootstrap, The American Statistician
    69 (2015), section 4.3: the spread lacks sqrt(n / (n - 1)), and Student's t with `freedom`
    degrees replaces the normal quantile.
    """
    normal = NormalDist().inv_cdf((1 + confidence) / 2)
    return math.sqrt(repeats / (repeats - 1)) * t_quantile(confidence, freedom) / normal


def mirror(value: float, replicates: Array, factor: float = 1.0) -> Array:
    """Turn resampled numbers into what the truth may be, on the scale of ratios.

    A resample errs against `value` as `value` errs against the truth, so the truth lies on the
    other side: quantiles of the result are the basic bootstrap interval (Davison and Hinkley,
    Bootstrap Methods and their Application, 1997, section 5.2). It takes out the estimator's own
    bias, which the percentile interval counts twice. `factor` widens (see `widening`).
    """
    with np.errstate(divide="ignore"):
        mirrored: Array = value * np.exp(-factor * np.log(replicates / value))
    return mirrored


def either_end(values: Array, below: Array, above: Array, generator: np.random.Generator) -> Array:
    """Move each value to one end of what the data leave open around it, by the toss of a coin.

    What is open is not spread by chance: at a hard limit the truth is at its very end. Where that
    is much, the middle 95 % of the result leave 5 % off at either end, of which one counts; where
    it is nothing, 2.5 %. Source: Imbens and Manski, Confidence Intervals for Partially Identified
    Parameters, Econometrica 72 (2004).
    """
    upwards = generator.random(len(values)) < 0.5
    moved: Array = values + np.where(upwards, above, -below)
    return moved


def resample_levels(
    sweep: Sweep, values: list[Array], generator: np.random.Generator, draws: int
) -> Array:
    """Return the mean of each level, for the data and then for each resample.

    `values` holds one array (repeats, measures) a level. Repeats are drawn with replacement:
    whole repeats where each run went through all levels, else within each level on its own.
    Shape of the result: (1 + draws, levels, measures).
    """
    counts = {len(level) for level in values}
    linked = is_linked(sweep) and len(counts) == 1
    if linked:
        values = [_by_run(sweep, place, level) for place, level in enumerate(values)]
    common = generator.integers(0, len(values[0]), (draws, len(values[0]))) if linked else None
    means = []
    for level in values:
        count = len(level)
        drawn = common if common is not None else generator.integers(0, count, (draws, count))
        resampled = level[drawn].mean(axis=1)
        means.append(np.concatenate([level.mean(axis=0)[None, :], resampled]))
    return np.stack(means, axis=1)


def _by_run(sweep: Sweep, place: int, level: Array) -> Array:
    """Put a level's repeats into the order of their runs' ids, the same in every level."""
    runs = [point.run for point in sweep.levels[place].points]
    return level[np.argsort(np.array(runs), kind="stable")]


def few_repeats(sweep: Sweep) -> str:
    """Return the warning on a side that has no interval."""
    side, repeats = sweep.architecture.value, sweep.repeats
    if repeats == 1:
        return f"{side}: a single run: no interval"
    return f"{side}: {repeats} repeats are too few for an interval: {ENOUGH_REPEATS} are needed"
