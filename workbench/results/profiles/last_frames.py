"""The last frame and the count of every line of a folded file, in bulk."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.scan.document import Unreadable

Ints = npt.NDArray[np.int64]

_COUNT = re.compile(rb"(.*) (\d+(?:\.\d+)?)\s*", re.DOTALL)
_TWO_COUNTS = re.compile(rb"(.*) \d+(?:\.\d+)?\s*", re.DOTALL)
_DIGITS = 15
"""Whole numbers of so many digits are exact as a float."""
_BYTES = 1 << 18
_BLOCK = 1 << 14
"""Bytes, and lines, worked on at once: what is made of them stays in the processor's cache."""
_SLOTS = 1 << 18
_WORD = 8
_KEY = np.uint64(secrets.randbits(64) | 1)


@dataclass(frozen=True, eq=False)
class LastFrames:
    """What stands at the lines' ends: `frames` points into `names`, -1 where there is no stack."""

    names: list[bytes]
    frames: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float64]


def line_bounds(data: bytes) -> tuple[Ints, Ints]:
    """Return where each line of `data` begins, and where it ends but for its line break."""
    letters = np.frombuffer(data, np.uint8)
    blocks = range(0, len(data), _BYTES)
    breaks = [np.flatnonzero(letters[b : b + _BYTES] == ord("\n")) + b for b in blocks]
    if not data.endswith(b"\n"):
        breaks.append(np.array([len(data)]))
    stops = np.concatenate(breaks)
    starts = np.concatenate([np.zeros(1, np.int64), stops[:-1] + 1])
    filled = np.flatnonzero(stops > starts)
    stops[filled] -= letters[stops[filled] - 1] == ord("\r")
    return starts, stops


def last_frames(data: bytes, lines: Ints, starts: Ints, stops: Ints) -> LastFrames:
    """Read what stands between `starts` and `stops`, the ends of lines that begin at `lines`.

    Raises Unreadable, with the line, where there is no count, and where all have two of them.
    """
    counts, ends = _whole_counts(data, starts, stops)
    plain = np.flatnonzero(ends >= 0)
    first, which = _groups(fingerprints(data, starts[plain], ends[plain]))
    chosen = plain[first]
    names = [data[a:b] for a, b in zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True)]
    frames = np.full(len(starts), -1, np.int32)
    frames[plain] = which
    numbers = {name: number for number, name in enumerate(names)}
    for line in np.flatnonzero(ends < 0).tolist():
        if data[lines[line] : stops[line]].strip() and data[lines[line]] != ord("#"):
            parts = _COUNT.fullmatch(data, starts[line], stops[line])
            if parts is None:
                raise Unreadable("a stack has no count at its end", line + 1)
            frames[line] = numbers.setdefault(parts[1], len(numbers))
            counts[line] = float(parts[2])
    if numbers and all(map(_TWO_COUNTS.fullmatch, numbers)):
        raise Unreadable(
            "has two counts a line, so it is a difference of two profiles already: "
            "import the two profiles that it was made from"
        )
    return LastFrames(list(numbers), frames, counts)


def fingerprints(data: bytes, starts: Ints, stops: Ints) -> npt.NDArray[np.uint64]:
    """Return a number for the bytes between each of `starts` and `stops`, equal for equal bytes.

    It depends on a key that is new in each process, as Python's own hashes do: two of a million
    texts share a number once in 10^7 files.
    """
    blocks = range(0, len(starts), _BLOCK)
    made = [_fingerprints(data, starts[b : b + _BLOCK], stops[b : b + _BLOCK]) for b in blocks]
    return np.concatenate(made) if made else np.zeros(0, np.uint64)


def _fingerprints(data: bytes, starts: Ints, stops: Ints) -> npt.NDArray[np.uint64]:
    """Mix the eight bytes from the start on, the next eight and so on, and at last the last."""
    data = data if len(data) >= _WORD else data.ljust(_WORD)
    words: npt.NDArray[np.uint64] = np.ndarray((len(data) - _WORD + 1,), "<u8", data, strides=(1,))
    lengths = stops - starts
    found = _mixed(lengths.astype(np.uint64))
    live = np.flatnonzero(lengths > _WORD)
    offset = 0
    while live.size:
        found[live] = _mixed(found[live] ^ words[starts[live] + offset])
        offset += _WORD
        live = live[lengths[live] > offset + _WORD]
    before = stops - _WORD
    last: npt.NDArray[np.uint64] = words[np.maximum(before, 0)] << (
        8 * np.maximum(-before, 0)
    ).astype(np.uint64)
    last >>= (8 * np.maximum(_WORD - lengths, 0)).astype(np.uint64)
    return _mixed(found ^ last)


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    numbers = numbers * _KEY
    return numbers ^ (numbers >> np.uint64(32))


def _groups(numbers: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Return one place of each distinct number, and for each number which of them is its own.

    Numbers meet in the slots of a table; those that find another one there try the next table.
    That is several times as fast as to sort them.
    """
    table = np.zeros(_SLOTS, np.int64)
    heads = np.zeros(len(numbers), np.int64)
    live, shift = np.arange(len(numbers)), 0
    while live.size:
        wanted = numbers[live]
        slots = ((wanted >> np.uint64(shift % 64)) % np.uint64(_SLOTS)).astype(np.int64)
        table[slots] = live
        found = table[slots]
        same = numbers[found] == wanted
        heads[live[same]] = found[same]
        live, shift = live[~same], shift + 11
    chosen = np.zeros(len(numbers), np.bool_)
    chosen[heads] = True
    return np.flatnonzero(chosen), (np.cumsum(chosen) - 1)[heads]


def _whole_counts(data: bytes, starts: Ints, stops: Ints) -> tuple[npt.NDArray[np.float64], Ints]:
    """Return the whole number at each end, and where the blank before it is; -1: none is there."""
    letters = np.frombuffer(data, np.uint8)
    counts, ends = np.zeros(len(starts)), np.full(len(starts), -1, np.int64)
    for block in range(0, len(starts), _BLOCK):
        live = np.arange(block, min(block + _BLOCK, len(starts)))
        place = stops[live] - 1
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
