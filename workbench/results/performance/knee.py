"""The knee: the throughput at which power, throughput over latency, is highest.

That is Kleinrock's definition (Power and Deterministic Rules of Thumb for Probabilistic Problems
in Computer Communications, ICC 1979; Jain, The Art of Computer Systems Performance Analysis,
1991, section 3.3): the point where a straight line from the origin touches the curve of latency
over throughput. Up to it one per cent more load costs less than one per cent more latency, past
it more than one per cent. It does not depend on the units, on the range that was measured, or on
a sensitivity to be chosen, as methods do that look for the strongest bend (Kneedle).

Known places: M/M/1 has it at half of its capacity, a hard limit (constant latency up to the
capacity) at the capacity.

Errors end the linear regime too: where the error rate rises by ERROR_ONSET above the lowest
load's before the latency bends, that is the knee.
"""

from __future__ import annotations

import numpy as np

from workbench.results.performance.curve import Bounds, Curve
from workbench.results.performance.levels import Levels, generator_for, resampled_levels
from workbench.results.performance.limit import latency_at
from workbench.results.performance.records import Sweep
from workbench.results.performance.resampling import (
    CONFIDENCE,
    DRAWS,
    Resampled,
    either_end,
    few_repeats,
)
from workbench.results.performance.shape import Array, decreasing
from workbench.results.records import LoadStep

ERROR_ONSET = 0.01
TOO_FEW_LEVELS = "{side}: no knee: at least three different throughputs are needed, {count} found"
NOT_REACHED = "{side}: no knee up to the highest load"
NO_LATENCY = "{side}: no knee: no result has a mean latency or a median"


def knee(sweep: Sweep, draws: int = DRAWS, confidence: float = CONFIDENCE) -> Resampled:
    """Return the throughput at the knee (see the module), or None and a warning.

    The median latency is used, which a few stalls do not move, or the mean where a tool gives no
    median.
    """
    side = sweep.architecture.value
    levels = resampled_levels(sweep, _typical, draws)
    if levels is None:
        return Resampled(None, warnings=(NO_LATENCY.format(side=side),) if sweep.levels else ())
    curve = Curve.fit(levels.throughput, levels.measure)
    onset = _error_onset(sweep, draws, len(levels.throughput))
    peak = curve.power_peak() if curve else None
    sets = len(levels.throughput)
    bounds = peak or Bounds(np.full(sets, np.nan), np.full(sets, np.nan))
    lower, upper = np.fmin(bounds.lower, onset), np.fmin(bounds.upper, onset)
    if np.isnan(lower[0]):
        text = NOT_REACHED if curve else TOO_FEW_LEVELS
        count = len(sweep.levels)
        return Resampled(None, unit=sweep.unit, warnings=(text.format(side=side, count=count),))
    return _answer(sweep, levels, Bounds(lower, upper), confidence)


def _answer(sweep: Sweep, levels: Levels, found: Bounds, confidence: float) -> Resampled:
    value = float((found.lower[0] + found.upper[0]) / 2)
    if len(found.lower) == 1:
        warnings: tuple[str, ...] = (few_repeats(sweep),)
        return Resampled(value, None, sweep.unit, levels.repeats, warnings=warnings)
    # A resample without a knee has it above everything that was measured.
    middle = np.nan_to_num((found.lower[1:] + found.upper[1:]) / 2, nan=np.inf)
    moved = levels.spread(value, middle, confidence)
    half = np.nan_to_num(found.upper[1:] - found.lower[1:], nan=0.0) / 2
    half += value * levels.resolution
    ends = either_end(moved, half, half, generator_for(sweep.architecture, 1))
    ends = np.where(moved > 0, np.maximum(ends, 0.0), 0.0)
    return Resampled(value, ends, sweep.unit, levels.repeats)


def _typical(step: LoadStep) -> float | None:
    median = latency_at(step, 0.5)
    return median if median is not None else step.mean


def _error_onset(sweep: Sweep, draws: int, sets: int) -> Array:
    """Return per set the throughput at which errors set in; NaN where they never do."""
    levels = resampled_levels(sweep, lambda step: step.error_rate, draws)
    if levels is None or len(levels.measure) != sets or levels.measure.shape[1] < 2:
        return np.full(sets, np.nan)
    rate = -decreasing(-levels.measure)
    above = rate - rate[:, :1] > ERROR_ONSET
    place = np.minimum(np.maximum(above.argmax(axis=1), 1), rate.shape[1] - 1)
    rows = np.arange(sets)
    here, there = rate[rows, place - 1], rate[rows, place]
    share = (rate[:, 0] + ERROR_ONSET - here) / np.where(above.any(axis=1), there - here, 1.0)
    start = np.maximum.accumulate(levels.throughput, axis=1)[rows, place - 1]
    rise = share * np.maximum(levels.throughput[rows, place] - start, 0.0)
    return np.where(above.any(axis=1), start + rise, np.nan)
