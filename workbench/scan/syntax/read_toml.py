"""TOML with line numbers: `tomli` says what is there, a look at the lines says where."""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.parse_toml import parse_toml

_HEADER = regex(r"\s*+(\[\[?)\s*+(\S(?:.*?\S)??)\s*+\]\]?\s*+(?:#.*)?$")
_KEY = regex(
    r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)$"""
)
_PART = regex(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_WITHOUT_COMMENT = regex(r"""(?:"(?:[^"\\]++|\\.)*+"|'[^']*+'|[^#"']++)*+""")
_TOKEN = regex(r"""\"{3}|'{3}|"(?:[^"\\]++|\\.)*+"|'[^']*'|\#.*|[\[\]{}]""")
_LONG_END = {
    '"""': re.compile(r'(?:[^"\\]|\\.|"(?!""))*"{3,5}'),
    "'''": re.compile(r"(?:[^']|'(?!''))*'{3,5}"),
}
"""Up to two quotes may stand before the three that end a long string."""

Path = tuple[str | int, ...]


def read_toml(document: Document) -> Node:
    """Parse a TOML document. Raises Unreadable with the line.

    Tables and keys carry their line; array elements the first line from the array's start on that
    spells them.
    """
    value = parse_toml(document)
    return _Builder(document.lines, _places(document.lines)).node(value, (), 1)


def _places(lines: list[str]) -> dict[Path, int]:
    """Map the path of every table header and key to its line."""
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""
    depth = 0
    for number, line in enumerate(lines, 1):
        inside = closing or depth > 0
        if not inside:
            header = _HEADER.match(line)
            key = None if header else _KEY.match(line)
            if header:
                table = _resolve(_parts(header[2]), counts)
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                places.setdefault(table, number)
                continue
            if not key:
                continue
            path = (*table, *_parts(key[1]))
            for end in range(len(table) + 1, len(path) + 1):
                places.setdefault(path[:end], number)
            line = key[2]
        closing, depth = _left_open(line, closing, depth)
    return places


def _left_open(line: str, closing: str, depth: int) -> tuple[str, int]:
    """Return the long string's end that is waited for behind `line`, and the open brackets."""
    at = 0
    while True:
        if closing:
            end = _LONG_END[closing].match(line, at)
            if not end:
                return closing, depth
            closing, at = "", end.end()
        token = _TOKEN.search(line, at)
        if not token:
            return closing, max(depth, 0)
        at = token.end()
        if token[0] in _LONG_END:
            closing = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1


def _parts(key: str) -> Path:
    return tuple(a or b or c for a, b, c in _PART.findall(key))


def _resolve(parts: Path, counts: dict[Path, int]) -> Path:
    """Put the current index behind every array of tables on the way to `parts`."""
    path: Path = ()
    for place, part in enumerate(parts):
        path = (*path, part)
        if path in counts and place < len(parts) - 1:
            path = (*path, counts[path])
    return path


class _Builder:
    def __init__(self, lines: list[str], places: dict[Path, int]) -> None:
        self.lines = lines
        self.places = places
        self.codes: dict[int, str] = {}

    def node(self, value: object, path: Path, line: int) -> Node:
        line = self.places.get(path, line)
        if isinstance(value, dict):
            return Node({k: self.node(v, (*path, k), line) for k, v in value.items()}, line)
        if isinstance(value, list):
            return Node(self.elements(value, path, line), line)
        if isinstance(value, str | int | float | bool):
            return Node(value, line)
        return Node(str(value), line)

    def elements(self, values: list[object], path: Path, line: int) -> list[Node]:
        made = []
        for index, value in enumerate(values):
            spelling = value if isinstance(value, str) else _first_text(value)
            line = self.search(spelling, line)
            made.append(self.node(value, (*path, index), line))
        return made

    def search(self, spelling: str, start: int) -> int:
        """Return the first line from `start` on that holds `spelling`, within sight.

        In quotes rather than anywhere: `asyncio` is part of `pytest-asyncio`.
        """
        if not spelling:
            return start
        escaped = spelling.replace('"', '\\"')
        quoted = (f'"{spelling}"', f"'{spelling}'", f'"{escaped}"')
        anywhere = 0
        for number in range(start, min(start + 400, len(self.lines)) + 1):
            line = self.lines[number - 1]
            if spelling not in line and escaped not in line:
                continue
            code = self.code(number)
            if not (spelling in code or escaped in code):
                continue
            if any(text in code for text in quoted):
                return number
            anywhere = anywhere or number
        return anywhere or start

    def code(self, number: int) -> str:
        """Return the line without its comment: worked out once, for it may hold many elements."""
        if number not in self.codes:
            self.codes[number] = _WITHOUT_COMMENT.match(self.lines[number - 1])[0]  # type: ignore[index]
        return self.codes[number]


def _first_text(value: object) -> str:
    if isinstance(value, dict):
        return next((v for v in value.values() if isinstance(v, str)), "")
    return ""
