"""Folded stacks: one stack a line, frames joined by semicolons, its count at the end.

Written by FlameGraph's stackcollapse scripts, `py-spy record -f raw`, async-profiler's `collapsed`
and many others. Files reach hundreds of megabytes, so blocks of lines are read at once, on all
processors: a line has only those frames taken apart that the line above it has not.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import pairwise, starmap
from operator import le
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.profiles.fingerprints import groups
from workbench.results.profiles.folded_block import Block, read_block
from workbench.results.profiles.folded_lines import lines_in
from workbench.results.profiles.long_words import Places
from workbench.results.profiles.remainder import Remainder
from workbench.results.profiles.tally import MAX_DEPTH, cut_warning, profile_of
from workbench.results.profiles.widest import widest_frames
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

Part = TypeVar("Part")

_HEAD = 64 * 1024
_LINE = regex(rb".* \d+(?:\.\d+)?\s*")
_BRACKETED = regex(rb"\[[^\[\];\n]{0,200}(?:;[^\[\];\n]{0,200})+\]")
_DESCRIPTOR = regex(rb"\((?:[\[BCDFIJSZV]|L[\w/$.-]{1,200};)*\)(?:\[*L[\w/$.-]{1,200};)?")
_RETURNS = regex(rb"\)\[*L[\w/$.-]+")
_TWO_COUNTS = regex(rb"(.*) \d+(?:\.\d+)?\s*", re.DOTALL)
_TOOL, _UNIT = "folded stacks", "samples"
_LARGE = 16 << 20
"""Bytes from which on the widest frames are read first: smaller files take no time to notice."""
_BLOCK = 2 << 20
"""Bytes read at once: what is made of them stays in the processor's cache."""
_SAMPLES = 1000
_FALLS = 0.1
"""The part of lines that may sort after the one below them; other files are sorted first."""
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
    first = _widest(data) if len(data) >= _LARGE else None
    return first or _whole(data)


def _whole(data: bytes) -> Profile:
    reading = _Reading(data)
    if reading.splits_names():
        reading = _Reading(_DESCRIPTOR.sub(_protect, _BRACKETED.sub(_protect, data)))
    return reading.profile()


def _widest(data: bytes) -> Profile | None:
    """Return what can be seen of sorted lines at once, and how to read the rest."""
    if not all(starmap(le, pairwise(BytesIO(data)))):
        return None
    lines = _in_blocks(data, lines_in)
    starts, ends, counts = (
        np.concatenate(parts)
        for parts in zip(
            *((each.starts + each.origin, each.ends + each.origin, each.counts) for each in lines),
            strict=True,
        )
    )
    tree = widest_frames(data, starts, ends, counts)
    if tree is None:
        return None
    return profile_of(
        _TOOL,
        _UNIT,
        tuple(map(_name, tree.names)),
        np.array(tree.parents, np.int32),
        np.array(tree.frames, np.int32),
        np.array(tree.own, np.float64),
        rest=Remainder(lambda: _whole(data)),
    )


def _name(frame: bytes) -> str:
    return frame.replace(_INNER, b";").strip().decode("utf-8", "replace") or "[unknown]"


def _protect(match: re.Match[bytes]) -> bytes:
    return match[0].replace(b";", _INNER)


def _in_blocks(data: bytes, read_lines: Callable[[bytes, int, int], Part]) -> list[Part]:
    """Read the file block by block; the threads take turns only where numpy does not work."""
    bounds = [0]
    while bounds[-1] < len(data):
        found = data.find(b"\n", bounds[-1] + _BLOCK)
        bounds.append(found + 1 if found >= 0 else len(data))
    lows, highs = bounds[:-1], bounds[1:]
    if len(lows) < 2:
        return [read_lines(data, 0, len(data))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(read_lines, [data] * len(lows), lows, highs))


def _is_sorted(data: bytes) -> bool:
    """Whether most of a sample of lines come before the lines below them."""
    falls = samples = place = 0
    while (start := data.find(b"\n", place) + 1) and (middle := data.find(b"\n", start) + 1):
        stop = data.find(b"\n", middle)
        falls += data[start:middle] > data[middle : stop if stop > 0 else len(data)]
        samples += 1
        place = max(place + len(data) // _SAMPLES, middle)
    return falls <= _FALLS * samples


def _in_order(data: bytes) -> tuple[bytes, npt.NDArray[np.int64]]:
    """Return each line once, sorted so that shared frames meet, and how often it is there."""
    times = Counter(data.split(b"\n"))
    lines = sorted(times)
    return b"\n".join(lines), np.fromiter(map(times.__getitem__, lines), np.int64, len(lines))


class _Reading:
    """The tree of a file's inner frames, and for each line its last frame."""

    def __init__(self, data: bytes) -> None:
        self._data, times = (data, None) if _is_sorted(data) else _in_order(data)
        try:
            blocks = _in_blocks(self._data, read_block)
        except Unreadable:
            # The number of the line is that of the file as it is.
            _in_blocks(data, read_block)
            raise
        self._shared, self._new, self._behind, self._counts = (
            np.concatenate(parts)
            for parts in zip(*((b.shared, b.new, b.behind, b.counts) for b in blocks), strict=True)
        )
        if times is not None:
            before = np.cumsum([0, *(block.size for block in blocks)])
            lines = [block.lines + low for block, low in zip(blocks, before[:-1], strict=True)]
            self._counts = self._counts * times[np.concatenate(lines)]
        self._inner = len(self._behind)
        self._names, self._frames = self._join(blocks)
        self._refuse_two_counts()

    def _join(self, blocks: list[Block]) -> tuple[list[bytes], Places]:
        """Return the names, and each node's place among them, but for the root's."""
        chosen, found = groups(np.concatenate([block.keys for block in blocks]))
        which = found.astype(np.int32)
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

    def _named(self, frames: Places) -> list[bytes]:
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

    def _parents(self) -> Places:
        """Return the parents of the root, of the inner nodes and of the lines' last frames.

        The new inner nodes of a line are a chain. It hangs below the innermost node that the line
        shares, and that is the newest one of its depth.
        """
        behind = np.cumsum(self._new, dtype=np.int32) + np.int32(1)
        chained = self._new > 0
        paths = self._shared.copy()
        paths[chained] = self._behind[behind[chained] - 2]
        chained[1:] |= self._shared[1:] != paths[:-1]
        branching = np.flatnonzero(chained)
        new, behind = self._new[branching], behind[branching]
        above = self._newest(self._shared[branching], behind - new)
        parents = np.arange(-1, self._inner, dtype=np.int32)
        parents[(behind - new)[new > 0]] = above[new > 0]
        above[new > 0] = behind[new > 0] - 1
        times = np.diff(np.concatenate([[0], branching, [len(self._new)]]))
        return np.concatenate([parents, np.repeat(np.append(np.int32(0), above), times)])

    def _newest(self, behind: Places, nodes: Places) -> Places:
        """Return the newest node before each of `nodes` that ends `behind` bytes; 0 is none."""
        short = self._behind.max(initial=0) < 1 << 16
        kind = np.uint16 if short else np.int32
        order = np.argsort(self._behind.astype(kind), kind="stable").astype(np.int32)
        width = np.int64(self._inner + 2)
        made = self._behind[order] * width + order + 1
        found = np.searchsorted(made, behind * width + nodes) - 1
        newest = np.append(order + np.int32(1), np.int32(0))[found]
        return np.where(behind > 0, newest, np.int32(0))

    def profile(self) -> Profile:
        """Return the record: the inner frames, and one node for each line's last frame."""
        names = tuple(map(_name, self._names))
        parents = self._parents()
        frames = np.append(np.int32(-1), self._frames)
        weights = np.append(np.zeros(self._inner + 1), self._counts)
        warnings: tuple[str, ...] = ()
        if self._behind.max(initial=0) > MAX_DEPTH:
            kept, parents = _cut(parents, self._inner)
            frames, weights = frames[kept], weights[kept]
            warnings = (cut_warning(),) if len(kept) > len(parents) else ()
        return profile_of(
            _TOOL,
            _UNIT,
            names,
            parents,
            frames,
            weights,
            warnings,
        )


def _cut(parents: Places, inner: int) -> tuple[npt.NDArray[np.bool_], Places]:
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
    numbers = np.cumsum(kept, dtype=np.int32) - np.int32(1)
    return kept, np.append(np.int32(-1), numbers[parents[kept][1:]])


FORMAT = ResultFormat(
    id="folded",
    title="Folded stacks (FlameGraph, py-spy raw, async-profiler collapsed)",
    recognises=recognises,
    read=read,
    documentation="https://github.com/brendangregg/FlameGraph#2-fold-stacks",
)
