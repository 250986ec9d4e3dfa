"""Blocks by indentation: the `if` and `else` lines that a place in Python stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from workbench.model.regex import regex

_LINE = regex(rb"^([ \t]*+)(\S[^\n]{0,600})", re.MULTILINE)
_CHOICE = regex(rb"(?:if|elif|else|while|for|with|def|class|try|except|case|match)\b")
_MOST_LINES = 400
"""Looked back at for one place."""


@lru_cache(maxsize=2)
def _lines(code: bytes) -> tuple[tuple[int, int, bytes], ...]:
    """Return where each line that is not blank begins, how far it is indented, and the rest."""
    return tuple((m.start(), len(m[1]), m[2]) for m in _LINE.finditer(code))


def heads_above(code: bytes, offset: int) -> Iterator[bytes]:
    """Yield the lines that open the blocks around `offset`, innermost first, in a window.

    An `else` comes with the `if` that it belongs to, behind a `!`.
    """
    lines = _lines(code)
    own = bisect_right(lines, offset, key=itemgetter(0)) - 1
    if own < 0:
        return
    depth = lines[own][1]
    awaited = -1
    for at in range(own - 1, max(own - _MOST_LINES, 0) - 1, -1):
        _, here, text = lines[at]
        if here == awaited and text.startswith((b"if", b"elif")):
            yield b"!" + text
            awaited = -1 if text.startswith(b"if") else here
        if here < depth and _CHOICE.match(text):
            depth = here
            awaited = here if text.startswith((b"else", b"elif")) else -1
            yield text
