"""Whether one side's stacks look cut off: then a difference of the two sides lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.results.flame.matching import UNKNOWN
from workbench.results.flame.tree import FlameTree

SIDES = ("x86_64", "arm64")
_MUCH_SHALLOWER = 0.6
_MANY = 0.25
_FAR_APART = 0.15
_SHORT = 2
"""Frames of a stack that tells nothing: the thread and one function, or less."""


LOOK_TRUNCATED = (
    "The stacks of {side} look truncated: {reason}. The difference may only show what could not "
    "be unwound. Build with frame pointers (-fno-omit-frame-pointer; -XX:+PreserveFramePointer on "
    "the JVM) or record with --call-graph dwarf, and measure that side again."
)
SHALLOWER = "{depth} frames deep on average, against {other}"
MANY_SHORT = "{share} of them at most {most} frames deep"
NAMELESS = "{share} with frames that have no name"


@dataclass(frozen=True, slots=True)
class StackShape:
    """How deep one side's stacks are: mean frames a sample, parts (0..1) of all samples."""

    depth: float
    short: float
    unknown: float


def stack_shape(tree: FlameTree, side: int) -> StackShape:
    """Return the shape of a side's stacks, each weighted by what was spent in it."""
    own = tree.own[side]
    total = float(own.sum())
    if not total:
        return StackShape(0.0, 0.0, 0.0)
    depths = np.repeat(np.arange(tree.depth), np.diff(tree.starts))
    nameless = np.array([name == UNKNOWN for name in tree.names] or [False])
    unknown = (tree.frames >= 0) & nameless[tree.frames]
    for level in list(tree.levels())[1:]:
        unknown[level] |= unknown[tree.parents[level]]
    return StackShape(
        depth=float((own * depths).sum()) / total,
        short=float(own[depths <= _SHORT].sum()) / total,
        unknown=float(own[unknown].sum()) / total,
    )


def truncation_warnings(tree: FlameTree) -> list[str]:
    """Return a warning for the side whose stacks look truncated beside the other's."""
    shapes = [stack_shape(tree, side) for side in (0, 1)]
    warnings = []
    for side, (shape, other) in enumerate((shapes, shapes[::-1])):
        reasons = []
        if shape.depth < _MUCH_SHALLOWER * other.depth:
            depths = {"depth": f"{shape.depth:.1f}", "other": f"{other.depth:.1f}"}
            reasons.append(SHALLOWER.format_map(depths))
        if shape.short > max(_MANY, other.short + _FAR_APART):
            reasons.append(MANY_SHORT.format(share=f"{shape.short:.0%}", most=_SHORT))
        if shape.unknown > max(_MANY, other.unknown + _FAR_APART):
            reasons.append(NAMELESS.format(share=f"{shape.unknown:.0%}"))
        if reasons:
            warnings.append(LOOK_TRUNCATED.format(side=SIDES[side], reason=reasons[0]))
    return warnings
