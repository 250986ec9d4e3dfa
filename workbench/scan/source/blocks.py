"""Blocks in braces: what stands at the head of each one around a place."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex

_BRACE = regex(rb"[{}]")
_WINDOW = 30_000
_DEEPEST = 100
"""Blocks in each other that are looked at."""


def heads(code: bytes, offset: int) -> Iterator[bytes]:
    """Yield what precedes each brace that is open at `offset`, innermost first, in a window.

    The first is the statement that `offset` itself stands in.
    """
    start = max(0, offset - _WINDOW)
    before = code[start:offset]
    yield before[_boundary(before, len(before)) :]
    closed = opened = 0
    for brace in reversed(list(_BRACE.finditer(before))):
        if brace[0] == b"}":
            closed += 1
        elif closed:
            closed -= 1
        else:
            yield before[_boundary(before, brace.start()) : brace.start()]
            opened += 1
            if opened == _DEEPEST:
                return


def _boundary(text: bytes, end: int) -> int:
    return max(text.rfind(sign, 0, end) for sign in (b";", b"}", b"{")) + 1
