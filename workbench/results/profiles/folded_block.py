"""Some lines of a folded file: their counts, their last frames, and what is new in each.

All is done for many lines at once by numpy, which lets other threads work meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.results.profiles.fingerprints import Keys, fingerprints, groups
from workbench.results.profiles.long_words import (
    WIDE,
    WORD,
    Ints,
    Letters,
    Places,
    first_in,
    last_in,
    same_bytes,
    words,
)
from workbench.results.profiles.tally import MAX_DEPTH
from workbench.scan.document import Unreadable

_COUNT = re.compile(rb"(.*) (\d+(?:\.\d+)?)\s*", re.DOTALL)
_DIGITS = 15
"""Whole numbers of so many digits are exact as a float."""
_PAD = WIDE
"""Bytes of anything that stand before and behind a block's letters, to be read in long words."""


@dataclass(frozen=True, eq=False)
class Block:
    """The stacks of some lines, in their order, as what is new in each beside the line before.

    A line's new frames but for its last one are `inner`, line after line.
    """

    shared: Places
    """How many bytes of a line are frames, with their semicolons, that the line before has."""
    new: Places
    """How many other inner frames a line has."""
    behind: Places
    """Where each of these ends in its line, with its semicolon."""
    counts: npt.NDArray[np.float64]
    lines: Places
    """Which of the block's lines have a stack."""
    size: int
    """How many lines there are, also blank ones and comments."""
    keys: Keys
    """Of the distinct names."""
    bounds: tuple[Ints, Ints]
    """Where one of each of the distinct names stands in the file."""
    frames: Places
    """Of the inner frames, and then of each line's last: their place among the distinct names."""


def read_block(data: bytes, low: int, high: int) -> Block:
    """Read the lines from `low` to `high`, both of which are bounds of lines.

    Raises Unreadable, with the line, where there is no count.
    """
    above = data.rfind(b"\n", 0, max(low - 1, 0)) + 1 if low else 0
    origin = above - _PAD
    letters = _padded(data, above, high)
    starts, stops = _lines(letters)
    counts, ends = _whole_counts(letters, starts, stops)
    _read_others(data, (starts, stops), counts, ends, origin)
    size, skipped = len(starts), int(np.searchsorted(starts, low - origin))
    kept = np.flatnonzero(ends >= 0)
    starts, ends, counts = starts[kept], ends[kept], counts[kept]
    alike = _alike(letters, starts, ends)
    own = int(np.searchsorted(starts, low - origin))
    starts, ends, counts, alike = starts[own:], ends[own:], counts[own:], alike[own:]
    branches = _branches(letters, starts, alike)
    semicolons, lines = _semicolons(letters, branches, ends)
    new = np.bincount(lines, minlength=len(starts))
    before = np.concatenate([branches[:1], semicolons + 1])
    first = np.cumsum(new) - new
    lasts = np.where(new > 0, before[first + new], branches)
    deep = np.flatnonzero(new > MAX_DEPTH)
    lasts[deep] = _branches(letters, starts[deep], (ends - starts)[deep])
    begins = before[:-1]
    begins[first[new > 0]] = branches[new > 0]
    frames = np.concatenate([begins, lasts]), np.concatenate([semicolons, ends])
    keys = fingerprints(letters, *frames)
    chosen, which = groups(keys)
    return Block(
        shared=(branches - starts).astype(np.int32),
        new=new.astype(np.int32),
        behind=(semicolons + 1 - starts[lines]).astype(np.int32),
        counts=counts,
        lines=(kept[own:] - skipped).astype(np.int32),
        size=size - skipped,
        keys=keys[chosen],
        bounds=(frames[0][chosen] + origin, frames[1][chosen] + origin),
        frames=which.astype(np.int32),
    )


def _padded(data: bytes, low: int, high: int) -> Letters:
    """Return the bytes from `low` to `high` with others around them."""
    if low >= _PAD and high + _PAD <= len(data):
        return np.frombuffer(data, np.uint8, high - low + 2 * _PAD, low - _PAD)
    letters = np.zeros(high - low + 2 * _PAD, np.uint8)
    letters[_PAD:-_PAD] = np.frombuffer(data[low:high], np.uint8)
    return letters


def _lines(letters: Letters) -> tuple[Ints, Ints]:
    """Return where each line begins, and where it ends but for its line break."""
    inside = letters[_PAD:-_PAD]
    stops = np.flatnonzero(inside == ord("\n")) + _PAD
    if inside.size and inside[-1] != ord("\n"):
        stops = np.append(stops, _PAD + len(inside))
    starts = np.concatenate([np.array([_PAD]), stops[:-1] + 1])[: len(stops)]
    filled = np.flatnonzero(stops > starts)
    stops[filled] -= letters[stops[filled] - 1] == ord("\r")
    return starts, stops


def _whole_counts(
    letters: Letters, starts: Ints, stops: Ints
) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the whole number at each end, and where the blank before it is; -1: none is there."""
    counts, ends = np.zeros(len(starts)), np.full(len(starts), -1, np.int64)
    live, place = np.arange(len(starts)), stops - 1
    scale = 1.0
    for digit in range(_DIGITS + 1):
        inside = place >= starts[live]
        live, place = live[inside], place[inside]
        found = letters[place]
        if digit:
            blank = found == ord(" ")
            ends[live[blank]] = place[blank]
        number = (found >= ord("0")) & (found <= ord("9"))
        live, place = live[number], place[number] - 1
        counts[live] += (found[number] - np.uint8(48)) * scale
        scale *= 10.0
    return counts, ends


def _read_others(
    data: bytes,
    bounds: tuple[Ints, Ints],
    counts: npt.NDArray[np.float64],
    ends: Ints,
    origin: int,
) -> None:
    """Fill in what is no whole number; what is blank or a comment keeps an end of -1."""
    for line in np.flatnonzero(ends < 0).tolist():
        start, stop = (int(bound[line]) + origin for bound in bounds)
        if data[start:stop].strip() and data[start] != ord("#"):
            parts = _COUNT.fullmatch(data, start, stop)
            if parts is None:
                number = data.count(b"\n", 0, start) + 1
                raise Unreadable("a stack has no count at its end", number)
            ends[line] = parts.end(1) - origin
            counts[line] = float(parts[2])


def _alike(letters: Letters, starts: Ints, ends: Ints) -> Ints:
    """Return how many bytes each line begins with like the one above it."""
    lengths = ends - starts
    limits = np.zeros(len(starts), np.int64)
    limits[1:] = np.minimum(lengths[1:], lengths[:-1])
    live = np.flatnonzero(limits)
    here, there = starts[live], starts[live - 1]
    for width in (WIDE, WIDE // 4):
        going = np.flatnonzero(limits[live] >= width)
        while going.size:
            same = same_bytes(letters, here[going], there[going], width)
            going = going[same]
            here[going] += width
            there[going] += width
            going = going[here[going] - starts[live[going]] + width <= limits[live[going]]]
    alike = np.zeros(len(starts), np.int64)
    alike[live] = here - starts[live]
    while live.size:
        length = first_in(words(letters, here) != words(letters, there))
        alike[live] += length
        going = np.flatnonzero(length == WORD)
        live, here, there = live[going], here[going] + WORD, there[going] + WORD
        going = np.flatnonzero(alike[live] < limits[live])
        live, here, there = live[going], here[going], there[going]
    np.minimum(alike, limits, out=alike)
    return alike


def _branches(letters: Letters, starts: Ints, alike: Ints) -> Ints:
    """Return where the first frame begins that is not, with its semicolon, in the line above."""
    found = starts + alike
    live = np.flatnonzero(alike)
    while live.size:
        semicolons = words(letters, found[live] - WORD) == ord(";")
        back = WORD - last_in(semicolons)
        found[live] -= back
        live = live[(back == WORD) & (found[live] > starts[live])]
    np.maximum(found, starts, out=found)
    return found


def _semicolons(letters: Letters, branches: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return each semicolon from each line's branch to its end, and the line.

    Where a line has more than MAX_DEPTH, those that come later may be missing.
    """
    found, owners = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    many = np.zeros(len(ends), np.int64)
    live, place = np.arange(len(ends)), branches
    while live.size:
        at = np.flatnonzero(words(letters, place) == ord(";"))
        row = at // WORD
        at = at % WORD + place[row]
        inside = at < ends[live[row]]
        found.append(at[inside])
        owners.append(live[row[inside]])
        many += np.bincount(owners[-1], minlength=len(ends))
        place = place + WORD
        longer = np.flatnonzero((place < ends[live]) & (many[live] <= MAX_DEPTH))
        live, place = live[longer], place[longer]
    every = np.concatenate(found)
    order = np.argsort(every, kind="stable")
    return every[order], np.concatenate(owners)[order]
