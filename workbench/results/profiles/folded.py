"""Folded stacks: one stack a line, frames joined by semicolons, its count at the end.

Written by FlameGraph's stackcollapse scripts, `py-spy record -f raw`, async-profiler's `collapsed`
and many others. Files reach hundreds of megabytes, so a line costs a handful of calls: only the
part before its last frame is looked up, by its hash, and frames are taken apart once a tree node.
"""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from itertools import count, repeat

import numpy as np
import numpy.typing as npt

from workbench.results.format import ResultFormat
from workbench.results.profiles.tally import MAX_DEPTH, cut_warning, profile_of
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

_HEAD = 64 * 1024
_LINE = re.compile(rb".* \d+(?:\.\d+)?\s*")
_COUNT = re.compile(rb"(.*) (\d+(?:\.\d+)?)\s*", re.DOTALL)
_BRACKETED = re.compile(rb"\[[^\[\];\n]{0,200}(?:;[^\[\];\n]{0,200})+\]")
_DESCRIPTOR = re.compile(rb"\((?:[\[BCDFIJSZV]|L[\w/$.-]{1,200};)*\)(?:\[*L[\w/$.-]{1,200};)?")
_RETURNS = re.compile(rb"\)\[*L[\w/$.-]+")
_EMPTY = {b"", b"\n", b"\r\n"}
_INNER = b"\x1f"
"""Stands for a semicolon that belongs to a frame's name, while the line is taken apart."""


def recognises(document: Document) -> bool:
    """Whether each of the first lines ends in a count, and one joins frames by semicolons."""
    head = document.data[:_HEAD]
    lines = head.split(b"\n")
    if len(document.data) > _HEAD:
        lines.pop()
    filled = [line for line in lines if line.strip() and not line.startswith(b"#")]
    if not filled or b"\0" in head:
        return False
    stacks = [line.rpartition(b" ")[0] for line in filled]
    return any(b";" in stack for stack in stacks) and all(map(_LINE.fullmatch, filled))


def read(document: Document) -> Profile:
    """Read the file; raises Unreadable, with the line, where a line has no count."""
    data = document.data
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    reading = _Reading(data)
    if reading.splits_names():
        reading = _Reading(_DESCRIPTOR.sub(_protect, _BRACKETED.sub(_protect, data)))
    return reading.profile()


def _protect(match: re.Match[bytes]) -> bytes:
    return match[0].replace(b";", _INNER)


class _Reading:
    """The tree of a file's inner frames, and for each line its place there and its last frame."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._frames: dict[bytes, int] = defaultdict(count().__next__)
        self._tails: dict[bytes, int] = defaultdict(count().__next__)
        self._parents = [-1]
        self._inner = [-1]
        self._cut = False
        # Keyed by Python's randomly seeded 64-bit hash: the paths themselves would be kept in
        # memory as often as the tree has nodes, and two of a million collide once in 10^7 files.
        self._nodes = {hash(b""): 0}
        self._starts: list[int] = []
        self._runs: list[int] = []
        self._ends = self._read()

    def _read(self) -> list[int]:
        """Return each line's end; lines in a row with one path are one run, looked up once."""
        ends: list[int] = []
        end, find, tails, last = ends.append, self._nodes.get, self._tails, None
        for path, _, tail in map(bytes.rpartition, BytesIO(self._data), repeat(b";")):
            if path != last:
                last = path
                key = hash(path)
                node = find(key)
                if node is None:
                    node = self._add(path, key)
                self._runs.append(node)
                self._starts.append(len(ends))
            end(tails[tail])
        return ends

    def _add(self, path: bytes, key: int) -> int:
        """Add the nodes of `path` that are not there yet, the innermost first."""
        if path.count(b";") >= MAX_DEPTH:
            self._cut = True
            path = b";".join(path.split(b";", MAX_DEPTH)[:MAX_DEPTH])
            known = self._nodes.get(hash(path))
            if known is not None:
                self._nodes[key] = known
                return known
        made = len(self._parents)
        while True:
            node = len(self._parents)
            self._nodes[key] = node
            path, _, frame = path.rpartition(b";")
            self._inner.append(self._frames[frame])
            key = hash(path)
            parent = self._nodes.get(key)
            if parent is not None:
                self._parents.append(parent)
                return made
            self._parents.append(node + 1)

    def splits_names(self) -> bool:
        """Whether a semicolon stands within a name: in brackets, or in a method's descriptor."""
        last = [tail.rpartition(b" ")[0] for tail in self._tails]
        for start, end in ((b"[", b"]"), (b"(", b")")):
            opened = any(f.count(start) > f.count(end) for f in self._frames)
            if opened and any(f.count(end) > f.count(start) for f in (*self._frames, *last)):
                return True
        return any(map(_RETURNS.search, self._frames))

    def profile(self) -> Profile:
        """Return the record: the inner frames, and one node for each line's last frame."""
        leaves, counts = self._split_tails()
        ends = np.fromiter(self._ends, np.int32, len(self._ends))
        lines = np.diff(np.array([*self._starts, len(ends)]))
        places = np.repeat(np.array(self._runs, np.int32), lines)
        names = tuple(
            name.replace(_INNER, b";").strip().decode("utf-8", "replace") or "[unknown]"
            for name in self._frames
        )
        inner = np.zeros(len(self._parents))
        return profile_of(
            "folded stacks",
            "samples",
            names,
            np.concatenate([np.array(self._parents, np.int32), places]),
            np.concatenate([np.array(self._inner, np.int32), leaves[ends]]),
            np.concatenate([inner, counts[ends]]),
            (cut_warning(),) if self._cut else (),
        )

    def _split_tails(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
        """Return the frame and the count of each distinct end of a line, in order."""
        leaves, counts = [], []
        twice = True
        for tail in self._tails:
            if tail in _EMPTY or tail.startswith(b"#"):
                leaves.append(-1)
                counts.append(0.0)
                continue
            parts = _COUNT.fullmatch(tail)
            if parts is None:
                raise Unreadable("a stack has no count at its end", self._line_of(tail))
            twice = twice and _COUNT.fullmatch(parts[1]) is not None
            leaves.append(self._frames[parts[1]])
            counts.append(float(parts[2]))
        if twice and leaves.count(-1) < len(leaves):
            raise Unreadable(
                "has two counts a line, so it is a difference of two profiles already: "
                "import the two profiles that it was made from"
            )
        return np.array(leaves, np.int32), np.array(counts, np.float64)

    def _line_of(self, tail: bytes) -> int:
        number = self._tails[tail]
        return self._ends.index(number) + 1


FORMAT = ResultFormat(
    id="folded",
    title="Folded stacks (FlameGraph, py-spy raw, async-profiler collapsed)",
    recognises=recognises,
    read=read,
    documentation="https://github.com/brendangregg/FlameGraph#2-fold-stacks",
)
