"""Functions over all their calls: shares on both sides, the greatest difference first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from workbench.results.flame.comparison import ARM, X86, Comparison
from workbench.results.flame.tree import FlameTree


class Presence(StrEnum):
    """On which side a function was seen at all."""

    BOTH = "both"
    NEW = "only on arm64"
    VANISHED = "only on x86_64"


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function: pairs are x86_64's and arm64's value; deltas are arm64 less x86_64.

    `own` and `total` are parts (0..1) of a side's total; `total` counts what the function calls,
    once for recursive calls. Deltas are measured by the comparison's basis: 0.01 is one percentage
    point, and amounts are in the profile's unit.
    """

    name: str
    frame: int
    own: tuple[float, float]
    total: tuple[float, float]
    own_delta: float
    total_delta: float
    presence: Presence


def function_rows(comparison: Comparison) -> list[FunctionRow]:
    """Return all functions, by the size of the difference in themselves, then with callees."""
    tree = comparison.tree
    outermost = _outermost(tree)
    count = len(tree.names)
    own, total = np.zeros((2, count)), np.zeros((2, count))
    for side in (X86, ARM):
        own[side] = np.bincount(tree.frames[1:], tree.own[side, 1:], count)
        spent = tree.total[side, outermost]
        total[side] = np.bincount(tree.frames[outermost], spent, count)
    own_delta, total_delta = comparison.difference(own), comparison.difference(total)
    wholes = np.array([[whole or 1.0] for whole in comparison.totals])
    own, total = own / wholes, total / wholes
    seen = np.flatnonzero(total.sum(axis=0) > 0)
    turn = np.lexsort((seen, -np.abs(total_delta[seen]), -np.abs(own_delta[seen])))
    return [
        FunctionRow(
            name=tree.names[frame],
            frame=int(frame),
            own=(float(own[X86, frame]), float(own[ARM, frame])),
            total=(float(total[X86, frame]), float(total[ARM, frame])),
            own_delta=float(own_delta[frame]),
            total_delta=float(total_delta[frame]),
            presence=_presence(comparison, float(total[X86, frame]), float(total[ARM, frame])),
        )
        for frame in seen[turn]
    ]


def _presence(comparison: Comparison, x86: float, arm: float) -> Presence:
    if not comparison.both or (x86 > 0 and arm > 0):
        return Presence.BOTH
    return Presence.NEW if arm > 0 else Presence.VANISHED


def _outermost(tree: FlameTree) -> npt.NDArray[np.int64]:
    """Return the nodes that do not lie below another node of the same frame."""
    enter, leave = _intervals(tree)
    order = np.lexsort((enter, tree.frames))[1:]
    frames = tree.frames[order]
    # Within one frame, calls in order of entry: one lies in an earlier one if that ends later.
    # The frame's number ahead of the end keeps the running maximum within the frame.
    span = np.int64(tree.size + 1)
    ends = np.maximum.accumulate(frames * span + leave[order])
    earlier = np.concatenate([np.array([-1]), ends[:-1]])
    return order[earlier < frames * span + leave[order]]


def _intervals(tree: FlameTree) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return each node's place in depth-first order, and the place behind its last callee."""
    levels = list(tree.levels())
    size = np.ones(tree.size, np.int64)
    for upper, lower in zip(levels[-2::-1], levels[:0:-1], strict=True):
        callers = tree.parents[lower] - upper.start
        added = np.bincount(callers, size[lower], upper.stop - upper.start)
        size[upper] += added.astype(np.int64)
    enter = np.zeros(tree.size, np.int64)
    for level in levels[1:]:
        callers = tree.parents[level]
        before = np.cumsum(size[level]) - size[level]
        enter[level] = enter[callers] + 1 + before - before[np.searchsorted(callers, callers)]
    return enter, enter + size
