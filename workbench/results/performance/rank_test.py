"""The Mann-Whitney U test: do two sets of repeats come from the same distribution?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

_EXACT_UP_TO = 60
"""Observations of both sides together; above, the normal approximation is good to three digits."""


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return the two-sided p-value; None where a side is empty.

    Exact also with ties: every way to deal the observed ranks to the two sides is counted. Twice
    the smaller tail, as benchstat does it. Source: Mann and Whitney 1947; the count by adding one
    observation at a time: Klotz, The Wilcoxon, Ties, and the Computer, JASA 61 (1966).
    """
    if not first or not second:
        return None
    doubled = _doubled_ranks(np.array([*first, *second], dtype=np.float64))
    observed = int(doubled[: len(first)].sum())
    if len(doubled) > _EXACT_UP_TO:
        return _approximate(doubled, len(first), observed)
    ways = _ways(doubled.tolist(), len(first))
    total = sum(ways)
    below = sum(ways[: observed + 1])
    above = sum(ways[observed:])
    return min(1.0, 2 * min(below, above) / total)


def fewest_repeats(alpha: float) -> int:
    """Return how many repeats a side needs before the test can find anything at level `alpha`."""
    repeats = 1
    while 2 / math.comb(2 * repeats, repeats) > alpha:
        repeats += 1
    return repeats


def _doubled_ranks(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Twice the mean rank, which is whole even for ties."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    doubled: np.ndarray[tuple[int], np.dtype[np.int64]] = (2 * last - counts + 1)[place]
    return doubled


def _ways(doubled: Sequence[int], count: int) -> list[int]:
    """Return, by sum, in how many ways `count` of the doubled ranks add up to it."""
    size = sum(sorted(doubled)[-count:]) + 1
    ways = [[0] * size for _ in range(count + 1)]
    ways[0][0] = 1
    for rank in doubled:
        for taken in range(count, 0, -1):
            before, now = ways[taken - 1], ways[taken]
            for total in range(size - 1, rank - 1, -1):
                if before[total - rank]:
                    now[total] += before[total - rank]
    return ways[count]


def _approximate(
    doubled: np.ndarray[tuple[int], np.dtype[np.int64]], count: int, observed: int
) -> float:
    """The normal approximation with corrections for ties and for continuity."""
    other, size = len(doubled) - count, len(doubled)
    _, ties = np.unique(doubled, return_counts=True)
    tied = float((ties.astype(np.float64) ** 3 - ties).sum()) / (size * (size - 1))
    deviation = math.sqrt(count * other / 12 * (size + 1 - tied))
    if deviation == 0:
        return 1.0
    distance = max(0.0, abs(observed / 2 - count * (size + 1) / 2) - 0.5)
    return math.erfc(distance / deviation / math.sqrt(2))
