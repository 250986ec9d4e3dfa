"""Which function a place of a C-like file is in, told by the braces before it."""

from __future__ import annotations

import re
from bisect import bisect_right

from workbench.model.regex import regex
from workbench.scan.source.c_text import CText

_BRACE = regex(rb"[{}]")
_FUNCTION = regex(rb"\b([A-Za-z_][\w:~]*)[ \t\r\n]*\(")
_STATEMENTS = frozenset({b"if", b"for", b"while", b"switch", b"return", b"catch"})
_NO_FUNCTION = _STATEMENTS | {
    *(b"sizeof", b"defined", b"__attribute__", b"__declspec", b"alignas", b"__asm__", b"asm"),
    *(b"target", b"constexpr", b"requires", b"noexcept", b"decltype", b"static_assert", b"void"),
    *(b"int", b"char", b"long", b"short", b"unsigned", b"float", b"double", b"bool"),
}
_DIRECTIVE = regex(rb"^[ \t]*#(?:[^\n\\]|\\\r?\n|\\)*", re.MULTILINE)
_HEAD = 3000
"""Bytes before a brace that are read for what it opens."""
_WINDOW = 6000
_MAX_DEPTH = 200


def function_at(text: CText, offset: int) -> str:
    """Return the name of the function around `offset`; empty outside of functions.

    Looks at a window, for files of which few places are asked.
    """
    before = text.code_before(offset, _WINDOW)
    at, closed = len(before), 0
    while (opened := before.rfind(b"{", 0, at)) >= 0:
        closed += before.count(b"}", opened, at)
        at = opened
        if closed:
            closed -= 1
        elif name := _head_name(before, opened):
            return name
    return ""


class Functions:
    """All functions of one file: `code` is its text without comments and strings."""

    def __init__(self, code: bytes) -> None:
        self._code = code
        self._marks: list[int] = []
        self._names: list[str] = []

    def at(self, offset: int) -> str:
        """Return the name of the function around `offset`; empty outside of functions."""
        if not self._marks:
            self._read()
        return self._names[bisect_right(self._marks, offset) - 1]

    def _read(self) -> None:
        """Walk over the braces once. One in the first column ends whatever was left open.

        Branches of the preprocessor may open a brace twice that is closed once.
        """
        self._marks, self._names = [0], [""]
        stack: list[str] = []
        code = self._code
        for match in _BRACE.finditer(code):
            at = match.start()
            first = at == 0 or code[at - 1] == 0x0A
            if match[0] == b"}":
                name = stack.pop() if stack else ""
                if first and any(stack):
                    stack = []
                now = stack[-1] if stack else ""
                if now != name or first:
                    self._mark(at + 1, now)
                continue
            if first and any(stack):
                stack = []
            inside = stack[-1] if stack else ""
            name = inside or _head_name(code, at)
            if len(stack) < _MAX_DEPTH:
                stack.append(name)
            if name != inside or first:
                self._mark(at, name)

    def _mark(self, offset: int, name: str) -> None:
        if self._names[-1] != name:
            self._marks.append(offset)
            self._names.append(name)


def _head_name(code: bytes, brace: int) -> str:
    """Return what the statement that ends at an opening brace defines, if that is a function."""
    start = max(0, brace - _HEAD)
    boundary = max(code.rfind(end, start, brace) for end in (b";", b"}", b"{"))
    line = code.rfind(b"\n", start, max(boundary, start))
    while line > start and code[line - 1 : line] == b"\\":
        line = code.rfind(b"\n", start, line)
    if macro := _DIRECTIVE.match(code, line + 1, brace):  # its braces end nothing behind it
        boundary = max(boundary, macro.end())
    head = _DIRECTIVE.sub(b"", code[max(boundary + 1, start) : brace])
    names = [m[1] for m in _FUNCTION.finditer(head)]
    told = [n for n in names if n not in _NO_FUNCTION]
    if not told or (names and names[0] in _STATEMENTS):
        return ""
    return next((n for n in told if not n.isupper()), told[0]).decode("latin-1")
