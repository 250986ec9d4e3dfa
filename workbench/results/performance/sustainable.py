"""The highest throughput that keeps the limits.

Per limit, the levels of the sweep are followed in order of load to the first one that breaks it.
Noise between levels is taken out by isotonic regression (more load never makes it better), so a
single lucky level above the limit does not count. Between the last level that keeps the limit
and the first that breaks it:

- errors: straight line in the error rate;
- latency: along 1/latency, which the theory in `curve` makes straight. Where the levels agree
  with a concave curve, that curve's crossing is taken, because it also learns from the levels
  around, but never past the level that breaks the limit. What concavity leaves open between two
  levels (everything at a hard limit, nothing on a straight line) is part of the interval, and
  the value is its middle. Where they do not agree, all between the two levels is open.

The lowest of all limits decides. Nothing is extrapolated beyond the loads that were measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from workbench.results.performance.curve import Bounds, Curve, inverse_latency
from workbench.results.performance.levels import Levels, generator_for, resampled_levels
from workbench.results.performance.limit import Limit, Quantity
from workbench.results.performance.records import Sweep
from workbench.results.performance.resampling import (
    CONFIDENCE,
    DRAWS,
    Resampled,
    either_end,
    few_repeats,
)
from workbench.results.performance.shape import Array, decreasing

NEVER_CROSSED = "{side}: load was never raised far enough: {limit} still holds at the highest load"
NONE_MEETS = "{side}: not even the lowest measured load keeps {limit}"
NOT_MEASURED = "{side}: no result says anything on {what}, so {limit} cannot be judged"
EMPTY = "{side}: no load test"
STILL_RISING = (
    "{side}: load was never raised far enough: throughput still rises at the highest load"
)

_AGREEMENT = 0.25
"""How far (as a fraction) the concave curve may lie from the isotonic fit beside the crossing."""
_RISING = 0.05


def sustainable(
    sweep: Sweep,
    limits: Sequence[Limit],
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Resampled:
    """Return the maximum sustainable throughput of one side under all `limits`, and warnings.

    Without a limit it is the highest throughput reached. The number is None where no measured
    level keeps the limits or a limit is on something that was not measured.
    """
    side = sweep.architecture.value
    if not sweep.levels:
        return Resampled(None, warnings=(EMPTY.format(side=side),))
    parts = [_under(sweep, limit, draws, confidence) for limit in limits]
    if not limits:
        parts = [_peak(sweep, draws, confidence)]
    unknown = [part for part in parts if part.value is None]
    if unknown:
        warnings = tuple(text for part in unknown for text in part.warnings)
        return Resampled(None, unit=sweep.unit, repeats=sweep.repeats, warnings=warnings)
    return _lowest(sweep, parts)


def _lowest(sweep: Sweep, parts: list[Resampled]) -> Resampled:
    """Join the answers under several limits: in each resample the lowest decides."""
    best = min(parts, key=lambda part: (part.value or 0.0, part.open_high))
    replicates = [part.replicates for part in parts if part.replicates is not None]
    crossed = [part for part in parts if not part.open_high]
    warnings = () if crossed else best.warnings
    if len(replicates) < len(parts):
        warnings = (*warnings, few_repeats(sweep))
    return Resampled(
        best.value,
        np.min(replicates, axis=0) if len(replicates) == len(parts) else None,
        sweep.unit,
        sweep.repeats,
        open_high=not crossed,
        warnings=warnings,
    )


def _under(sweep: Sweep, limit: Limit, draws: int, confidence: float) -> Resampled:
    """Answer for one limit."""
    side = sweep.architecture.value
    levels = resampled_levels(sweep, limit.observed, draws)
    if levels is None:
        text = NOT_MEASURED.format(side=side, what=limit.name, limit=limit.text)
        return Resampled(None, warnings=(text,))
    crossings = _crossings(levels, limit)
    middle = crossings.value
    if middle[0] <= 0:
        return Resampled(None, warnings=(NONE_MEETS.format(side=side, limit=limit.text),))
    open_high = not np.isfinite(middle[0])
    value = float(levels.throughput[0].max()) if open_high else float(middle[0])
    replicates = None
    if len(middle) > 1:
        generator = generator_for(sweep.architecture, 1)
        replicates = _replicates(value, crossings, levels, confidence, generator)
    warnings = (NEVER_CROSSED.format(side=side, limit=limit.text),) if open_high else ()
    return Resampled(value, replicates, open_high=open_high, warnings=warnings)


@dataclass(frozen=True, slots=True)
class _Crossings:
    """Per data set: where the limit is reached, and between which throughputs it may be."""

    value: Array
    bounds: Bounds


def _replicates(
    value: float,
    found: _Crossings,
    levels: Levels,
    confidence: float,
    generator: np.random.Generator,
) -> Array:
    """Widen the resamples for few repeats, and add what the distance of levels leaves open.

    Under a limit that the data never reach there is nothing to mirror: the resamples say where
    it might have been reached.
    """
    middle = found.value[1:]
    if not np.isfinite(found.value[0]):
        return middle
    moved = levels.spread(value, middle, confidence)
    with np.errstate(invalid="ignore"):
        below = np.nan_to_num(middle - found.bounds.lower[1:], nan=0.0, posinf=0.0)
        above = np.nan_to_num(found.bounds.upper[1:] - middle, nan=0.0, posinf=0.0)
    least = value * levels.resolution
    ceiling = levels.throughput[0].max() + least
    # What lies below all that was measured stays there: it has no place to be moved from.
    spread = either_end(moved, below + least, above + least, generator)
    spread = np.where(moved > 0, np.maximum(spread, 0.0), 0.0)
    return np.where(np.isfinite(spread), np.minimum(spread, ceiling), np.inf)


def _crossings(levels: Levels, limit: Limit) -> _Crossings:
    """Return per set where the limit is reached: 0 below all levels, infinity above all."""
    if limit.quantity is Quantity.ERRORS:
        fit = -decreasing(-levels.measure)
        path = _along(levels.throughput, fit, fit, limit)
        return _Crossings(path, Bounds(path, path))
    inverse = decreasing(inverse_latency(levels.measure))
    path = _along(levels.throughput, 1 / inverse, inverse, limit)
    # Never past a level of which the isotonic fit says that it breaks the limit.
    rows, broken = np.arange(len(path)), (inverse < 1 / limit.bound).argmax(axis=1)
    highest = np.maximum.accumulate(levels.throughput, axis=1)
    ceiling, floor = highest[rows, broken], highest[rows, np.maximum(broken, 1) - 1]
    between = np.isfinite(path) & (path > 0)
    curve = Curve.fit(levels.throughput, levels.measure)
    if curve is None or not _agrees(curve, levels, inverse, limit):
        lower, upper = np.minimum(floor, path), np.maximum(ceiling, path)
        bounds = Bounds(np.where(between, lower, path), np.where(between, upper, path))
        return _Crossings(path, bounds)
    found = curve.crossing(1 / limit.bound)
    use = between & np.isfinite(found.lower)
    lower = np.where(use, np.minimum(found.lower, ceiling), path)
    upper = np.where(use, np.minimum(found.upper, ceiling), path)
    return _Crossings((lower + upper) / 2, Bounds(lower, upper))


def _along(throughput: Array, fit: Array, scale: Array, limit: Limit) -> Array:
    """Follow the levels to the crossing and interpolate throughput there along `scale`.

    `fit` is in the limit's unit, `scale` the same on the axis on which lines are straight.
    """
    bound = limit.bound if limit.quantity is Quantity.ERRORS else 1 / limit.bound
    breaks = fit >= limit.bound if limit.strict else fit > limit.bound
    place = np.minimum(np.maximum(breaks.argmax(axis=1), 1), fit.shape[1] - 1)
    rows = np.arange(len(fit))
    here, there = scale[rows, place - 1], scale[rows, place]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(np.nan_to_num((bound - here) / (there - here)), 0.0, 1.0)
    reached = np.maximum.accumulate(throughput, axis=1)[rows, place - 1]
    here, there = throughput[rows, place - 1], throughput[rows, place]
    crossing = np.maximum(reached, here + share * (there - here))
    crossing = np.where(breaks.any(axis=1), crossing, np.inf)
    return np.where(breaks[:, 0], 0.0, crossing)


def _agrees(curve: Curve, levels: Levels, inverse: Array, limit: Limit) -> bool:
    """Say whether the concave curve tells the same story as the levels beside the crossing."""
    data = inverse[0]
    broken = np.flatnonzero(data < 1 / limit.bound)
    if not len(broken) or broken[0] == 0:
        return False
    k = int(broken[0])
    fitted = np.interp(levels.throughput[0], curve.throughput[0], curve.inverse[0])
    apart = np.abs(fitted - data)[[k - 1, k]]
    return bool((apart <= _AGREEMENT * data[k - 1]).all())


def _peak(sweep: Sweep, draws: int, confidence: float) -> Resampled:
    """Without a limit: the highest throughput, open where it was still rising."""
    levels = resampled_levels(sweep, attrgetter("throughput"), draws)
    if levels is None:
        return Resampled(None)
    top = levels.throughput.max(axis=1)
    value = float(top[0])
    replicates = None
    if len(top) > 1:
        replicates = levels.spread(value, top[1:], confidence)
    first = levels.throughput[0]
    rising = len(first) > 1 and first[-1] > first[:-1].max() * (1 + _RISING)
    text = STILL_RISING.format(side=sweep.architecture.value)
    return Resampled(value, replicates, open_high=rising, warnings=(text,) if rising else ())
