"""Blocks by indentation: the `if` and `else` lines that a place in Python stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(rb"^([ \t]*)(\S[^\n]*)", re.MULTILINE)
_CHOICE = re.compile(rb"(?:if|elif|else|while|for|with|def|class|try|except|case|match)\b")
_WINDOW = 20_000


def heads_above(code: bytes, offset: int) -> Iterator[bytes]:
    """Yield the lines that open the blocks around `offset`, innermost first, in a window.

    An `else` comes with the `if` that it belongs to, behind a `!`.
    """
    start = code.rfind(b"\n", 0, offset) + 1
    own = _LINE.match(code, start)
    depth = len(own[1]) if own else 0
    lines = list(_LINE.finditer(code, max(0, start - _WINDOW), start))
    awaited = -1
    for line in reversed(lines):
        here = len(line[1])
        if here == awaited and line[2].startswith((b"if", b"elif")):
            yield b"!" + line[2]
            awaited = -1 if line[2].startswith(b"if") else here
        if here < depth and _CHOICE.match(line[2]):
            depth = here
            awaited = here if line[2].startswith((b"else", b"elif")) else -1
            yield line[2]
