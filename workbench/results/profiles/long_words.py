"""Bytes of a text compared many at a time, from many places at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Letters = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

WORD = 64
"""As many bits as a number has, so that a row's mask is one."""
WIDE = 512


def words(letters: Letters, places: Ints) -> Letters:
    """Return the WORD bytes from each place on, one row a place."""
    return _rows(letters, places, WORD).view(np.uint8).reshape(-1, WORD)


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
