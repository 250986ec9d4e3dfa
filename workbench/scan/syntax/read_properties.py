"""Java properties files with line numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.document import Document

_ENTRY = regex(r"\s*((?:\\.|[^\\=:\s])+)\s*[=:\s]\s*(.*)", re.DOTALL)
_ESCAPE = regex(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_properties(document: Document) -> Iterator[tuple[str, str, int]]:
    """Yield name, value and line of every entry. Format: `java.util.Properties.load`."""
    start, logical = 0, ""
    for number, line in enumerate(document.lines, 1):
        if not logical:
            if line.lstrip()[:1] in ("", "#", "!"):
                continue
            start = number
        logical += line.lstrip()
        if (len(logical) - len(logical.rstrip("\\"))) % 2:
            logical = logical[:-1]
            continue
        entry = _ENTRY.fullmatch(logical)
        if entry:
            yield _unescaped(entry[1]), _unescaped(entry[2]).strip(), start
        logical = ""


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) == 5 else _LETTERS.get(code, code)
