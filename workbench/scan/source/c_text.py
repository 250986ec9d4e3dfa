"""C-like source with its comments and strings blanked out: every other byte stays where it was."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

_OPAQUE = re.compile(
    rb"//(?:[^\n\\]|\\[\s\S]?)*"
    rb"|/\*[\s\S]*?(?:\*/|\Z)"
    rb'|R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\1"|\Z)'
    rb'|"(?:[^"\\\n]|\\[\s\S])*"?'
    rb"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.){1,8}'"
)
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))
_NEWLINE = re.compile(rb"\n")


def _blank(match: re.Match[bytes]) -> bytes:
    return match[0].translate(_KEPT)


class CText:
    """One source file: its bytes, the same bytes with only code left, and its line numbers."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.code = _OPAQUE.sub(_blank, data)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _NEWLINE.finditer(self.data))]

    def line_at(self, offset: int) -> int:
        """Return the number (from 1) of the line that holds the byte at `offset`."""
        return bisect_right(self._starts, offset)
