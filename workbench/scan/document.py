"""One file of the project, read once and within bounds."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property

MAX_BYTES = 32 * 1024 * 1024
"""Larger manifests are reported, not read: no tool of the field writes them."""

MAX_LIST_BYTES = 128 * 1024 * 1024
"""Bills of materials and lists of hosts: those of images name hundreds of thousands of files."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Unreadable(Exception):
    """A file, or what follows `line` in it, could not be understood. The text is the reason."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Document:
    """A file's path (relative, POSIX) and its bytes, with the text decoded when asked for.

    Of a file with a byte order mark `data` is its text in UTF-8 without the mark, so that a look at
    the bytes finds the same words whatever the encoding.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self._marked = _marked_text(data)
        self.data = data if self._marked is None else self._marked.encode("utf-8", "replace")

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The path of the folder that holds the file; empty for the project's own."""
        return self.path.rpartition("/")[0]

    @cached_property
    def text(self) -> str:
        """The file as text with line feeds as line ends.

        UTF-8 unless a byte order mark says otherwise; what is not valid UTF-8 is read as Latin-1,
        so that a stray byte in a comment does not hide a file. Raises Unreadable for binary data.
        """
        text = self._marked
        if text is None:
            if b"\0" in self.data[:8192]:
                raise Unreadable("is not a text file: it holds NUL bytes")
            try:
                text = self.data.decode("utf-8")
            except UnicodeDecodeError:
                text = self.data.decode("latin-1")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def may_hold(self, word: bytes) -> bool:
        """Whether `word` occurs, told without decoding the text; what is no text may hold any."""
        return word in self.data or b"\0" in self.data[:8192]

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    def line_at(self, offset: int) -> int:
        """Return the number (from 1) of the line that holds the character at `offset`."""
        return bisect_right(self._starts, offset)


def _marked_text(data: bytes) -> str | None:
    """The text of a file that starts with a byte order mark; None for every other file."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return None
