"""Some lines of a folded file taken apart: their last frames, and what is new in each.

All is done for many lines at once by numpy, which lets other threads work meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.results.profiles.fingerprints import Keys, fingerprints, groups
from workbench.results.profiles.folded_lines import lines_in
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
    found = lines_in(data, above, high)
    letters, origin, starts, ends = found.letters, found.origin, found.starts, found.ends
    skipped = 1 if low else 0
    alike = _alike(letters, starts, ends)
    own = int(np.searchsorted(starts, low - origin))
    starts, ends, alike = starts[own:], ends[own:], alike[own:]
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
        counts=found.counts[own:],
        lines=(found.kept[own:] - skipped).astype(np.int32),
        size=found.size - skipped,
        keys=keys[chosen],
        bounds=(frames[0][chosen] + origin, frames[1][chosen] + origin),
        frames=which.astype(np.int32),
    )


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
