"""Bytes of a text compared many at a time, from many places at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Letters = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

WORD = 64
"""As many bits as a number has, so that a row's mask is one."""
WIDE = 512


def words(letters: Letters, places: Ints) -> Letters:
    """Return the WORD bytes from each place on, one row a place."""
    return _rows(letters, places, WORD).view(np.uint8).reshape(-1, WORD)


def places_of(mask: Mask) -> Ints:
    """Return where `mask` is True; several times as fast as numpy where that is seldom."""
    whole = len(mask) // WORD * WORD
    eights = mask[:whole].view("<u8") != 0
    rows = np.flatnonzero(eights.view("<u8")) * WORD
    found = np.flatnonzero(words(mask.view(np.uint8), rows).view(np.bool_))
    rest = np.flatnonzero(mask[whole:]) + whole
    return np.concatenate([rows[found // WORD] + found % WORD, rest])


def same_bytes(letters: Letters, places: Ints, others: Ints, width: int) -> Mask:
    """Return whether the bytes from each of `places` on are those from the other on.

    `width` says how many, a multiple of WORD.
    """
    differ = _rows(letters, places, width).view("<u8") != _rows(letters, others, width).view("<u8")
    same: Mask = differ.view("<u8").reshape(-1, width // WORD).T[0] == 0
    for column in differ.view("<u8").reshape(-1, width // WORD).T[1:]:
        same &= column == 0
    return same


def _rows(letters: Letters, places: Ints, width: int) -> npt.NDArray[np.void]:
    if len(letters) < width:
        return np.zeros(0, f"V{width}")
    every: npt.NDArray[np.void] = np.ndarray(
        (len(letters) - width + 1,), f"V{width}", letters, strides=(1,)
    )
    return every[places]


def first_in(mask: Mask) -> Ints:
    """Return where each row of WORD has its first True; WORD where it has none."""
    bits = _bits(mask)
    return np.where(bits > 0, _exponent(bits & (~bits + np.uint64(1))), WORD)


def last_in(mask: Mask) -> Ints:
    """Return the place behind each row's last True; 0 where it has none."""
    bits = _bits(mask)
    # The second highest bit, if set, could round a number up to the next power of two.
    return np.where(bits > 0, _exponent(bits & ~(bits >> np.uint64(1))) + 1, 0)


def _bits(mask: Mask) -> npt.NDArray[np.uint64]:
    packed: npt.NDArray[np.uint64] = np.packbits(mask.ravel(), bitorder="little").view("<u8")
    return packed


def _exponent(numbers: npt.NDArray[np.uint64]) -> Ints:
    """Return the exponent of the power of two at or below each number."""
    return (numbers.astype(np.float64).view(np.int64) >> 52) - 1023
