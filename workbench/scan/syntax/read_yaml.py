"""YAML with line numbers, without running tags and without letting aliases explode."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import yaml

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node, Place

MAX_DEPTH = 100
MAX_NODES_PER_CHARACTER = 4
"""Without aliases a node takes a character at least; honest aliases repeat a little."""
SPARE_NODES = 10_000
MAX_DOCUMENTS = 5_000

_ANCHOR = regex(r"&\S")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
"""What is understood of a scalar without quotes."""

_TOO_DEEP = "is not readable YAML: nested too deeply or too large"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event = Any
"""Of the parser; what PyYAML's types say of them is less than they hold."""
_Take = Callable[[], _Event]
"""Gives the next event."""


def read_yaml(document: Document, *, places: bool = False) -> list[Node]:
    """Parse every document of a YAML stream; empty ones are left out.

    Scalars stay text, as written (`1.20` is not 1.2): only null, true and false are understood.
    A mapping's member carries the line of its key. With `places` every node has its exact place,
    and a value with a tag of an application (`!Ref Name`) is a mapping with the tag as its only
    key. Raises Unreadable with the line.
    """
    return list(_documents(document, places))


def _documents(document: Document, places: bool) -> Iterator[Node]:
    loader = _Loader(document.text)
    builder = _Placing(loader, document) if places else _Builder(loader, document)
    try:
        for number, root in enumerate(builder.roots()):
            if number == MAX_DOCUMENTS:
                raise Unreadable(f"holds more than {MAX_DOCUMENTS} YAML documents")
            yield root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(
            f"is not valid YAML: {error.problem}", mark.line + 1 if mark else 0
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(f"is not valid YAML: {str(error).splitlines()[0]}") from None
    finally:
        loader.dispose()


class _Builder:
    """Turns the parser's events into a tree; counts nodes, because aliases can multiply them.

    Not PyYAML's own graph: the C library makes that in one go, which takes seconds of a large file
    and ends the process at a deep one.
    """

    def __init__(self, loader: Any, document: Document) -> None:
        self.loader = loader
        self.made = 0
        self.allowed = SPARE_NODES + MAX_NODES_PER_CHARACTER * len(document.text)
        self.anchored = _ANCHOR.search(document.text) is not None
        self.seen: list[_Event] = []
        """The events of this document, where it has anchors: an alias is some of them again."""
        self.anchors: dict[str, int] = {}

    def roots(self) -> Iterator[Node]:
        take = self.remembered if self.anchored else self.loader.get_event
        while self.loader.check_event():
            if isinstance(self.loader.get_event(), yaml.DocumentStartEvent):
                self.seen, self.anchors = [], {}
                yield self.node(take, take(), 0)

    def remembered(self) -> _Event:
        """The next event, kept for the aliases of what it belongs to."""
        event = self.loader.get_event()
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.anchor:
            self.anchors[event.anchor] = len(self.seen)
        self.seen.append(event)
        return event

    def meant(self, take: _Take, event: _Event) -> tuple[_Take, _Event]:
        """Return where the rest of a node comes from, and its first event: of an alias, again."""
        if not isinstance(event, yaml.AliasEvent):
            return take, event
        if event.anchor not in self.anchors:
            line = _line(event)
            raise Unreadable("is not valid YAML: found undefined alias", line)
        take = map(self.seen.__getitem__, count(self.anchors[event.anchor])).__next__
        return take, take()

    def node(self, take: _Take, event: _Event, depth: int) -> Node:
        take, event = self.meant(take, event)
        return self.made_of(take, event, depth)

    def made_of(self, take: _Take, event: _Event, depth: int) -> Node:
        self.made += 1
        line = _line(event)
        if self.made > self.allowed or depth > MAX_DEPTH:
            raise Unreadable(_TOO_DEEP, line)
        if isinstance(event, yaml.ScalarEvent):
            return Node(_scalar(event), line)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self.mapping(take, depth), line)
        elements = []
        while not isinstance(child := take(), yaml.SequenceEndEvent):
            elements.append(self.node(take, child, depth + 1))
        return Node(elements, line)

    def named(self, node: Node, key: _Event) -> None:
        """A member's value is made, and this is its name."""

    def mapping(self, take: _Take, depth: int) -> dict[str, Node]:
        members: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        while not isinstance(event := take(), yaml.MappingEndEvent):
            _, key = self.meant(take, event)
            if not isinstance(key, yaml.ScalarEvent):
                _pass_by(take, event)
                _pass_by(take, take())
                continue
            node = self.node(take, take(), depth + 1)
            if _merges(key):
                for part in [node, *node]:
                    for name, inherited in part.items():
                        merged.setdefault(name, inherited)
                continue
            node.line = _line(key)
            self.named(node, key)
            members[key.value] = node
        return {**merged, **members} if merged else members


def _line(event: _Event) -> int:
    return int(event.start_mark.line) + 1


def _pass_by(take: _Take, event: _Event) -> None:
    """Leave out the rest of the node that begins with `event`."""
    depth = 0
    while True:
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth == 0:
            return
        if depth > MAX_DEPTH:
            raise Unreadable(_TOO_DEEP, _line(event))
        event = take()


class _Placing(_Builder):
    """Gives every node its place, and keeps the tags of applications as keys."""

    def __init__(self, loader: Any, document: Document) -> None:
        super().__init__(loader, document)
        self.document = document
        self.flow = 0

    def made_of(self, take: _Take, event: _Event, depth: int) -> Node:
        flow = isinstance(event, yaml.CollectionStartEvent) and bool(event.flow_style)
        self.flow += flow
        node = super().made_of(take, event, depth)
        self.flow -= flow
        node.place = self._place(event)
        if event.tag is not None and event.tag.startswith("!") and len(event.tag) > 1:
            return Node({event.tag: node}, node.line, node.place)
        return node

    def named(self, node: Node, key: _Event) -> None:
        mark = key.start_mark
        if node.place is not None:
            node.place = replace(
                node.place, key_line=mark.line + 1, key_column=mark.column, flow=self.flow > 0
            )

    def _place(self, source: _Event) -> Place:
        path, mark = self.document.path, source.start_mark
        line, column = mark.line + 1, mark.column
        if not isinstance(source, yaml.ScalarEvent):
            return Place(path, line, column, flow=self.flow > 0, plain=False)
        if source.style in ("|", ">"):
            return Place(path, line + 1, 0, plain=False)
        written = self.document.lines[mark.line] if mark.line < len(self.document.lines) else ""
        column = _behind_tag(written, column)
        column += source.style in ("'", '"')
        plain = written.startswith(str(source.value), column)
        return Place(path, line, column, flow=self.flow > 0, plain=plain)


def _behind_tag(line: str, column: int) -> int:
    """Return where a scalar starts that has a tag or an anchor before it."""
    while column < len(line) and line[column] in "!&":
        blank = line.find(" ", column)
        if blank < 0:
            return column
        column = blank + len(line[blank:]) - len(line[blank:].lstrip(" "))
    return column


def _scalar(event: _Event) -> str | bool | None:
    text = str(event.value)
    if event.tag is None or event.tag == "!":
        return _WORDS.get(text, text) if event.implicit[0] else text
    if event.tag == "tag:yaml.org,2002:null":
        return None
    if event.tag == "tag:yaml.org,2002:bool" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    return text


def _merges(key: _Event) -> bool:
    if key.tag is None or key.tag == "!":
        return bool(key.implicit[0]) and key.value == "<<"
    return bool(key.tag == "tag:yaml.org,2002:merge")
