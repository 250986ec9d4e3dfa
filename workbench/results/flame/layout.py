"""Where each frame lies: widths are shares, children in one of two orders; order is not time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from workbench.results.flame.tree import FlameTree, Floats, Ints


class ChildOrder(StrEnum):
    """How the callees of one frame are sorted, from left to right."""

    NAME = "name"
    WEIGHT = "weight"


@dataclass(frozen=True, eq=False)
class Layout:
    """Left edge and width of each node, as parts (0..1) of the whole width.

    `by_width` lists the nodes that have any width, the widest first.
    """

    left: Floats
    width: Floats
    depths: Ints
    by_width: Ints

    def visible(self, low: float, high: float, least: float) -> Ints:
        """Return the nodes between `low` and `high` that are at least `least` wide."""
        left, narrow = self._ranked
        end = int(np.searchsorted(narrow, -least, side="right"))
        left = left[:end]
        return self.by_width[:end][(left < high) & (left - narrow[:end] > low)]

    @cached_property
    def _ranked(self) -> tuple[Floats, Floats]:
        """Left edges and negative widths in the order of `by_width`: each zoom searches them."""
        return self.left[self.by_width], -self.width[self.by_width]


def lay_out(tree: FlameTree, weights: Floats, order: ChildOrder) -> Layout:
    """Place all nodes by their `weights` (one a node, callees included)."""
    whole = float(weights[0])
    width = weights / whole if whole > 0 else np.zeros(tree.size)
    left = np.zeros(tree.size)
    for level in list(tree.levels())[1:]:
        callers = tree.parents[level]
        wide = width[level]
        if order is ChildOrder.WEIGHT:
            turn = np.lexsort((-wide, callers))
            callers, wide = callers[turn], wide[turn]
        else:
            turn = np.arange(len(wide))
        before = np.cumsum(wide) - wide
        first = np.searchsorted(callers, callers)
        left[level.start + turn] = left[callers] + before - before[first]
    depths = np.repeat(np.arange(tree.depth), np.diff(tree.starts))
    shown = np.flatnonzero(width > 0)
    return Layout(left, width, depths, shown[np.argsort(-width[shown], kind="stable")])
