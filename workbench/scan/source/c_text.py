"""C-like source: what in it is code, and what is a comment or a string.

Few places of a file are asked about, so each is answered by what stands around it; where that would
not be less work, or not be certain, the whole file is read once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from workbench.model.regex import regex

T = TypeVar("T")

_OPAQUE = regex(
    rb"//(?:[^\n\\]++|\\[\s\S]?)*+"
    rb"|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
    rb'|R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\1"|\Z)'
    rb'|"(?:[^"\\\n]++|\\[\s\S])*+"?'
    rb"|(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.){1,8}'"
)
_CYTHON = regex(
    rb"#(?![ \t]*(?:if|ifdef|ifndef|elif|else|endif|include|define|pragma|error)\b)[^\n]*"
    rb'|"""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)'
    rb'|"(?:[^"\\\n]|\\[\s\S])*"?'
    rb"|'(?:[^'\\\n]|\\[\s\S])*'?"
)
_FORTRAN = regex(rb"![ \t]*(?!D(?:IR|EC)\$)[^\n]*|\"[^\"\n]*\"?|'[^'\n]*'?", re.IGNORECASE)
_FIXED_FORTRAN = regex(
    rb"^[c*](?!D(?:IR|EC)\$)[^\n]*|" + _FORTRAN.pattern, re.IGNORECASE | re.MULTILINE
)
_OTHERS = (
    ((".pyx", ".pxd", ".pxi"), _CYTHON),
    ((".f90", ".f95", ".f03", ".f08"), _FORTRAN),
    ((".f", ".f77", ".for"), _FIXED_FORTRAN),
)
_MAY_BE_OPAQUE = regex(rb"[/\"']")
_RAW = regex(rb'R"[^()\\\s]{0,16}\(')
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))
_NEWLINE = regex(rb"\n")
_DIRECTIVE = regex(
    rb"#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif|error)\b"
    rb"((?:[^\n\\]|\\\r?\n|\\.)*)"
)
_ASKED = 60
"""Places in one file that are answered one by one."""
_FAR = 64 * 1024
"""Bytes around a place that are looked at for the beginning of a comment, or of a line."""
_BEHIND = 4096
_BACK = 100
_TRIES = 8
"""Signs that could begin a comment, and do not, before the whole file is read instead."""


class Directive(NamedTuple):
    """A line of the preprocessor: the word behind the sign, and the rest without comments."""

    word: str
    rest: bytes
    start: int
    rest_start: int
    end: int


def _blank(match: re.Match[bytes]) -> bytes:
    return match[0].translate(_KEPT)


class CText:
    """One source file: its bytes, the same bytes with only code left, and its line numbers."""

    def __init__(self, data: bytes, path: str = "") -> None:
        """`path` tells the language, by its ending: C and its kin where it says no other."""
        self.data = data
        low = path.lower()
        self._opaque = next((o for endings, o in _OTHERS if low.endswith(endings)), _OPAQUE)
        self.line_at = line_starts(data)
        """Returns the number (from 1) of the line that holds the byte at an offset."""
        self._asked = 0
        self._read = False
        self._known: dict[object, object] = {}

    def once(self, read: Callable[[bytes, int], T], offset: int) -> T:
        """Return `read(data, offset)`, read once."""
        key = (read, offset)
        if key not in self._known:
            self._known[key] = read(self.data, offset)
        return cast("T", self._known[key])

    @cached_property
    def code(self) -> bytes:
        """The bytes with comments and strings blanked out: every other one stays where it was."""
        self._read = True
        return self._opaque.sub(_blank, self.data)

    @cached_property
    def _needs_all(self) -> bool:
        if self._opaque is not _OPAQUE:
            return True  # what is answered place by place is written for C
        return b'R"' in self.data and _RAW.search(self.data) is not None

    def is_code(self, offset: int) -> bool:
        """Whether the byte at `offset` lies outside comments and strings."""
        self._asked += 1
        if self._read or self._asked > _ASKED or self._needs_all:
            return self.code[offset] == self.data[offset]
        opened = offset
        floor = max(0, offset - _FAR)
        for _ in range(_TRIES):
            opened = self.data.rfind(b"/*", floor, opened)
            if (opened < 0 and not floor) or self.data.find(b"*/", opened + 2, offset) >= 0:
                return not self._in_token(offset)
            if opened < 0:
                break
            if not self._in_token(opened):
                return False
        return self.code[offset] == self.data[offset]

    def code_before(self, offset: int, most: int) -> bytes:
        """Return the code of whole lines and comments, about `most` bytes, before `offset`."""
        start = self.data.find(b"\n", max(0, offset - most), offset) + 1
        if offset > most and start:
            start = min(self._comment_end(max(0, start - _FAR), start) or start, offset)
        else:
            start = max(0, offset - most)
        self._asked += most // 1000
        if self._read or self._asked > _ASKED:
            return self.code[start:offset]
        return _OPAQUE.sub(_blank, self.data[start:offset])

    def directives(self) -> Iterator[Directive]:
        """Yield the conditionals and errors of the preprocessor that stand outside comments."""
        if self._needs_all:
            _ = self.code
        data = self.code if self._read else self.data
        outside = 0
        """No comment is open here."""
        for match in _DIRECTIVE.finditer(data):
            start = match.start()
            if start < outside:
                continue
            line = data.rfind(b"\n", max(0, start - _FAR), start) + 1
            if data[line:start].rpartition(b"*/")[2].strip():
                continue
            if not self._read:
                ended = self._comment_end(outside, start)
                if ended:
                    outside = ended
                    continue
                outside = start
            rest = match[2]
            if not self._read and _MAY_BE_OPAQUE.search(rest):
                rest = _OPAQUE.sub(_blank, rest)
            yield Directive(match[1].decode(), rest, start, match.start(2), match.end())

    def _comment_end(self, outside: int, offset: int) -> int:
        """Return where the comment ends in which `offset` lies; 0 where it lies in none."""
        opened = offset
        for _ in range(_TRIES):
            opened = self.data.rfind(b"/*", outside, opened)
            if opened < 0 or self.data.find(b"*/", opened + 2, offset) >= 0:
                return 0
            if not self._in_token(opened):
                return self._closing(opened + 2)
        return 0 if self.code[offset] == self.data[offset] else self._closing(offset)

    def _closing(self, offset: int) -> int:
        closed = self.data.find(b"*/", offset)
        return closed + 2 if closed >= 0 else len(self.data)

    def _in_token(self, offset: int) -> bool:
        """Whether a string or comment of the line begins before `offset` and goes on behind it."""
        start = self._line(offset)
        closed = self.data.find(b"*/", start, offset)
        if closed >= 0 and self._may_be_in_comment(start):
            start = closed + 2
        for token in _OPAQUE.finditer(self.data, start, offset + _BEHIND):
            if token.start() >= offset:
                return token.start() == offset and self.data[offset] in b"\"'"
            if token.end() > offset:
                return True
        return False

    def _may_be_in_comment(self, line: int) -> bool:
        opened = self.data.rfind(b"/*", max(0, line - _FAR), line)
        return opened >= 0 and self.data.find(b"*/", opened + 2, line) < 0

    def _line(self, offset: int) -> int:
        """Return where the line of `offset` begins, with those that a backslash joins to it."""
        floor = max(0, offset - _FAR)
        start = self.data.rfind(b"\n", floor, offset) + 1
        while start > 1 and self.data[max(0, start - 3) : start - 1].rstrip(b"\r").endswith(b"\\"):
            start = self.data.rfind(b"\n", floor, start - 1) + 1
        return start or floor


def line_starts(data: bytes) -> Callable[[int], int]:
    """Return a function from the offset of a byte to the number (from 1) of its line.

    Few lines of few files are asked for, mostly in order: they are counted from the last one asked.
    Where many are asked for that lie before it, the ends of all lines are found once.
    """
    starts: list[int] = []
    last, number, back = 0, 1, 0

    def line_at(offset: int) -> int:
        nonlocal last, number, back
        if starts:
            return bisect_right(starts, offset)
        if offset >= last:
            number += data.count(b"\n", last, offset)
        elif back < _BACK:
            back += 1
            number -= data.count(b"\n", offset, last)
        else:
            starts.append(0)
            starts.extend(match.end() for match in _NEWLINE.finditer(data))
            return bisect_right(starts, offset)
        last = offset
        return number

    return line_at
