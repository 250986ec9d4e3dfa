"""Plain numbers for charts: no drawing, no Qt."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from workbench.results.performance.limit import latency_at
from workbench.results.performance.records import Sweep
from workbench.results.performance.shape import Array
from workbench.results.records import LoadStep, Series

SPECTRUM_POINTS = 400


class Spectrum(msgspec.Struct, frozen=True, kw_only=True):
    """Latency at each percentile: `position` is log10(1 / (1 - p)), so 2 is p99 and 3 is p99.9."""

    p: tuple[float, ...]
    position: tuple[float, ...]
    seconds: tuple[float, ...]


class Histogram(msgspec.Struct, frozen=True, kw_only=True):
    """Bins of equal width on a logarithmic axis: `edges` in seconds, one more than `counts`."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """Points of a line in order of x."""

    x: tuple[float, ...]
    y: tuple[float, ...]


def spectrum(step: LoadStep, points: int = SPECTRUM_POINTS) -> Spectrum:
    """Return the percentile spectrum of a step, from single latencies where there are any.

    It ends at the percentile that one request is: n requests say nothing beyond 1 - 1/n. A tool's
    own maximum (p = 1) has no place on the axis and is left out.
    """
    if step.latencies:
        ordered = np.sort(np.array(step.latencies))
        top = np.log10(max(len(ordered), 2))
        position = np.linspace(0.0, top, points)
        p = 1 - 10.0**-position
        rank = np.clip(np.ceil(p * len(ordered)).astype(int) - 1, 0, len(ordered) - 1)
        seconds = ordered[rank]
    else:
        known = [each for each in step.percentiles if 0 <= each.p < 1]
        p = np.array([each.p for each in known])
        seconds = np.array([each.seconds for each in known])
        position = -np.log10(1 - p)
    return Spectrum(
        p=tuple(p.tolist()), position=tuple(position.tolist()), seconds=tuple(seconds.tolist())
    )


def histogram(values: Sequence[float], bins: int = 60) -> Histogram:
    """Count positive values (seconds) in `bins` bins of equal width in their logarithm."""
    kept = np.array([value for value in values if value > 0])
    if not len(kept):
        return Histogram(edges=(), counts=())
    low, high = float(kept.min()), float(kept.max())
    if low == high:
        low, high = low * 0.99, high * 1.01
    edges = np.geomspace(low, high, bins + 1)
    # Rounding must not push the extremes out of their bins.
    edges[0], edges[-1] = low, high
    counts, _ = np.histogram(kept, edges)
    return Histogram(edges=tuple(edges.tolist()), counts=tuple(counts.tolist()))


def downsample(x: Array, y: Array, buckets: int) -> tuple[Array, Array]:
    """Keep the lowest and the highest y of each of `buckets` stretches of equal count.

    Shapes (n,) in, at most (2 * buckets,) out, in order of x: no peak is lost, however narrow.
    Fewer points than that come back as they are.
    """
    count = len(x)
    if count <= 2 * buckets:
        return x, y
    starts = np.linspace(0, count, buckets + 1).astype(int)[:-1]
    size = -(-count // buckets)
    place = np.minimum(starts[:, None] + np.arange(size), np.append(starts[1:], count)[:, None] - 1)
    block = y[place]
    low = np.take_along_axis(place, block.argmin(axis=1)[:, None], axis=1)[:, 0]
    high = np.take_along_axis(place, block.argmax(axis=1)[:, None], axis=1)[:, 0]
    kept = np.unique(np.concatenate([low, high]))
    return x[kept], y[kept]


def series_line(series: Series, buckets: int) -> Line:
    """Return a time series (seconds from its start) for a chart `buckets` pixels wide."""
    ordered = sorted(series.points)
    x = np.array([point.seconds for point in ordered])
    y = np.array([point.value for point in ordered])
    x, y = downsample(x, y, buckets)
    return Line(x=tuple(x.tolist()), y=tuple(y.tolist()))


def latency_line(sweep: Sweep, p: float | None) -> Line:
    """Return each measured point of a sweep: throughput, and latency at `p` (None: the mean)."""
    found = [
        (point.step.throughput, point.step.mean if p is None else latency_at(point.step, p))
        for level in sweep.levels
        for point in level.points
    ]
    known = [(x, y) for x, y in found if x is not None and y is not None]
    return Line(x=tuple(x for x, _ in known), y=tuple(y for _, y in known))
