"""The lines of a yarn.lock of Yarn 1: its own syntax, with texts where YAML has colons."""

from __future__ import annotations

import json

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_WORD = r"""(?:"(?:[^"\\]|\\.)*"|[^\s",:]+(?::[^\s",:]+)*)"""
_REQUESTS = regex(rf"{_WORD}(?:, {_WORD})*:")
_ONE = regex(_WORD)
_FIELD = regex(rf"({_WORD}) ({_WORD}|[^\s\"]\S*)")
_SECTION = regex(r"(dependencies|optionalDependencies):")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


class Entry(msgspec.Struct):
    """One entry: what is asked for (`name@range`), and the fields below it."""

    requests: tuple[str, ...]
    line: int
    fields: dict[str, str]
    dependencies: dict[str, str]
    optional: dict[str, str]


def classic_entries(document: Document) -> list[Entry]:
    """Read every entry. Raises Unreadable at the first line that Yarn does not write."""
    entries: list[Entry] = []
    into: dict[str, str] | None = None
    for number, line in enumerate(document.lines, 1):
        said = line.strip()
        if not said or said[0] == "#":
            continue
        if line.startswith(_CONFLICT):
            raise Unreadable("holds an unresolved merge conflict", number)
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0 and _REQUESTS.fullmatch(said):
            requests = tuple(_spelled(word, number) for word in _ONE.findall(said[:-1]))
            entries.append(Entry(requests, number, {}, {}, {}))
            into = None
        elif indent == 2 and entries and (section := _SECTION.fullmatch(said)):
            entry = entries[-1]
            into = entry.dependencies if section[1] == "dependencies" else entry.optional
        elif entries and (field := _FIELD.fullmatch(said)):
            if indent == 2:
                into = None
            target = entries[-1].fields if into is None else into
            target[_spelled(field[1], number)] = _spelled(field[2], number)
        else:
            raise Unreadable("is not a lock file of Yarn: this line is none that it writes", number)
    return entries


def _spelled(word: str, line: int) -> str:
    if not word.startswith('"'):
        return word
    try:
        return str(json.loads(word))
    except ValueError:
        raise Unreadable("holds a bad escape in a text", line) from None
