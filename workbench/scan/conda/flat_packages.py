"""The package list of a conda-lock.yml as the tool writes it, read line by line.

A real YAML parser takes seconds for a lock of some megabytes. What is not in the tool's own plain
shape is left to it.
"""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.syntax.node import Node

_FIELD = regex(r"(- |  )(\w+):(?: (\S.*))?")
_MEMBER = regex(r"    ([\w.-]+):(?: (\S.*))?")
_ITEM = regex(r"  - (\w+)")
_PLAIN = regex(r"(?:[\w./<>]|==).*")
_AMBIGUOUS = regex(r":\s|:$|\s#|\s$|(?i:true|false|null)$")
_WORDS = {"true": True, "false": False, "null": None, "{}": None, "[]": None}


def flat_packages(document: Document) -> tuple[Document, list[Node]] | None:
    """Return the document without its package list, and the list; None for any other shape.

    Members of the entries carry no lines of their own.
    """
    lines = document.lines
    if lines.count("package:") != 1:
        return None
    start = lines.index("package:") + 1
    end = start
    while end < len(lines) and lines[end][:1] in ("-", " "):
        end += 1
    after = next((line for line in lines[end:] if line.strip()), "version:")
    entries = _entries(lines[start:end], start + 1) if after[:1].isalpha() else None
    if not entries:
        return None
    rest = "\n".join([*lines[: start - 1], *[""] * (end - start + 1), *lines[end:]])
    return Document(document.path, rest.encode()), entries


def _entries(lines: list[str], first: int) -> list[Node] | None:
    entries: list[Node] = []
    entry: dict[str, Node] = {}
    empty: Node | None = None
    """The field that had no value on its own line, and may have one below."""
    for number, line in enumerate(lines, first):
        if field := _FIELD.fullmatch(line):
            if field[1] == "- ":
                entry = {}
                entries.append(Node(entry, number))
            value = _scalar(field[3]) if field[3] else Node(None, number)
            if not entries or value is None or field[2] in entry:
                return None
            entry[field[2]] = value
            empty = None if field[3] else value
        elif empty is None:
            return None
        elif member := _MEMBER.fullmatch(line):
            value = _scalar(member[2]) if member[2] else Node(None)
            if value is None or empty.is_list:
                return None
            if not isinstance(empty.value, dict):
                empty.value = {}
            empty.value[member[1]] = value
        elif (item := _ITEM.fullmatch(line)) and not empty.is_object:
            if not isinstance(empty.value, list):
                empty.value = []
            empty.value.append(Node(item[1]))
        else:
            return None
    return entries


def _scalar(text: str) -> Node | None:
    """Read a value on one line; None where only a YAML parser can tell what it is."""
    if text in _WORDS:
        return Node(_WORDS[text])
    if text[0] == "'" == text[-1] and len(text) > 1 and "'" not in text[1:-1]:
        return Node(text[1:-1])
    if _PLAIN.fullmatch(text) and not _AMBIGUOUS.search(text):
        return Node(text)
    return None
