"""What both sides are divided by before they are compared: a choice, each with its price."""

from __future__ import annotations

from enum import StrEnum
from math import log, sqrt

import numpy as np

from workbench.results.flame.tree import FlameTree, Floats

Pair = tuple[float, float]

_LEAST_SHARE = 0.001
"""Functions that take less on a side are left out: their ratio is mostly chance."""


class Basis(StrEnum):
    """What a difference of the two sides is measured by."""

    UNCHANGED = "unchanged"
    """The functions in the middle are taken as equal, and what differs from them has changed.

    Both sides are scaled by the median of the functions' ratios, as sequencing counts are (Anders
    and Huber 2010, https://doi.org/10.1186/gb-2010-11-10-r106): neither a longer recording nor one
    function that grew moves the others. It holds while less than half of the functions changed.
    """
    SHARE = "share"
    """Each side's own total: where one function grows, the shares of all others shrink."""
    AMOUNT = "amount"
    """The profile's unit as it is: only for the same work, recorded in the same way."""


def typical_pair(tree: FlameTree) -> Pair:
    """Return what the function with the median ratio took itself on each side; 1, 1 if none is.

    Between two middle ones it is that whose amounts are nearer to each other.
    """
    count = len(tree.names)
    own: Floats = np.zeros((2, count))
    for row, side in zip(own, tree.own, strict=True):
        row[:] = np.bincount(tree.frames[1:], side[1:], count)
    least = _LEAST_SHARE * own.sum(axis=1, keepdims=True)
    common = own[:, ((own > 0) & (own >= least)).all(axis=0)]
    unequal = np.flatnonzero(common[0] != common[1])
    if not len(unequal):
        return 1.0, 1.0
    # Always reckoned the same way round, so that not even rounding tells swapped sides apart.
    if common[0, unequal[0]] > common[1, unequal[0]]:
        second, first = _median_pair(common[::-1])
        return first, second
    return _median_pair(common)


def _median_pair(common: Floats) -> Pair:
    order = np.argsort(common[1] / common[0], kind="stable")
    middle = common[:, [order[(len(order) - 1) // 2], order[len(order) // 2]]]
    (low, high), (low_other, high_other) = middle.tolist()
    below, above = abs(log(low_other / low)), abs(log(high_other / high))
    if below == above:
        return sqrt(low * high), sqrt(low_other * high_other)
    return (low, low_other) if below < above else (high, high_other)


def scales(basis: Basis, totals: Pair, typical: Pair) -> Pair:
    """Return what each side's amounts are divided by before they are subtracted.

    All but amounts become parts (0..1) of the larger total, so swapped sides mirror each other.
    """
    if basis is Basis.AMOUNT:
        return 1.0, 1.0
    x86, arm = totals
    if basis is Basis.SHARE or not (x86 > 0 and arm > 0):
        return x86 or 1.0, arm or 1.0
    if x86 * typical[1] >= arm * typical[0]:
        return x86, x86 * typical[1] / typical[0]
    return arm * typical[0] / typical[1], arm
