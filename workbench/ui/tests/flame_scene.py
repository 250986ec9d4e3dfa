"""What one canvas shows: a tree, whose widths, and whether its colours are a difference."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.results.flame.comparison import Comparison
from workbench.results.flame.layout import ChildOrder, Layout, lay_out
from workbench.results.flame.scaling import Basis
from workbench.results.flame.tree import FlameTree, Floats
from workbench.ui.tests.flame_colours import STEPS

_LEAST_LIMIT = 0.001


@dataclass(frozen=True, eq=False)
class Scene:
    """A laid-out tree with one shade a node."""

    comparison: Comparison
    side: int
    """Whose shares are the widths."""
    differs: bool
    layout: Layout
    shades: npt.NDArray[np.int64]
    """Steps of the difference, or numbers to spread plain frames over the quiet tones."""

    @property
    def tree(self) -> FlameTree:
        """The tree that is shown."""
        return self.comparison.tree


def make_scene(
    comparison: Comparison, side: int, order: ChildOrder, *, differs: bool, limit: float
) -> Scene:
    """Lay out one side; colours saturate at a difference of `limit` (a part of the whole)."""
    tree = comparison.tree
    layout = lay_out(tree, comparison.shares(side), order)
    if differs:
        shades = shades_of(comparison.delta(), limit)
    else:
        spread = np.array([zlib.crc32(name.encode()) for name in tree.names] or [0], np.int64)
        shades = spread[tree.frames]
    return Scene(comparison, side, differs, layout, shades)


def greatest_difference(comparison: Comparison) -> float:
    """Return the largest difference of any frame: where the colours end."""
    delta = comparison.delta()[1:]
    least = 1.0 if comparison.basis is Basis.AMOUNT else _LEAST_LIMIT
    return max(least, float(np.abs(delta).max())) if len(delta) else least


def shades_of(delta: Floats, limit: float) -> npt.NDArray[np.int64]:
    """Return each difference's shade, -STEPS to STEPS; 0 is kept for exactly none.

    The root of the size is taken, so that small differences can be seen beside a large one.
    """
    size = np.sqrt(np.minimum(1.0, np.abs(delta) / limit))
    steps = np.maximum(1, np.rint(size * STEPS)) * np.sign(delta)
    shades: npt.NDArray[np.int64] = steps.astype(np.int64)
    return shades
