"""YAML with line numbers, without running tags and without letting aliases explode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import yaml

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node, Place

MAX_DEPTH = 100
MAX_NODES_PER_CHARACTER = 4
"""Without aliases a node takes a character at least; honest aliases repeat a little."""
SPARE_NODES = 10_000
MAX_DOCUMENTS = 5_000

_BRACKET = regex(r"[\[\]{}]")
_DEEP_BLOCKS = regex(rf"^(?: {{{2 * MAX_DEPTH}}}|[ ]*(?:[-?:][ \t]+){{20}})", re.MULTILINE)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(document: Document, *, places: bool = False) -> list[Node]:
    """Parse every document of a YAML stream; empty ones are left out.

    Scalars stay text, as written (`1.20` is not 1.2): only null, true and false are understood.
    A mapping's member carries the line of its key. With `places` every node has its exact place,
    and a value with a tag of an application (`!Ref Name`) is a mapping with the tag as its only
    key. Raises Unreadable with the line.
    """
    return list(_documents(document, places))


def _documents(document: Document, places: bool) -> Iterator[Node]:
    if _may_be_deep(document.text):
        _refuse_deep(document.text)
    loader = _Loader(document.text)
    allowed = SPARE_NODES + MAX_NODES_PER_CHARACTER * len(document.text)
    builder = _Placing(allowed, document) if places else _Builder(allowed)
    try:
        for _ in range(MAX_DOCUMENTS):
            if not loader.check_node():
                return
            root = loader.get_node()
            if root is not None:
                yield builder.node(root, 0)
        raise Unreadable(f"holds more than {MAX_DOCUMENTS} YAML documents")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(
            f"is not valid YAML: {error.problem}", mark.line + 1 if mark else 0
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(f"is not valid YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise Unreadable("is not readable YAML: nested too deeply") from None
    finally:
        loader.dispose()


def _may_be_deep(text: str) -> bool:
    """Whether the text could nest deeper than is allowed, by a look at brackets and indentation."""
    if text.count("[") + text.count("{") > MAX_DEPTH:
        depth = 0
        for match in _BRACKET.finditer(text):
            depth = depth + 1 if match[0] in "[{" else max(depth - 1, 0)
            if depth > MAX_DEPTH:
                return True
    return _DEEP_BLOCKS.search(text) is not None


def _refuse_deep(text: str) -> None:
    """Count levels by events: the C library's own composer recurses, and would end the process."""
    loader = _Loader(text)
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1
                raise Unreadable("is not readable YAML: nested too deeply or too large", line)
    except yaml.YAMLError:
        return  # what is wrong is said by whoever composes it
    finally:
        loader.dispose()


class _Builder:
    """Turns PyYAML's graph into a tree; counts nodes, because aliases can multiply them."""

    def __init__(self, allowed: int) -> None:
        self.made = 0
        self.allowed = allowed

    def node(self, source: yaml.Node, depth: int) -> Node:
        self.made += 1
        line = source.start_mark.line + 1
        if self.made > self.allowed or depth > MAX_DEPTH:
            raise Unreadable("is not readable YAML: nested too deeply or too large", line)
        if isinstance(source, yaml.MappingNode):
            return Node(self.mapping(source, depth), line)
        if isinstance(source, yaml.SequenceNode):
            return Node([self.node(child, depth + 1) for child in source.value], line)
        return Node(_scalar(source), line)

    def named(self, node: Node, key: yaml.ScalarNode) -> None:
        """A member's value is made, and this is its name."""

    def mapping(self, source: yaml.MappingNode, depth: int) -> dict[str, Node]:
        members: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for key, value in source.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            node = self.node(value, depth + 1)
            if key.tag == "tag:yaml.org,2002:merge":
                for part in [node, *node]:
                    for name, inherited in part.items():
                        merged.setdefault(name, inherited)
                continue
            node.line = key.start_mark.line + 1
            self.named(node, key)
            members[key.value] = node
        return {**merged, **members} if merged else members


class _Placing(_Builder):
    """Gives every node its place, and keeps the tags of applications as keys."""

    def __init__(self, allowed: int, document: Document) -> None:
        super().__init__(allowed)
        self.document = document
        self.flow = 0

    def node(self, source: yaml.Node, depth: int) -> Node:
        flow = isinstance(source, yaml.CollectionNode) and bool(source.flow_style)
        self.flow += flow
        node = super().node(source, depth)
        self.flow -= flow
        node.place = self._place(source)
        if source.tag.startswith("!") and len(source.tag) > 1:
            return Node({source.tag: node}, node.line, node.place)
        return node

    def named(self, node: Node, key: yaml.ScalarNode) -> None:
        mark = key.start_mark
        if node.place is not None:
            node.place = replace(
                node.place, key_line=mark.line + 1, key_column=mark.column, flow=self.flow > 0
            )

    def _place(self, source: yaml.Node) -> Place:
        path, mark = self.document.path, source.start_mark
        line, column = mark.line + 1, mark.column
        if not isinstance(source, yaml.ScalarNode):
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


def _scalar(source: yaml.Node) -> str | bool | None:
    if source.tag == "tag:yaml.org,2002:null":
        return None
    if source.tag == "tag:yaml.org,2002:bool" and source.value.lower() in ("true", "false"):
        return bool(source.value.lower() == "true")
    return str(source.value)
