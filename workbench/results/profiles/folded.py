"""Folded stacks: one stack a line, frames joined by semicolons, its count at the end.

Written by FlameGraph's stackcollapse scripts, `py-spy record -f raw`, async-profiler's `collapsed`
and many others. Files reach hundreds of megabytes, so blocks of lines are read at once, on all
processors: a line has only those frames taken apart that the line above it has not.
"""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from workbench.results.format import ResultFormat
from workbench.results.profiles.fingerprints import Ints, groups
from workbench.results.profiles.folded_block import Block, read_block
from workbench.results.profiles.tally import MAX_DEPTH, cut_warning, profile_of
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

_HEAD = 64 * 1024
_LINE = re.compile(rb".* \d+(?:\.\d+)?\s*")
_BRACKETED = re.compile(rb"\[[^\[\];\n]{0,200}(?:;[^\[\];\n]{0,200})+\]")
_DESCRIPTOR = re.compile(rb"\((?:[\[BCDFIJSZV]|L[\w/$.-]{1,200};)*\)(?:\[*L[\w/$.-]{1,200};)?")
_RETURNS = re.compile(rb"\)\[*L[\w/$.-]+")
_TWO_COUNTS = re.compile(rb"(.*) \d+(?:\.\d+)?\s*", re.DOTALL)
_BLOCK = 2 << 20
"""Bytes read at once: what is made of them stays in the processor's cache."""
_SORTED = 0.1
"""The part of lines that may sort before the one above them; others are sorted first."""
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


def _blocks(data: bytes) -> list[Block]:
    """Read the file block by block; the threads take turns only where numpy does not work."""
    bounds = [0]
    while bounds[-1] < len(data):
        found = data.find(b"\n", bounds[-1] + _BLOCK)
        bounds.append(found + 1 if found >= 0 else len(data))
    lows, highs = bounds[:-1], bounds[1:]
    if len(lows) < 2:
        return [read_block(data, 0, len(data))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(read_block, [data] * len(lows), lows, highs))


class _Reading:
    """The tree of a file's inner frames, and for each line its last frame."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        blocks = _blocks(data)
        if sum(block.descents for block in blocks) > _SORTED * sum(len(block.new) for block in blocks):
            self._data = b"\n".join(sorted(data.split(b"\n")))
            blocks = _blocks(self._data)
        self._shared, self._new, self._behind, self._counts = (
            np.concatenate(parts)
            for parts in zip(*((b.shared, b.new, b.behind, b.counts) for b in blocks), strict=True)
        )
        self._inner = len(self._behind)
        self._names, self._frames = self._join(blocks)
        self._refuse_two_counts()

    def _join(self, blocks: list[Block]) -> tuple[list[bytes], Ints]:
        """Return the names, and each node's place among them, but for the root's."""
        chosen, which = groups(np.concatenate([block.keys for block in blocks]))
        starts, stops = (
            np.concatenate([block.bounds[side] for block in blocks])[chosen].tolist()
            for side in (0, 1)
        )
        names = [self._data[start:stop] for start, stop in zip(starts, stops, strict=True)]
        inner, last, offset = [], [], 0
        for block in blocks:
            frames = which[offset : offset + len(block.keys)][block.frames]
            offset += len(block.keys)
            inner.append(frames[: len(block.behind)])
            last.append(frames[len(block.behind) :])
        return names, np.concatenate(inner + last)

    def _refuse_two_counts(self) -> None:
        last = self._named(self._frames[self._inner :])
        if last and all(map(_TWO_COUNTS.fullmatch, last)):
            raise Unreadable(
                "has two counts a line, so it is a difference of two profiles already: "
                "import the two profiles that it was made from"
            )

    def _named(self, frames: Ints) -> list[bytes]:
        used = np.bincount(frames, minlength=len(self._names))
        return [self._names[frame] for frame in np.flatnonzero(used).tolist()]

    def splits_names(self) -> bool:
        """Whether a semicolon stands within a name: in brackets, or in a method's descriptor."""
        inner = self._named(self._frames[: self._inner])
        for start, end in ((b"[", b"]"), (b"(", b")")):
            opened = any(f.count(start) > f.count(end) for f in inner)
            if opened and any(f.count(end) > f.count(start) for f in self._names):
                return True
        return any(map(_RETURNS.search, inner))

    def _parents(self) -> Ints:
        """Return the parents of the root, of the inner nodes and of the lines' last frames.

        The new inner nodes of a line are a chain. It hangs below the innermost node that the line
        shares, and that is the newest one of its depth.
        """
        behind = np.cumsum(self._new) + 1
        first = behind - self._new
        parents = np.arange(-1, self._inner, dtype=np.int64)
        paths = self._shared.copy()
        chained = self._new > 0
        paths[chained] = self._behind[behind[chained] - 2]
        branching = np.flatnonzero(chained | (self._shared != np.append(0, paths[:-1])))
        above = self._newest(first, branching)
        chained = chained[branching]
        parents[first[branching[chained]]] = above[chained]
        above[chained] = behind[branching[chained]] - 1
        times = np.diff(np.concatenate([[0], branching, [len(first)]]))
        lasts = np.repeat(np.append(0, above), times)
        return np.concatenate([parents, lasts])

    def _newest(self, first: Ints, lines: Ints) -> Ints:
        """Return the newest node before each of `lines` that ends where it branches off."""
        short = self._behind.max(initial=0) < 1 << 16
        kind = np.uint16 if short else np.int64
        order = np.argsort(self._behind.astype(kind), kind="stable")
        width = self._inner + 2
        made = self._behind[order] * width + order + 1
        found = np.searchsorted(made, self._shared[lines] * width + first[lines]) - 1
        nodes = np.append(order + 1, 0)[found]
        return np.where(self._shared[lines] > 0, nodes, 0)

    def profile(self) -> Profile:
        """Return the record: the inner frames, and one node for each line's last frame."""
        names = tuple(
            name.replace(_INNER, b";").strip().decode("utf-8", "replace") or "[unknown]"
            for name in self._names
        )
        parents = self._parents()
        frames = np.append(-1, self._frames)
        weights = np.append(np.zeros(self._inner + 1), self._counts)
        warnings: tuple[str, ...] = ()
        if self._behind.max(initial=0) > MAX_DEPTH:
            kept, parents = _cut(parents, self._inner)
            frames, weights = frames[kept], weights[kept]
            warnings = (cut_warning(),) if len(kept) > len(parents) else ()
        return profile_of(
            "folded stacks",
            "samples",
            names,
            parents.astype(np.int32),
            frames.astype(np.int32),
            weights,
            warnings,
        )


def _cut(parents: Ints, inner: int) -> tuple[npt.NDArray[np.bool_], Ints]:
    """Return which nodes stay where stacks are cut, and their parents; last frames all stay."""
    depths, above = (parents >= 0).astype(np.int64), np.maximum(parents, 0)
    while above.any():
        depths += depths[above]
        above = above[above]
    deep = depths > MAX_DEPTH
    deep[inner + 1 :] = False
    kept = ~deep
    while deep[parents].any():
        parents = np.where(deep[parents], parents[parents], parents)
    numbers = np.cumsum(kept) - 1
    return kept, np.append(-1, numbers[parents[kept][1:]])


FORMAT = ResultFormat(
    id="folded",
    title="Folded stacks (FlameGraph, py-spy raw, async-profiler collapsed)",
    recognises=recognises,
    read=read,
    documentation="https://github.com/brendangregg/FlameGraph#2-fold-stacks",
)
