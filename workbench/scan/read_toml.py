"""TOML with line numbers: `tomli` says what is there, a look at the lines says where."""

from __future__ import annotations

import re

import tomli

from workbench.scan.document import Document, Unreadable
from workbench.scan.node import Node

_HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=\s*(.*)$"""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_WITHOUT_COMMENT = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^#"'])*""")
_MULTILINE = ('"""', "'''")

Path = tuple[str | int, ...]


def read_toml(document: Document) -> Node:
    """Parse a TOML document. Raises Unreadable with the line.

    Tables and keys carry their line; array elements the first line from the array's start on that
    spells them.
    """
    try:
        value = tomli.loads(document.text)
    except tomli.TOMLDecodeError as error:
        raise Unreadable(f"is not valid TOML: {error.msg}", error.lineno) from None
    except RecursionError:
        raise Unreadable("is not readable TOML: nested too deeply") from None
    return _Builder(document.lines, _places(document.lines)).node(value, (), 1)


def _places(lines: list[str]) -> dict[Path, int]:
    """Map the path of every table header and key to its line."""
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    closing = ""
    depth = 0
    for number, line in enumerate(lines, 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if depth <= 0:
            depth = 0
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
            places.setdefault((*table, *_parts(key[1])), number)
            line = key[2]
        for quote in _MULTILINE:
            if line.count(quote) % 2:
                closing = quote
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*', "", line)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    return places


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
        quoted = (f'"{spelling}"', f"'{spelling}'")
        anywhere = 0
        for number in range(start, min(start + 400, len(self.lines)) + 1):
            code = _WITHOUT_COMMENT.match(self.lines[number - 1])
            if code is None or spelling not in code.group():
                continue
            if any(text in code.group() for text in quoted):
                return number
            anywhere = anywhere or number
        return anywhere or start


def _first_text(value: object) -> str:
    if isinstance(value, dict):
        return next((v for v in value.values() if isinstance(v, str)), "")
    return ""
