"""Folded stacks: one stack a line, frames joined by semicolons, its count at the end.

Written by FlameGraph's stackcollapse scripts, `py-spy record -f raw`, async-profiler's `collapsed`
and many others. Files reach hundreds of megabytes, so a line costs a handful of calls: only the
part before its last frame is looked up, by its hash, and frames are taken apart once a tree node.
"""

from __future__ import annotations

import re
from collections import defaultdict
from io import BytesIO
from itertools import compress, count, repeat
from operator import ne

import numpy as np
import numpy.typing as npt

from workbench.results.format import ResultFormat
from workbench.results.profiles.last_frames import LastFrames, last_frames, line_bounds
from workbench.results.profiles.tally import MAX_DEPTH, cut_warning, profile_of
from workbench.results.records import Profile
from workbench.scan.document import Document

_HEAD = 64 * 1024
_LINE = re.compile(rb".* \d+(?:\.\d+)?\s*")
_BRACKETED = re.compile(rb"\[[^\[\];\n]{0,200}(?:;[^\[\];\n]{0,200})+\]")
_DESCRIPTOR = re.compile(rb"\((?:[\[BCDFIJSZV]|L[\w/$.-]{1,200};)*\)(?:\[*L[\w/$.-]{1,200};)?")
_RETURNS = re.compile(rb"\)\[*L[\w/$.-]+")
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
        self._inner = [-1]
        self._chains: list[int] = []
        self._cut = False
        self._extends = True
        self._apart: list[bytes] = []
        self._branch = [(0, 0)]
        # Keyed by Python's randomly seeded 64-bit hash: the paths themselves would be kept in
        # memory as often as the tree has nodes, and two of a million collide once in 10^7 files.
        self._nodes = {hash(b""): 0}
        self._runs = self._read()
        self._places, self._last = self._take_ends()

    def _read(self) -> npt.NDArray[np.int64]:
        """Return node, length with semicolon and end of the first line of each run.

        A run is of lines in a row with one path: it is looked up once.
        """
        runs: list[int] = []
        find, last, lines = self._nodes.get, None, BytesIO(self._data)
        for path, semicolon, _ in map(bytes.rpartition, lines, repeat(b";")):
            if path != last or not path:
                last = path
                key = hash(path)
                node = find(key)
                if node is None:
                    node = self._add(path, key)
                runs += (node, len(path) + len(semicolon), lines.tell())
        return np.fromiter(runs, np.int64, len(runs)).reshape(-1, 3)

    def _take_ends(self) -> tuple[npt.NDArray[np.int64], LastFrames]:
        """Return each line's place in the tree, and what stands behind its path."""
        starts, stops = line_bounds(self._data)
        first = np.searchsorted(starts, self._runs[:, 2]) - 1
        times = np.diff(np.append(first, len(stops)))
        nodes, lengths = (np.repeat(column, times) for column in self._runs[:, :2].T)
        return nodes, last_frames(self._data, starts, starts + lengths, stops)

    def _add(self, path: bytes, key: int) -> int:
        """Add the nodes of `path` that are not there yet, and return the innermost.

        What the path shares with one before is looked for in the caller's path where that was the
        whole difference of late, else in the path that was taken apart last: files are sorted.
        In others a node may come to stand there twice, which profiles may have.
        """
        parent = None
        if self._extends and len(path) <= MAX_DEPTH:
            above, _, frame = path.rpartition(b";")
            parent = self._nodes.get(hash(above))
        if parent is not None:
            self._nodes[key] = node = self._grow(parent, [frame])
            return node
        frames = path.split(b";", MAX_DEPTH)
        if len(frames) > MAX_DEPTH:
            self._cut = True
            frames.pop()
        shared = next(compress(count(), map(ne, frames, self._apart)), len(frames))
        shared = min(shared, len(self._apart))
        self._extends = shared == len(frames) - 1
        self._apart = frames
        while self._branch[-1][0] > shared:
            self._branch.pop()
        depth, node = self._branch[-1]
        node += shared - depth
        if shared < len(frames):
            node = self._grow(node, frames[shared:])
            self._branch.append((shared + 1, node - len(frames) + shared + 1))
        self._nodes[key] = node
        return node

    def _grow(self, node: int, frames: list[bytes]) -> int:
        """Add a chain of `frames` below `node`; return its innermost."""
        self._chains += (len(self._inner), node)
        self._inner += map(self._frames.__getitem__, frames)
        return len(self._inner) - 1

    def _parents(self) -> npt.NDArray[np.int32]:
        """Return each inner node's parent: the node before it, but for the first of a chain."""
        parents = np.arange(-1, len(self._inner) - 1, dtype=np.int32)
        chains = np.array(self._chains, np.int32)
        parents[chains[0::2]] = chains[1::2]
        return parents

    def splits_names(self) -> bool:
        """Whether a semicolon stands within a name: in brackets, or in a method's descriptor."""
        every = (*self._frames, *self._last.names)
        for start, end in ((b"[", b"]"), (b"(", b")")):
            opened = any(f.count(start) > f.count(end) for f in self._frames)
            if opened and any(f.count(end) > f.count(start) for f in every):
                return True
        return any(map(_RETURNS.search, self._frames))

    def profile(self) -> Profile:
        """Return the record: the inner frames, and one node for each line's last frame."""
        numbers = np.array([*(self._frames[name] for name in self._last.names), -1], np.int32)
        leaves = numbers[self._last.frames]
        names = tuple(
            name.replace(_INNER, b";").strip().decode("utf-8", "replace") or "[unknown]"
            for name in self._frames
        )
        inner = np.zeros(len(self._inner))
        return profile_of(
            "folded stacks",
            "samples",
            names,
            np.concatenate([self._parents(), self._places.astype(np.int32)]),
            np.concatenate([np.fromiter(self._inner, np.int32, len(self._inner)), leaves]),
            np.concatenate([inner, self._last.counts]),
            (cut_warning(),) if self._cut else (),
        )


FORMAT = ResultFormat(
    id="folded",
    title="Folded stacks (FlameGraph, py-spy raw, async-profiler collapsed)",
    recognises=recognises,
    read=read,
    documentation="https://github.com/brendangregg/FlameGraph#2-fold-stacks",
)
