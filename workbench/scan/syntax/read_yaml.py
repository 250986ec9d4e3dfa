"""YAML with line numbers, without running tags and without letting aliases explode."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.node import Node

MAX_DEPTH = 100
MAX_NODES_PER_CHARACTER = 4
"""Without aliases a node takes a character at least; honest aliases repeat a little."""
SPARE_NODES = 10_000
MAX_DOCUMENTS = 5_000

_UNHURT = 400
"""Brackets, or columns of indentation, up to which no document can nest dangerously deep."""
_INDENTED = re.compile(rf"^[ ?-]{{{_UNHURT}}}", re.MULTILINE)

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(document: Document) -> list[Node]:
    """Parse every document of a YAML stream; empty ones are left out.

    Scalars stay text, as written (`1.20` is not 1.2): only null, true and false are understood.
    A mapping's member carries the line of its key. Raises Unreadable with the line.
    """
    return list(_documents(document))


def _documents(document: Document) -> Iterator[Node]:
    _refuse_depth(document.text)
    loader = _Loader(document.text)
    builder = _Builder(SPARE_NODES + MAX_NODES_PER_CHARACTER * len(document.text))
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


def _refuse_depth(text: str) -> None:
    """Raise Unreadable for what nests too deeply: the C composer recurses until the stack ends."""
    if text.count("[") + text.count("{") <= _UNHURT and not _INDENTED.search(text):
        return
    depth = 0
    loader = _Loader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Unreadable(
                        "is not readable YAML: nested too deeply or too large",
                        event.start_mark.line + 1 if event.start_mark else 0,
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return  # what is wrong is said when it is read
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
            members[key.value] = node
        return {**merged, **members} if merged else members


def _scalar(source: yaml.Node) -> str | bool | None:
    if source.tag == "tag:yaml.org,2002:null":
        return None
    if source.tag == "tag:yaml.org,2002:bool" and source.value.lower() in ("true", "false"):
        return bool(source.value.lower() == "true")
    return str(source.value)
