"""The widest frames of sorted folded stacks, found without taking all lines apart.

Lines that begin with the same frames lie beside each other, so a frame is a range of lines and
what was spent in it is a difference of two running sums. A frame that takes PART of everything
covers at least one of the lines at which the running sum passes another PART: only these are
looked at, and the ends of their ranges are found by bisection.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from workbench.model.regex import regex
from workbench.results.profiles.long_words import Ints
from workbench.results.profiles.tally import MAX_DEPTH

PART = 1 / 2048
"""Of all that was spent: a frame that takes less is narrower than a pixel of most windows."""
_SPLIT = regex(rb"\)\[*L[\w/$.-]+")
_TWO_COUNTS = regex(rb".* \d+(?:\.\d+)?", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Widest:
    """A tree of frames; what was spent in narrower ones counts as spent in their caller."""

    names: list[bytes]
    parents: list[int]
    frames: list[int]
    own: list[float]


@dataclass(slots=True)
class _Range:
    """Sorted lines that share their first `shared` bytes, the frames of `node` and above."""

    node: int
    depth: int
    low: int
    high: int
    shared: int
    seen: set[bytes] = field(default_factory=set)


def widest_frames(
    data: bytes, starts: Ints, ends: Ints, counts: npt.NDArray[np.float64], part: float = PART
) -> Widest | None:
    """Return each frame that takes `part` of all or more, of sorted lines from `starts` on.

    Stacks end at `ends`. None where the lines looked at do not tell how to take them apart: a
    semicolon within a name, two counts a line, more than MAX_DEPTH frames; or nothing was spent.
    """
    if not 0 < counts.sum() < np.inf:
        return None
    found = _Search(data, starts, ends, counts, part)
    return found.tree if found.descend() else None


class _Search:
    def __init__(
        self,
        data: bytes,
        starts: Ints,
        ends: Ints,
        counts: npt.NDArray[np.float64],
        part: float,
    ) -> None:
        self._data = data
        self._starts, self._ends, self._counts = starts.data, ends.data, counts.data
        sums = np.zeros(len(counts) + 1)
        np.cumsum(counts, out=sums[1:])
        self._sums = sums.data
        self._least = float(sums[-1]) * part
        steps = self._least * np.arange(1, int(1 / part) + 2)
        passed = np.searchsorted(sums, steps, "left") - 1
        self._samples: list[int] = np.unique(np.minimum(passed, len(counts) - 1)).tolist()
        self._numbers: dict[bytes, int] = {}
        self.tree = Widest([], [-1], [-1], [float(sums[-1])])

    def descend(self) -> bool:
        """Build the tree; return whether the lines could be taken apart."""
        if all(self._has_two_counts(line) for line in self._samples):
            return False
        todo = [_Range(0, 0, 0, len(self._starts), 0)]
        while todo:
            callees = self._callees(todo.pop())
            if callees is None:
                return False
            todo += callees
        return not any(map(_is_split, self.tree.names))

    def _has_two_counts(self, line: int) -> bool:
        return bool(_TWO_COUNTS.fullmatch(self._data, self._starts[line], self._ends[line]))

    def _callees(self, caller: _Range) -> list[_Range] | None:
        """Add the wide frames below `caller`; return those that call others, None if unclear."""
        samples, found = self._samples, []
        place, stop = (bisect_left(samples, bound) for bound in (caller.low, caller.high))
        before = caller.low
        while place < stop:
            line = samples[place]
            start = self._starts[line] + caller.shared
            end = self._data.find(b";", start, self._ends[line])
            frame = self._data[start : end if end >= 0 else self._ends[line]]
            following = place + 1
            if end >= 0:
                bounds = place, stop
                following = self._last(samples, bounds, caller.shared, frame + b";")
            if frame not in caller.seen:
                caller.seen.add(frame)
                if caller.depth == MAX_DEPTH:
                    return None
                upper = samples[following] if following < stop else caller.high
                near = (before, line, samples[following - 1], upper)
                if end < 0:
                    near = self._behind(caller, line, frame + b";")
                callee, spent = self._measure(caller, frame, near)
                if spent >= self._least:
                    callee.node = self._add(caller.node, frame, spent)
                    found.append(callee)
            before = samples[following - 1] + 1
            place = following
        return found

    def _measure(
        self, caller: _Range, frame: bytes, near: tuple[int, int, int, int]
    ) -> tuple[_Range, float]:
        """Return the lines on which `frame` calls others, and what was spent in it in all.

        `near` are bounds of the first of these lines, and of the place behind the last.
        """
        shared, calls = caller.shared, frame + b";"
        low, lower, last, upper = near
        low = self._first(low, lower, shared, calls)
        high = low
        if low < upper and self._begins(low, shared, calls):
            high = self._last(None, (max(low, last), upper), shared, calls)
        spent = self._sums[high] - self._sums[low] + self._ending(caller, frame, low)
        return _Range(0, caller.depth + 1, low, high, shared + len(calls)), spent

    def _behind(self, caller: _Range, line: int, calls: bytes) -> tuple[int, int, int, int]:
        """Return the bounds of the lines behind `line`, on which its last frame calls others."""
        low, high = line + 1, caller.high
        start = self._starts[low] + caller.shared if low < high else 0
        if low == high or self._data[start : start + len(calls)] >= calls:
            return low, low, low, high
        return low, high, low, high

    def _ending(self, caller: _Range, frame: bytes, high: int) -> float:
        """Return what was spent on lines before `high` whose last frame is `frame`."""
        last = frame + b" "
        low, shared = high - 1, caller.shared
        if low < caller.low or not self._begins(low, shared, frame):
            return 0.0
        before = low > caller.low and self._begins(low - 1, shared, frame)
        if before or not self._begins(low, shared, last):
            low = self._first(caller.low, high, shared, last)
        high = self._last(None, (low, high), shared, last)
        spent, starts, ends = 0.0, self._starts, self._ends
        for line in range(low, high):
            if ends[line] - starts[line] == shared + len(frame):
                spent += self._counts[line]
        return spent

    def _begins(self, line: int, shared: int, text: bytes) -> bool:
        return self._data.startswith(text, self._starts[line] + shared)

    def _first(self, low: int, high: int, shared: int, text: bytes) -> int:
        """Return the first line from `low` on that does not sort before `text`."""
        if low < high and self._begins(low, shared, text):
            return low
        data, starts, size = self._data, self._starts, len(text)
        return bisect_left(
            range(high), text, low, high,
            key=lambda line: data[starts[line] + shared : starts[line] + shared + size],
        )  # fmt: skip

    def _last(
        self, samples: list[int] | None, bounds: tuple[int, int], shared: int, text: bytes
    ) -> int:
        """Return the place behind the last of the lines (or of `samples`) that has `text`."""
        low, high = bounds
        lines = range(high) if samples is None else samples
        if low < high and self._begins(lines[high - 1], shared, text):
            return high
        data, starts, size = self._data, self._starts, len(text)
        return bisect_right(
            lines, text, low, high,
            key=lambda line: data[starts[line] + shared : starts[line] + shared + size],
        )  # fmt: skip

    def _add(self, caller: int, frame: bytes, spent: float) -> int:
        tree = self.tree
        number = self._numbers.setdefault(frame, len(tree.names))
        if number == len(tree.names):
            tree.names.append(frame)
        tree.own[caller] = max(tree.own[caller] - spent, 0.0)
        tree.parents.append(caller)
        tree.frames.append(number)
        tree.own.append(spent)
        return len(tree.own) - 1


def _is_split(frame: bytes) -> bool:
    """Whether a semicolon within a name may have cut it."""
    return (
        frame.count(b"[") != frame.count(b"]")
        or frame.count(b"(") != frame.count(b")")
        or bool(_SPLIT.search(frame))
    )
