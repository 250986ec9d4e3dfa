"""Numbers for texts, equal where the texts are, made in bulk and grouped in bulk."""

from __future__ import annotations

import secrets

import numpy as np
import numpy.typing as npt

from workbench.results.profiles.long_words import WORD, Ints, Letters, words

Keys = npt.NDArray[np.uint64]

_BLOCK = 1 << 12
"""Texts worked on at once: what is made of them stays in the processor's cache."""
_SLOTS = 1 << 16
_LANES = WORD // 8
_KEY = np.uint64(secrets.randbits(64) | 1)
_KEYS = np.array([secrets.randbits(64) | 1 for _ in range(_LANES)], np.uint64)
_INSIDE = (np.arange(WORD) < np.arange(WORD + 1)[:, np.newaxis]) * np.uint8(255)
"""One row for each number of bytes: ones where they stand in a word."""


def fingerprints(letters: Letters, starts: Ints, stops: Ints) -> Keys:
    """Return a number for the bytes between each of `starts` and `stops`, equal for equal bytes.

    It depends on keys that are new in each process, as Python's own hashes do: two of a million
    texts share a number once in 10^7 files. WORD bytes of anything must follow the last text.
    """
    blocks = range(0, len(starts), _BLOCK)
    made = [_fingerprints(letters, starts[b : b + _BLOCK], stops[b : b + _BLOCK]) for b in blocks]
    return np.concatenate(made) if made else np.zeros(0, np.uint64)


def _fingerprints(letters: Letters, starts: Ints, stops: Ints) -> Keys:
    """Mix what each word of a text comes to into what those before it came to."""
    left = stops - starts
    found = _mixed(left.astype(np.uint64))
    live = np.flatnonzero(left)
    while live.size:
        every = live.size == len(starts)
        place, size = (starts, left) if every else (starts[live], left[live])
        inside = words(_INSIDE.ravel(), np.minimum(size, WORD) * WORD)
        lanes = (words(letters, place) & inside).view("<u8").reshape(-1, _LANES)
        lanes = _mixed(lanes)
        lanes *= _KEYS
        for lane in lanes.T[1:]:
            lanes.T[0] += lane
        found[live] = _mixed(found[live] ^ lanes.T[0])
        starts, left = starts + WORD, left - WORD
        live = live[left[live] > 0]
    return found


def _mixed(numbers: Keys) -> Keys:
    numbers = numbers * _KEY
    numbers ^= numbers >> np.uint64(32)
    return numbers


def groups(numbers: Keys) -> tuple[Ints, Ints]:
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
