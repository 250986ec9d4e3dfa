"""Trees without some of their frames: hide a function, or look only at what one calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.results.flame.tree import FlameTree, Floats, Ints, merged_tree

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Spliced:
    """The nodes that are left, renumbered: their parents, and what was spent in them."""

    parents: Ints
    own: Floats


def without(parents: Ints, own: Floats, hidden: Mask) -> Spliced:
    """Take the `hidden` nodes out; callers take over what they spent and what they call.

    Nodes may stand in any order; the root is never hidden.
    """
    heir = np.where(hidden, parents, np.arange(len(parents)))
    while hidden[heir].any():
        heir = heir[heir]
    kept = ~hidden
    number = np.cumsum(kept) - 1
    above = number[heir[np.maximum(parents, 0)]]
    above[0] = -1
    size = int(kept.sum())
    sums = [np.bincount(number[heir], side, size) for side in own]
    spent: Floats = np.stack(sums).astype(np.float64)
    return Spliced(above[kept], spent)


def hide(tree: FlameTree, frame: int) -> FlameTree:
    """Return the tree without a function: its callers call directly what it called."""
    hidden = tree.frames == frame
    joined = without(tree.parents, tree.own, hidden)
    return merged_tree(tree.names, joined.parents, tree.frames[~hidden], joined.own)


def focus(tree: FlameTree, frame: int) -> FlameTree:
    """Return the tree of all stacks through a function, from its outermost call on.

    Shares of the new tree are shares of these stacks.
    """
    inside = tree.frames == frame
    above = np.maximum(tree.parents, 0)
    for level in tree.levels():
        inside[level] |= inside[above[level]]
    top = inside & ~inside[above]
    kept = inside.copy()
    kept[0] = True
    number = np.cumsum(kept) - 1
    parents = np.where(top, 0, number[above])
    parents[0] = -1
    own = tree.own[:, kept].copy()
    own[:, 0] = 0.0
    return merged_tree(tree.names, parents[kept], tree.frames[kept], own)
