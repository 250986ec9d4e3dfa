"""The curve of 1/latency over throughput: fitted without assuming a server, only its shape.

Why 1/latency: for M/M/1, for every single queue in heavy traffic (Kingman 1961) and for a closed
system under Amdahl's law, latency and each of its percentiles is a constant over (capacity -
throughput), so its inverse falls along a straight line to zero at the capacity. With several
workers, with more regular service, and at a hard limit it stays flat and then falls: decreasing
and concave in all of them, and where straight, straight lines between levels are exact.

All arrays hold many data sets (resamples) at once: shape (sets, n), or (sets,) for a result.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.results.performance.shape import Array, concave, decreasing

_SAME_THROUGHPUT = 0.01
"""Levels whose throughput rises by less have run into the same wall..."""
_AT_THE_WALL = 0.5
"""...if the first of them has less than this part of the best 1/latency; else it is not there."""
_FEWEST = 3
_NANOSECOND = 1e-9


def inverse_latency(seconds: Array) -> Array:
    """Return 1/latency (1/s); a tool that rounds to 0 means less than it can tell."""
    return np.asarray(1 / np.maximum(seconds, _NANOSECOND))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which throughputs something lies, per data set; NaN where it is not in the data."""

    lower: Array
    upper: Array


@dataclass(frozen=True, slots=True)
class Curve:
    """A decreasing concave curve: 1/latency `inverse` (1/s) at rising `throughput`."""

    throughput: Array
    inverse: Array

    @classmethod
    def fit(cls, throughput: Array, latency: Array) -> Curve | None:
        """Fit levels in order of load; latency in seconds, above 0. The first set is the data.

        Levels that a saturated server pushed back onto a throughput already seen become one, as
        they do in the first set. None where fewer than three levels are left.
        """
        each = inverse_latency(latency)
        spans = _walls(throughput[0], each[0])
        if len(spans) < _FEWEST:
            return None
        rising = -decreasing(-throughput)
        knots = np.stack([rising[:, span].mean(axis=1) for span in spans], axis=1)
        # A resample may tie two levels that the data keep apart; a hair keeps their order.
        hair = 1e-9 * knots[:, -1:] * np.arange(len(spans))
        knots = np.maximum.accumulate(knots, axis=1) + hair
        inverse = np.stack([each[:, span].min(axis=1) for span in spans], axis=1)
        noise = float(np.sqrt(inverse[1:].var(axis=0).mean())) if len(inverse) > 1 else 0.0
        return cls(knots, concave(knots, inverse, noise))

    def crossing(self, inverse: float) -> Bounds:
        """Find where the curve falls through `inverse`.

        Between two knots every concave curve through all knots lies above their chord and below
        both neighbours' extensions: the first gives the lower bound, the second the upper.
        """
        x, y = self.throughput, self.inverse
        place = (y < inverse).argmax(axis=1)
        found = (y < inverse).any(axis=1) & (place > 0)
        around = _Around.of(x, y, np.maximum(place, 1) - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            lower = around.x + (inverse - around.y) / around.slope
            left = np.where(
                around.before < 0, around.x + (inverse - around.y) / around.before, np.inf
            )
            right = np.where(
                around.after > -np.inf, around.end + (inverse - around.end_y) / around.after, np.inf
            )
        upper = np.fmax(np.minimum(np.minimum(left, right), around.end), lower)
        return Bounds(np.where(found, lower, np.nan), np.where(found, upper, np.nan))

    def power_peak(self) -> Bounds:
        """Find where throughput / latency is highest.

        NaN where it still rises at the last knot, or already falls at the first.
        """
        x, y = self.throughput, self.inverse
        slope = np.diff(y, axis=1) / np.diff(x, axis=1)
        # Power is x*y; its derivative y + x*slope only falls along a concave curve.
        falls = y[:, 1:] + x[:, 1:] * slope < 0
        around = _Around.of(x, y, falls.argmax(axis=1))
        lower = _peak(around, around.slope, around.end)
        with np.errstate(divide="ignore", invalid="ignore"):
            rise = around.end_y - around.y - around.after * (around.end - around.x)
            turn = around.x + rise / (around.before - around.after)
        turn = np.where(np.isfinite(turn), np.clip(turn, around.x, around.end), around.end)
        upper = np.maximum(_peak(around, around.before, turn), lower)
        found = falls.any(axis=1) & (upper > x[:, 0])
        return Bounds(np.where(found, lower, np.nan), np.where(found, upper, np.nan))


@dataclass(frozen=True, slots=True)
class _Around:
    """One segment per data set, from (x, y) to (end, end_y), and the slopes around it."""

    x: Array
    y: Array
    end: Array
    end_y: Array
    slope: Array
    before: Array
    after: Array

    @classmethod
    def of(cls, x: Array, y: Array, place: np.ndarray[tuple[int], np.dtype[np.intp]]) -> _Around:
        rows = np.arange(len(x))
        slope = np.diff(y, axis=1) / np.diff(x, axis=1)
        # Flat before the first segment, a wall after the last.
        before = np.concatenate([np.zeros((len(x), 1)), slope[:, :-1]], axis=1)
        after = np.concatenate([slope[:, 1:], np.full((len(x), 1), -np.inf)], axis=1)
        return cls(
            x[rows, place], y[rows, place], x[rows, place + 1], y[rows, place + 1],
            slope[rows, place], before[rows, place], after[rows, place],
        )  # fmt: skip


def _peak(around: _Around, slope: Array, end: Array) -> Array:
    """Where x*y is highest from the segment's start to `end`, on the line of `slope`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        top = (slope * around.x - around.y) / (2 * slope)
    top = np.where(slope < 0, top, np.inf)
    return np.clip(top, around.x, end)


def _walls(throughput: Array, inverse: Array) -> list[slice]:
    """Group one sweep's levels, shape (n,): each group is one throughput."""
    rising = -decreasing(-throughput[None, :])[0]
    full = inverse < _AT_THE_WALL * inverse.max()
    starts = [0]
    for place in range(1, len(rising)):
        first = starts[-1]
        rises = rising[place] > rising[first] * (1 + _SAME_THROUGHPUT)
        apart = not full[first] and rising[place] > rising[first]
        if rises or apart:
            starts.append(place)
    return [slice(a, b) for a, b in zip(starts, [*starts[1:], len(rising)], strict=True)]
