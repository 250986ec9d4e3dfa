"""C-like source with its comments and strings blanked out: every other byte stays where it was."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

_OPAQUE = re.compile(
    rb"//(?:[^\n\\]|\\[\s\S]?)*"
    rb"|/\*[\s\S]*?(?:\*/|\Z)"
    rb'|R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\1"|\Z)'
    rb'|"(?:[^"\\\n]|\\[\s\S])*"?'
    rb"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.){1,8}'"
)
_CYTHON = re.compile(
    rb"#(?![ \t]*(?:if|ifdef|ifndef|elif|else|endif|include|define|pragma|error)\b)[^\n]*"
    rb'|"""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)'
    rb'|"(?:[^"\\\n]|\\[\s\S])*"?'
    rb"|'(?:[^'\\\n]|\\[\s\S])*'?"
)
_FORTRAN = re.compile(rb"![ \t]*(?!D(?:IR|EC)\$)[^\n]*|\"[^\"\n]*\"?|'[^'\n]*'?", re.IGNORECASE)
_FIXED_FORTRAN = re.compile(
    rb"^[c*](?!D(?:IR|EC)\$)[^\n]*|" + _FORTRAN.pattern, re.IGNORECASE | re.MULTILINE
)
_OTHERS = (
    ((".pyx", ".pxd", ".pxi"), _CYTHON),
    ((".f90", ".f95", ".f03", ".f08"), _FORTRAN),
    ((".f", ".f77", ".for"), _FIXED_FORTRAN),
)
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))
_NEWLINE = re.compile(rb"\n")


def _blank(match: re.Match[bytes]) -> bytes:
    return match[0].translate(_KEPT)


class CText:
    """One source file: its bytes, the same bytes with only code left, and its line numbers."""

    def __init__(self, data: bytes, path: str = "") -> None:
        """`path` tells the language, by its ending: C and its kin where it says no other."""
        self.data = data
        low = path.lower()
        opaque = next((o for endings, o in _OTHERS if low.endswith(endings)), _OPAQUE)
        self.code = opaque.sub(_blank, data)

        self.line_at = line_starts(data)
        """Returns the number (from 1) of the line that holds the byte at an offset."""


def line_starts(data: bytes) -> Callable[[int], int]:
    """Return a function from the offset of a byte to the number (from 1) of its line.

    Lines are counted when first asked: most files are never asked.
    """
    starts: list[int] = []

    def line_at(offset: int) -> int:
        if not starts:
            starts.append(0)
            starts.extend(match.end() for match in _NEWLINE.finditer(data))
        return bisect_right(starts, offset)

    return line_at
