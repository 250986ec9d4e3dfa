"""The lines of a folded file: where each begins, where its stack ends, and its count.

All is done for many lines at once by numpy, which lets other threads work meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.model.regex import regex
from workbench.results.profiles.long_words import WIDE, Ints, Letters
from workbench.scan.document import Unreadable

_COUNT = regex(rb"(.*) (\d+(?:\.\d+)?)\s*", re.DOTALL)
_DIGITS = 15
"""Whole numbers of so many digits are exact as a float."""
_PAD = WIDE
"""Bytes of anything that stand before and behind the letters, to be read in long words."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines that have a stack; blank ones and comments are left out."""

    letters: Letters
    """The bytes of all of them, with others around."""
    origin: int
    """Where in the file the letters begin; it may lie before the file."""
    starts: Ints
    """Among the letters, as are the ends."""
    ends: Ints
    """Where each stack ends: the blank before its count stands there."""
    counts: npt.NDArray[np.float64]
    kept: Ints
    """Which of all lines these are."""
    size: int
    """How many lines there are in all."""


def lines_in(data: bytes, low: int, high: int) -> Lines:
    """Read the lines from `low` to `high`, both of which are bounds of lines.

    Raises Unreadable, with the line, where there is no count.
    """
    letters, origin = _padded(data, low, high), low - _PAD
    starts, stops = _lines(letters)
    counts, ends = _whole_counts(letters, starts, stops)
    _read_others(data, (starts, stops), counts, ends, origin)
    kept = np.flatnonzero(ends >= 0)
    if len(kept) == len(starts):
        return Lines(letters, origin, starts, ends, counts, kept, len(starts))
    return Lines(letters, origin, starts[kept], ends[kept], counts[kept], kept, len(starts))


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
