"""Large JSON written by tools: decoded at full speed, with lines for members that are objects."""

from __future__ import annotations

import re
from bisect import bisect_right

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_BYTE = regex(r"\(byte (\d+)\)")
_OBJECT = regex(r'^[ \t]*(?:\{[ \t]*)?"((?:[^"\\\n]|\\.)*)"[ \t]*:[ \t]*\{', re.MULTILINE)
_ARRAY = regex(r'^[ \t]*(?:\{[ \t]*)?"((?:[^"\\\n]|\\.)*)"[ \t]*:[ \t]*\[', re.MULTILINE)
_START = regex(rb"\s*([\[{])")
_AT_ONCE = 16 * 1024 * 1024
"""Bytes that are decoded in less time than a person waits for a cancelled scan to end."""
_DEPTH = 8
"""Lists and objects within each other that are worth it; beyond them is what is made to be deep."""
_COMMENT = r"//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)"
_STRING_OR_EXTRA = regex(
    rf"""("(?:[^"\\]++|\\.)*+(?:"|\\?\Z))|{_COMMENT}|,(?=(?:\s++|{_COMMENT})*+[}}\]])""", re.DOTALL
)


def read_lock_json(
    document: Document, *, comments: bool = False, arrays: bool = False
) -> tuple[object, MemberLines]:
    """Return the plain value and where its members stand. Raises Unreadable with the line.

    For files of many megabytes; what people write by hand goes through `read_json`. `comments` also
    allows comments and trailing commas (JSONC); the lines are those of members whose value is an
    object, or an array where `arrays` says so.
    """
    value = read_plain_json(document, comments=comments)
    return value, MemberLines(document, _ARRAY if arrays else _OBJECT)


def read_plain_json(document: Document, *, comments: bool = False) -> object:
    """Return the plain value. Raises Unreadable with the line."""
    text = _STRING_OR_EXTRA.sub(_blank, document.text) if comments else document.text
    data = text.encode("utf-8", errors="replace")
    try:
        return _decoded(data, 0)
    except msgspec.DecodeError as error:
        place = _BYTE.search(str(error))
        line = data.count(b"\n", 0, int(place[1])) + 1 if place else len(document.lines)
        reason = _BYTE.sub("", str(error)).removeprefix("JSON is malformed:").strip()
        raise Unreadable(f"is not valid JSON: {reason}", line) from None
    except RecursionError:
        raise Unreadable("is not readable JSON: nested too deeply") from None


def _decoded(data: bytes | msgspec.Raw, depth: int) -> object:
    """Decode large lists and objects member by member: one call into C cannot be ended."""
    if len(memoryview(data)) > _AT_ONCE and depth < _DEPTH:
        start = _START.match(data)
        if start and start[1] == b"[":
            return [
                _decoded(x, depth + 1) for x in msgspec.json.decode(data, type=list[msgspec.Raw])
            ]
        if start:
            members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
            return {name: _decoded(member, depth + 1) for name, member in members.items()}
    return msgspec.json.decode(data)


def _blank(match: re.Match[str]) -> str:
    """Keep strings, and the lines of what is no JSON."""
    return match[1] or "\n" * match[0].count("\n")


class MemberLines:
    """Finds the lines of members of one kind, asked for in the file's own order.

    Only members that begin a line are found; tools write one a line, and the others get the line
    of the one before.
    """

    def __init__(self, document: Document, member: re.Pattern[str]) -> None:
        self._document = document
        self._offsets: dict[str, list[int]] = {}
        for match in member.finditer(document.text):
            self._offsets.setdefault(match[1], []).append(match.start(1))
        self._at = -1

    def next(self, key: str) -> int:
        """Return the line of the next member called `key` behind the one found last."""
        offsets = self._offsets.get(key, [])
        place = bisect_right(offsets, self._at)
        if place < len(offsets):
            self._at = offsets[place]
        return self._document.line_at(max(self._at, 0))
