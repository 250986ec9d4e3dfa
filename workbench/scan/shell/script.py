"""A piece of text that remembers on which lines of its file it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Script:
    """Text, and for each of its lines the line number in the file.

    The numbers need not follow on each other: a Dockerfile drops comments between continued lines.
    """

    text: str
    lines: tuple[int, ...]

    @classmethod
    def starting(cls, text: str, line: int) -> Script:
        """Return `text` as standing on `line` and those that follow."""
        return cls(text, tuple(range(line, line + text.count("\n") + 1)))

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        while (end := self.text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return starts

    @property
    def line(self) -> int:
        """The line of its first character."""
        return self.lines[0]

    def line_at(self, offset: int) -> int:
        """Return the file's line of the character at `offset`."""
        return self.lines[bisect_right(self._starts, offset) - 1]

    def slice(self, start: int, end: int) -> Script:
        """Return the part from `start` up to `end`."""
        first = bisect_right(self._starts, start) - 1
        part = self.text[start:end]
        return Script(part, self.lines[first : first + part.count("\n") + 1])
