"""Large YAML written by tools: the plain part of the language, read line by line at full speed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node, Scalar
from workbench.scan.syntax.read_yaml import MAX_DEPTH, read_yaml

LARGE = 1024 * 1024
"""Characters from which on a file that needs all of YAML would take seconds; none is known to."""

_QUOTED = r"""'(?:[^']|'')*'|"(?:[^"\\]|\\.)*\""""
_PLAIN = r"""(?:[^\s'"#\[\]{}&*!|>%@`,?:-]|-(?![-\s]))"""
_QUOTED_ENTRY = regex(rf"({_QUOTED})[ ]*:(?:[ ](.*))?")
_SPECIAL = "'\"#[]{}&*!|>%@`,?:-\t"
_SIMPLE_FLOW = regex(r"\[([a-z][a-z0-9]+)\]|\{(integrity): (sha\d+-[\w+/=]+)\}", re.ASCII)
"""What most values of lock files are."""
_ITEM = regex(rf"-[ ]+({_QUOTED}|{_PLAIN}(?:(?!:[ ]|:$|[ ]\#).)*)$")
_FLOW_PLAIN = r"""[^\s'"\[\]{},&*!|>%@`#?-][^\[\]{},]*?(?=:[ ]|[ ]*[\[\]{},])"""
_FLOW_TOKEN = regex(rf"[ ]*({_QUOTED}|[\[\]{{}},]|:(?=[ ])|{_FLOW_PLAIN})")
_SINGLE = regex(r"'(?:[^']|'')*'")
_DASHED = regex(r"-[\w.]+")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class _Unusual(Exception):
    """A line that only the full parser understands."""


def read_lock_yaml(document: Document) -> list[Node]:
    """Parse every document of a stream as `read_yaml` does. Raises Unreadable with the line.

    For files of many megabytes in which tools write one entry a line. A file that uses more of YAML
    than that goes through `read_yaml`, and is refused where that would take seconds.
    """
    reader = _Reader()
    number = 0
    try:
        for number, line in enumerate(document.lines, 1):
            reader.take(line, number)
    except _Unusual:
        if len(document.text) > LARGE:
            raise Unreadable(
                "is too large for YAML that is not as its tool writes it; not read", number
            ) from None
        return read_yaml(document)
    return [root for root in reader.roots if root.value]


class _Reader:
    """Takes lines; `open` are the mappings that the next line may belong to, by indentation."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self.begin()

    def begin(self) -> None:
        root: dict[str, Node] = {}
        self.roots.append(Node(root, 1))
        self.open: list[tuple[int, dict[str, Node]]] = [(0, root)]
        self.empty: tuple[int, Node] | None = None
        """The last key, where it has no value yet: what is indented below it is its value."""
        self.items: tuple[int, list[Node]] | None = None
        self.text_below = -1
        """Indentation of the key whose block of text is passed by."""

    def take(self, line: str, number: int) -> None:
        indented = line.lstrip(" ")
        said = indented.rstrip()
        if not said:
            return
        indent = len(line) - len(indented)
        if self.text_below >= 0:
            if indent > self.text_below:
                return
            self.text_below = -1
        if said[0] == "#":
            return
        if indent == 0 and said == "---":
            self.begin()
        elif said.startswith("- "):
            self.item(said, indent, number)
        else:
            self.entry(said, indent, number)

    def item(self, said: str, indent: int, number: int) -> None:
        if self.empty and indent >= self.empty[0]:
            elements: list[Node] = []
            self.empty[1].value = elements
            self.items = (indent, elements)
            self.empty = None
        match = _ITEM.match(said)
        if match is None or self.items is None or self.items[0] != indent:
            raise _Unusual
        self.items[1].append(Node(_scalar(match[1]), number))

    def entry(self, said: str, indent: int, number: int) -> None:
        key, value = _split(said)
        self.items = None
        node = Node(None, number)
        self.members(indent)[key] = node
        if not value:
            self.empty = (indent, node)
        elif value[0] in "|>":
            self.text_below = indent
            node.value = ""
        elif value[0] in "{[":
            node.value = _flow_value(value, number)
        else:
            node.value = _scalar(value)

    def members(self, indent: int) -> dict[str, Node]:
        """The mapping that an entry at `indent` belongs to."""
        if self.empty and indent > self.empty[0]:
            members: dict[str, Node] = {}
            self.empty[1].value = members
            self.open.append((indent, members))
            if len(self.open) > MAX_DEPTH:
                raise _Unusual
        self.empty = None
        while self.open[-1][0] > indent:
            self.open.pop()
        if self.open[-1][0] != indent:
            raise _Unusual
        return self.open[-1][1]


def _split(said: str) -> tuple[str, str]:
    """Split an entry into its key as spelled out and its value as written."""
    if said[0] in "'\"":
        match = _QUOTED_ENTRY.fullmatch(said)
        if match is None:
            raise _Unusual
        return _text(match[1]), (match[2] or "").lstrip()
    key, colon, value = said.partition(": ")
    if not colon:
        if key[-1] != ":":
            raise _Unusual
        key = key[:-1]
    if not key or key[0] in _SPECIAL or " #" in key or key == "<<":
        raise _Unusual
    return key.rstrip(), value.lstrip()


def _flow_value(text: str, line: int) -> Scalar | list[Node] | dict[str, Node]:
    if simple := _SIMPLE_FLOW.fullmatch(text):
        if text[0] == "[":
            return [Node(_scalar(simple[1]), line)]
        return {simple[2]: Node(simple[3], line)}
    tokens = _tokens(text)
    node = _flow(next(tokens), tokens, line, 0)
    if next(tokens, None) is not None:
        raise _Unusual
    return node.value


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        match = _FLOW_TOKEN.match(text, at)
        if match is None:
            raise _Unusual
        yield match[1]
        at = match.end()


def _flow(first: str, tokens: Iterator[str], line: int, depth: int) -> Node:
    """Read the value that begins with the token `first`."""
    if first not in ("{", "["):
        if first in ("}", "]", ",", ":"):
            raise _Unusual
        return Node(_scalar(first), line)
    if depth > MAX_DEPTH:
        raise _Unusual
    members: dict[str, Node] = {}
    elements: list[Node] = []
    close = "}" if first == "{" else "]"
    token = next(tokens, "")
    while token != close:
        if close == "}":
            if next(tokens, "") != ":":
                raise _Unusual
            members[_text(token)] = _flow(next(tokens, ":"), tokens, line, depth + 1)
        else:
            elements.append(_flow(token, tokens, line, depth + 1))
        token = next(tokens, "")
        if token == ",":  # noqa: S105  # of the syntax
            token = next(tokens, "")
        elif token != close:
            raise _Unusual
    return Node(members if close == "}" else elements, line)


def _scalar(text: str) -> Scalar:
    if text[0] in _SPECIAL:
        return _text(text)
    if " #" in text or ": " in text or text[-1] == ":":
        raise _Unusual
    return _WORDS.get(text, text)


def _text(text: str) -> str:
    """What a key, or a scalar that begins with a special character, spells."""
    if text[0] == "'" and _SINGLE.fullmatch(text):
        return text[1:-1].replace("''", "'")
    if text[0] == '"':
        with suppress(ValueError):
            return str(json.loads(text))
    if text[0] not in _SPECIAL or _DASHED.fullmatch(text):
        return text
    raise _Unusual
