"""Text output of tools: one block a run, and the values after their labels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.scan.document import Document, Unreadable


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one run in a file, and the number of its first line."""

    text: str
    line: int

    def find(self, pattern: str) -> re.Match[str] | None:
        """Return the first place where `pattern` matches; `^` and `$` are ends of lines."""
        return re.search(pattern, self.text, re.MULTILINE)

    def need(self, pattern: str, what: str) -> re.Match[str]:
        """Return the first place where `pattern` matches, or raise Unreadable naming `what`."""
        found = self.find(pattern)
        if found is None:
            raise Unreadable(f"{what} is missing: the output is not complete", self.line)
        return found

    def line_of(self, match: re.Match[str]) -> int:
        """Return the number in the file of the line on which `match` begins."""
        return self.line + self.text.count("\n", 0, match.start())


def blocks(document: Document, opening: re.Pattern[str]) -> list[Block]:
    """Split a file before each match of `opening`. Raises Unreadable where there is none."""
    text = document.text
    if not text.strip():
        raise Unreadable("is empty")
    begins = [match.start() for match in opening.finditer(text)]
    if not begins:
        raise Unreadable("the beginning of the output is missing", 1)
    ends = [*begins[1:], len(text)]
    return [
        Block(text[begin:end], document.line_at(begin))
        for begin, end in zip(begins, ends, strict=True)
    ]


def opens_with(document: Document, pattern: re.Pattern[str], within: int = 20_000) -> bool:
    """Tell whether `pattern` occurs near the beginning of a text file."""
    try:
        return pattern.search(document.text[:within]) is not None
    except Unreadable:
        return False
