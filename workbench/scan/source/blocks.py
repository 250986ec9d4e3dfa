"""Blocks in braces: what stands at the head of each one around a place."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex

_BRACE = regex(rb"[{}]")
_WINDOW = 30_000


def heads(code: bytes, offset: int) -> Iterator[bytes]:
    """Yield what precedes each brace that is open at `offset`, innermost first, in a window.

    The first is the statement that `offset` itself stands in.
    """
    start = max(0, offset - _WINDOW)
    before = code[start:offset]
    yield before[_boundary(before) :]
    closed = 0
    for brace in reversed(list(_BRACE.finditer(before))):
        if brace[0] == b"}":
            closed += 1
        elif closed:
            closed -= 1
        else:
            head = before[: brace.start()]
            yield head[_boundary(head) :]


def _boundary(text: bytes) -> int:
    return max(text.rfind(end) for end in (b";", b"}", b"{")) + 1
