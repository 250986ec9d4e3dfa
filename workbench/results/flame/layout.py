"""Where each frame lies: widths are shares, children in one of two orders; order is not time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
        end = int(np.searchsorted(-self.width[self.by_width], -least, side="right"))
        nodes = self.by_width[:end]
        left = self.left[nodes]
        return nodes[(left < high) & (left + self.width[nodes] > low)]


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
