"""Numbers for texts, equal where the texts are, made in bulk and grouped in bulk."""

from __future__ import annotations

import secrets

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

_BLOCK = 1 << 14
"""Texts worked on at once: what is made of them stays in the processor's cache."""
_SLOTS = 1 << 18
_WORD = 8
_KEY = np.uint64(secrets.randbits(64) | 1)


def fingerprints(letters: npt.NDArray[np.uint8], starts: Ints, stops: Ints) -> Keys:
    """Return a number for the bytes between each of `starts` and `stops`, equal for equal bytes.

    It depends on a key that is new in each process, as Python's own hashes do: two of a million
    texts share a number once in 10^7 files. Eight bytes or more of anything must follow the texts.
    """
    blocks = range(0, len(starts), _BLOCK)
    made = [_fingerprints(letters, starts[b : b + _BLOCK], stops[b : b + _BLOCK]) for b in blocks]
    return np.concatenate(made) if made else np.zeros(0, np.uint64)


def _fingerprints(letters: npt.NDArray[np.uint8], starts: Ints, stops: Ints) -> Keys:
    """Mix the eight bytes from the start on, the next eight and so on, and at last the last."""
    words: Keys = np.ndarray((len(letters) - _WORD + 1,), "<u8", letters, strides=(1,))
    lengths = stops - starts
    found = _mixed(lengths.astype(np.uint64))
    places, live = starts, np.arange(len(starts))
    longer = np.flatnonzero(lengths > _WORD)
    while longer.size:
        live, places = live[longer], places[longer]
        found[live] = _mixed(found[live] ^ words[places])
        places = places + _WORD
        longer = np.flatnonzero(stops[live] > places + _WORD)
    rest = lengths - (np.maximum(lengths, 1) - 1) // _WORD * _WORD
    last = words[stops - rest]
    last <<= (8 * (_WORD - np.maximum(rest, 1))).astype(np.uint64)
    last[lengths == 0] = 0
    return _mixed(found ^ last)


def _mixed(numbers: Keys) -> Keys:
    numbers = numbers * _KEY
    return numbers ^ (numbers >> np.uint64(32))


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
