"""Functions whose name holds a text, and the share of all stacks that run through them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.results.flame.comparison import Comparison
from workbench.results.flame.tree import FlameTree

Mask = npt.NDArray[np.bool_]


def matching_frames(tree: FlameTree, text: str) -> Mask:
    """Return one flag a name: whether it holds `text`, whatever the case of its letters."""
    wanted = text.casefold()
    return np.array([wanted in name.casefold() for name in tree.names], dtype=np.bool_)


def shares_of(comparison: Comparison, frames: Mask) -> tuple[float, float]:
    """Return the part (0..1) of each side's stacks with any of `frames`, each stack once."""
    tree = comparison.tree
    inside = np.concatenate([frames, np.array([False])])[tree.frames]
    for level in list(tree.levels())[1:]:
        inside[level] |= inside[tree.parents[level]]
    spent = tree.own[:, inside].sum(axis=1)
    first, second = (
        float(part) / total if total > 0 else 0.0
        for part, total in zip(spent, comparison.totals, strict=True)
    )
    return first, second
