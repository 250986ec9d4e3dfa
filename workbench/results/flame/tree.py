"""One tree for two profiles: equal frames under equal callers are one node."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FlameTree:
    """Nodes level by level; node 0 is the root, children of a node lie beside each other by name.

    `own` and `total` have one row a side and one column a node: what was spent in the frame
    itself, and in it with all that it calls.
    """

    names: tuple[str, ...]
    """Sorted; `frames` point into it."""
    parents: Ints
    frames: Ints
    """The root's is -1."""
    starts: Ints
    """Where each level begins among the nodes, and at last their number."""
    own: Floats
    total: Floats

    @property
    def size(self) -> int:
        """How many nodes the tree has, the root included."""
        return len(self.parents)

    @property
    def depth(self) -> int:
        """How many levels the tree has, the root's included."""
        return len(self.starts) - 1

    def levels(self) -> Iterator[slice]:
        """Yield the nodes of each level, from the root's on."""
        for low, high in pairwise(self.starts):
            yield slice(int(low), int(high))

    def name(self, node: int) -> str:
        """Return the name of a node's frame; the root has none."""
        return self.names[self.frames[node]] if node else ""

    def path(self, node: int) -> list[int]:
        """Return the nodes from the root to `node`."""
        found = [node]
        while found[-1]:
            found.append(int(self.parents[found[-1]]))
        return found[::-1]

    def at(self, names: Sequence[str]) -> int:
        """Return the node that the `names` lead to from the root, or the last one on that way."""
        node = 0
        for name, level in zip(names, list(self.levels())[1:], strict=False):
            callees = level.start + np.flatnonzero(self.parents[level] == node)
            found = [int(each) for each in callees if self.name(int(each)) == name]
            if not found:
                break
            node = found[0]
        return node


def merged_tree(names: tuple[str, ...], parents: Ints, frames: Ints, own: Floats) -> FlameTree:
    """Merge nodes of the same frame under the same caller.

    Nodes may stand in any order, but node 0 is the root and no other node's parent is -1; `names`
    are sorted and `frames` point into them; `own` has one row a side.
    """
    depths = _depths(parents)
    order = np.argsort(depths, kind="stable")
    bounds = np.searchsorted(depths[order], np.arange(int(depths.max()) + 2))
    width = len(names) + 1
    place = np.zeros(len(parents), np.int64)
    made_parents, made_frames, starts = [np.array([-1])], [np.array([-1])], [0, 1]
    for low, high in pairwise(bounds[1:]):
        nodes = order[low:high]
        keys = place[parents[nodes]] * width + frames[nodes]
        found, which = np.unique(keys, return_inverse=True)
        place[nodes] = starts[-1] + which
        made_parents.append(found // width)
        made_frames.append(found % width)
        starts.append(starts[-1] + len(found))
    size = starts[-1]
    spent: Floats = np.stack([np.bincount(place, side, size) for side in own]).astype(np.float64)
    tree = FlameTree(
        names=names,
        parents=np.concatenate(made_parents),
        frames=np.concatenate(made_frames),
        starts=np.array(starts),
        own=spent,
        total=spent.copy(),
    )
    _sum_up(tree)
    return tree


def _depths(parents: Ints) -> Ints:
    """Return each node's distance from the root, by doubling the steps upward."""
    depth = (parents >= 0).astype(np.int64)
    above = np.maximum(parents, 0)
    while above.any():
        depth += depth[above]
        above = above[above]
    return depth


def _sum_up(tree: FlameTree) -> None:
    """Add what the callees spent to their callers, from the deepest level on."""
    levels = list(tree.levels())
    for upper, lower in zip(levels[-2::-1], levels[:0:-1], strict=True):
        callers = tree.parents[lower] - upper.start
        for side in tree.total:
            side[upper] += np.bincount(callers, side[lower], upper.stop - upper.start)
