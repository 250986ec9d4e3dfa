"""The package list of a conda-lock.yml as the tool writes it, read line by line.

A real YAML parser takes seconds for a lock of some megabytes. What is not in the tool's own plain
shape is left to it.
"""

from __future__ import annotations

import re

from workbench.scan.document import Document
from workbench.scan.syntax.node import Node

_FIELD = re.compile(r"(- |  )(\w+):(?: (\S.*))?")
_MEMBER = re.compile(r"    ([\w.-]+):(?: (\S.*))?")
_ITEM = re.compile(r"  - (\w+)")
_PLAIN = re.compile(r"[\w./<>=].*")
_AMBIGUOUS = re.compile(r":\s|:$|\s#|\s$|(?i:true|false|null)$")
_WORDS = {"true": True, "false": False, "null": None, "{}": None, "[]": None}

Entry = dict[str, Node]


def flat_packages(document: Document) -> tuple[Document, list[Node]] | None:
    """Return the document without its package list, and the list; None for any other shape.

    Members of the entries carry no lines of their own.
    """
    lines = document.lines
    if lines.count("package:") != 1:
        return None
    start = lines.index("package:")
    end = start + 1
    while end < len(lines) and lines[end][:1] in ("-", " "):
        end += 1
    entries: list[Node] = []
    entry: Entry = {}
    members: Entry = {}
    for number in range(start + 1, end):
        line = lines[number]
        if field := _FIELD.fullmatch(line):
            if field[1] == "- ":
                entry = {}
                entries.append(Node(entry, number + 1))
            elif not entries:
                return None
            members = {}
            value = _scalar(field[3]) if field[3] else Node(members, number + 1)
            if value is None or field[2] in entry:
                return None
            entry[field[2]] = value
        elif (member := _MEMBER.fullmatch(line)) and entry:
            value = _scalar(member[2]) if member[2] else Node(None)
            if value is None:
                return None
            members[member[1]] = value
        elif not (_ITEM.fullmatch(line) and entry):
            return None
    rest = "\n".join([*lines[:start], *[""] * (end - start), *lines[end:]])
    return Document(document.path, rest.encode()), entries


def _scalar(text: str) -> Node | None:
    """Read a value on one line; None where only a YAML parser can tell what it is."""
    if text in _WORDS:
        return Node(_WORDS[text])
    if text[0] == "'" == text[-1] and len(text) > 1 and "'" not in text[1:-1]:
        return Node(text[1:-1])
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.search(text):
        return Node(text)
    return None
