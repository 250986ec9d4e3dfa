"""Fewer points than the file has, never fewer peaks: what a chart draws of a million points.

pyqtgraph's own "peak" mode leaves out the points behind its last whole group, and moves a peak to
the middle of its group: a spike at the very end of a run would vanish.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PER_PIXEL = 1
"""Groups a pixel: with four points of each, a thinned curve covers the pixels of the whole one."""


def thinned(x: Floats, y: Floats, left: float, right: float, pixels: int) -> tuple[Floats, Floats]:
    """Return the points between `left` and `right` that `pixels` columns can show.

    `x` is sorted. Of every group of points the first, the smallest, the largest and the last stay,
    each at its own `x`; one point on either side of the view stays, so that lines reach its edge.
    Gaps (NaN) are kept as gaps where a whole group is one.
    """
    start = max(int(np.searchsorted(x, left, "left")) - 1, 0)
    end = min(int(np.searchsorted(x, right, "right")) + 1, len(x))
    x, y = x[start:end], y[start:end]
    groups = max(pixels, 1) * PER_PIXEL
    if len(x) <= groups * 4:
        return x, y
    edges = np.linspace(0, len(x), groups + 1).astype(np.intp)
    starts = edges[:-1]
    kept = np.unique(
        np.concatenate(
            (
                starts,
                edges[1:] - 1,
                _extreme(y, starts, edges[1:], largest=True),
                _extreme(y, starts, edges[1:], largest=False),
            )
        )
    )
    return x[kept], y[kept]


def _extreme(
    y: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp], *, largest: bool
) -> NDArray[np.intp]:
    """Return where in each group the largest or the smallest value stands, first one first."""
    reduce = np.fmax if largest else np.fmin
    extremes = reduce.reduceat(y, starts)
    at = np.flatnonzero(y == np.repeat(extremes, ends - starts))
    owners = np.searchsorted(starts, at, "right") - 1
    _, first = np.unique(owners, return_index=True)
    return at[first]
