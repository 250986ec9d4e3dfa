"""Call stacks, added one by one or as a tree, to the record of a profile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from workbench.results.records import Profile
from workbench.scan.document import Unreadable

MAX_DEPTH = 2048
"""Frames of one stack; profilers stop at 127 to 1024. Deeper ones are cut with a warning."""
STACKS_CUT = "Stacks deeper than {most} frames were cut there."


class Tally:
    """Merges equal stacks while they are added."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {}
        self._nodes: dict[tuple[int, int], int] = {}
        self._parents = [-1]
        self._frames = [-1]
        self._weights = [0.0]
        self._cut = False

    def add(self, stack: Iterable[str], weight: float) -> None:
        """Add a stack, outermost frame first."""
        node = 0
        for depth, name in enumerate(stack):
            if depth == MAX_DEPTH:
                self._cut = True
                break
            node = self.child(node, name)
        self._weights[node] += weight

    def child(self, node: int, name: str) -> int:
        """Return the node of the frame `name` below `node`."""
        frame = self._names.setdefault(name, len(self._names))
        found = self._nodes.setdefault((node, frame), len(self._parents))
        if found == len(self._parents):
            self._parents.append(node)
            self._frames.append(frame)
            self._weights.append(0.0)
        return found

    def spend(self, node: int, weight: float) -> None:
        """Add `weight` to what was spent in `node` itself."""
        self._weights[node] += weight

    def profile(self, tool: str, unit: str, warnings: Sequence[str] = ()) -> Profile:
        """Return the record; raises Unreadable where nothing was spent anywhere."""
        cut = (cut_warning(),) if self._cut else ()
        return profile_of(
            tool,
            unit,
            tuple(self._names),
            np.array(self._parents, np.int32),
            np.array(self._frames, np.int32),
            np.array(self._weights, np.float64),
            (*warnings, *cut),
        )


def profile_of(
    tool: str,
    unit: str,
    names: tuple[str, ...],
    parents: npt.NDArray[np.int32],
    frames: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float64],
    warnings: tuple[str, ...] = (),
    rest: Callable[[], Profile] | None = None,
) -> Profile:
    """Return the record; raises Unreadable where it holds no weight, or one that is no weight."""
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise Unreadable("a sample's weight is negative or no number")
    if not weights.sum() > 0:
        raise Unreadable("holds no samples")
    return Profile(
        tool=tool,
        unit=unit,
        names=names,
        parents=parents,
        frames=frames,
        weights=weights,
        warnings=warnings,
        rest=rest,
    )


def cut_warning() -> str:
    """Return the warning for stacks that were cut."""
    return STACKS_CUT.format(most=MAX_DEPTH)
