"""Two profiles as one tree of matched frames, and the difference of their shares."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from workbench.results.flame.matching import UNKNOWN, matched_names
from workbench.results.flame.reshaping import without
from workbench.results.flame.scaling import Basis, Pair, scales, typical_pair
from workbench.results.flame.tree import FlameTree, Floats, merged_tree
from workbench.results.flame.truncation import truncation_warnings
from workbench.results.records import Profile

X86, ARM = 0, 1
"""Rows of a comparison: which side is which."""
EXACT = 1e-12
"""Of the larger of two values: what is closer is equal, the rest is rounding of sums."""
OF_SIDE = "{side}: {warning}"
DIFFERENT_UNITS = (
    "x86_64 counts {x86} and arm64 {arm}: shares can be compared, "
    "but they are shares of different things."
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Matched stacks of both sides; a side that was not measured has no total.

    The tree's first row is x86_64's, the second arm64's, each in its own profile's unit.
    """

    tree: FlameTree
    units: tuple[str, str]
    warnings: tuple[str, ...] = ()
    basis: Basis = Basis.UNCHANGED
    """What differences are measured by; shares are those of a side's own total all the same."""
    whole: Pair = (0.0, 0.0)
    typical: Pair = (1.0, 1.0)
    """Of the profiles as they were read, also where only a part of them is looked at."""
    partial: bool = False
    """Whether only the widest frames are there: differences, and what was spent in a frame
    itself, are not to be taken from it."""

    @property
    def totals(self) -> Pair:
        """What each side spent over all, in its unit."""
        return float(self.tree.total[X86, 0]), float(self.tree.total[ARM, 0])

    @property
    def both(self) -> bool:
        """Whether both sides were measured, so that there is a difference."""
        return all(total > 0 for total in self.totals)

    def shares(self, side: int) -> Floats:
        """Return each node's part (0..1) of what `side` spent, callees included."""
        return _shares(self.tree.total, self.totals, side)

    def own_shares(self, side: int) -> Floats:
        """Return each node's part (0..1) of what `side` spent, in the frame itself."""
        return _shares(self.tree.own, self.totals, side)

    def delta(self) -> Floats:
        """Return arm64 less x86_64 for each node, callees included, measured by the basis."""
        return self.difference(self.tree.total)

    def difference(self, amounts: Floats) -> Floats:
        """Return arm64 less x86_64 of `amounts` (one row a side); what is equal is exactly 0.

        Parts (0..1) of the larger side, but for amounts: these are in the profile's unit.
        """
        totals = self.totals if self.basis is Basis.SHARE else self.whole
        x86, arm = scales(self.basis, totals, self.typical)
        pair = amounts[X86] / x86, amounts[ARM] / arm
        found: Floats = pair[1] - pair[0]
        found[np.abs(found) <= EXACT * np.maximum(*pair)] = 0.0
        return found

    def measured_by(self, basis: Basis) -> Comparison:
        """Return the comparison with its differences measured by another basis."""
        return replace(self, basis=basis)

    def reshaped(self, tree: FlameTree) -> Comparison:
        """Return the comparison over another tree of the same profiles."""
        return replace(self, tree=tree)


def _shares(values: Floats, totals: tuple[float, float], side: int) -> Floats:
    total = totals[side]
    return values[side] / total if total > 0 else np.zeros(values.shape[1])


def compare_profiles(
    x86: Profile | None, arm: Profile | None, *, widest: bool = False
) -> Comparison:
    """Match the frames of both sides and merge their stacks; either side may be missing.

    Of a profile that was not read whole, what is missing is read first, or with `widest` left out.
    """
    partial = widest and any(side is not None and side.rest is not None for side in (x86, arm))
    if not widest:
        x86, arm = (side.whole() if side else None for side in (x86, arm))
    sides = (x86, arm)
    raw = sorted({name for side in sides if side for name in side.names})
    matched = matched_names(raw)
    names = tuple(sorted(set(matched.values())))
    number = {name: place for place, name in enumerate(names)}
    parents, frames, own, clones = [np.array([-1])], [np.array([-1])], [np.zeros((2, 1))], []
    offset = 1
    for row, side in enumerate(sides):
        if side is None:
            continue
        table = np.array([number[matched[name]] for name in side.names] or [0])
        inner = side.frames.astype(np.int64).copy()
        folded = np.where(inner >= 0, table[np.maximum(inner, 0)], -1)
        above = side.parents.astype(np.int64)
        # A clone right below its own function (foo, then foo.part.0) is one frame, not two;
        # the same name twice is recursion and stays.
        same = (folded == folded[np.maximum(above, 0)]) & (inner != inner[np.maximum(above, 0)])
        same &= folded != number.get(UNKNOWN, -1)
        clones.append(same[1:] & (above[1:] > 0))
        spent = np.zeros((2, len(inner)))
        spent[row] = side.weights
        parents.append(np.where(above[1:] == 0, 0, above[1:] + offset - 1))
        frames.append(folded[1:])
        own[0][:, 0] += spent[:, 0]
        own.append(spent[:, 1:])
        offset += len(inner) - 1
    hidden = np.concatenate([np.array([False]), *clones])
    joined = without(np.concatenate(parents), np.concatenate(own, axis=1), hidden)
    kept = ~hidden
    tree = merged_tree(names, joined.parents, np.concatenate(frames)[kept], joined.own)
    units = (x86.unit if x86 else "", arm.unit if arm else "")
    warnings = () if partial else _warnings(x86, arm, tree)
    found = Comparison(tree, units, warnings, typical=typical_pair(tree), partial=partial)
    return replace(found, whole=found.totals)


def _warnings(x86: Profile | None, arm: Profile | None, tree: FlameTree) -> tuple[str, ...]:
    found = [
        OF_SIDE.format(side=name, warning=warning)
        for name, side in (("x86_64", x86), ("arm64", arm))
        if side
        for warning in side.warnings
    ]
    if x86 and arm:
        found += truncation_warnings(tree)
        if x86.unit != arm.unit:
            found.append(DIFFERENT_UNITS.format(x86=x86.unit, arm=arm.unit))
    return tuple(found)
