"""Where the members of a large JSON document stand, found by what they say."""

from __future__ import annotations

import re
from collections import defaultdict, deque

import msgspec

from workbench.scan.document import Document


class ValueLines:
    """The lines of members called `keys` whose value is a text.

    Members with the same key and value are handed out in the file's order.
    """

    def __init__(self, document: Document, keys: tuple[str, ...]) -> None:
        self._document = document
        self._offsets: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        member = re.compile(
            rf'"({"|".join(map(re.escape, keys))})"[ \t]*:[ \t]*"((?:[^"\\\n]|\\.)*)"'
        )
        for match in member.finditer(document.text):
            key, literal = match.groups()
            value = _plain(literal) if "\\" in literal else literal
            self._offsets[key, value].append(match.start())

    def line(self, key: str, value: str) -> int:
        """Return the line of the next member `key` that says `value`; 0 where there is none."""
        offsets = self._offsets.get((key, value))
        if not offsets:
            return 0
        offset = offsets.popleft() if len(offsets) > 1 else offsets[0]
        return self._document.line_at(offset)


def _plain(literal: str) -> str:
    try:
        return msgspec.json.decode(f'"{literal}"'.encode("utf-8", "replace"), type=str)
    except msgspec.DecodeError:
        return literal
