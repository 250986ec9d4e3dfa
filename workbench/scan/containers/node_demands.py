"""What a manifest demands of the nodes' architecture, as settings that can be changed."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.setting import Setting, Syntax
from workbench.scan.containers.pod_images import ARCH_LABELS
from workbench.scan.document import Document
from workbench.scan.syntax.node import Node, Place

_X86 = frozenset({"amd64", "x86_64", "386"})
_WISHES = "preferredDuringSchedulingIgnoredDuringExecution"
"""What is only preferred keeps no pod from a node."""


def node_demands(root: Node, document: Document, use: str = "") -> Iterator[Setting]:
    """Yield each node selector, and each list of architectures, that has only x86 ones.

    `root` must have been read with places.
    """
    syntax = Syntax.JSON if document.name.endswith(".json") else Syntax.YAML
    yield from _demands(root, document, syntax, use)


def _demands(node: Node, document: Document, syntax: Syntax, use: str) -> Iterator[Setting]:
    for label in ARCH_LABELS:
        selected = node["nodeSelector"][label]
        place = selected.place
        if selected.text in _X86 and place is not None and place.plain:
            yield Setting(
                role="node-selector",
                path=place.path,
                line=place.line,
                column=place.column,
                text=selected.text,
                syntax=syntax,
                use=use,
            )
    if node["key"].text in ARCH_LABELS and node["operator"].text == "In":
        yield from _list(node["values"], document, syntax, use)
    for element in node:
        yield from _demands(element, document, syntax, use)
    for key, value in node.items():
        if key != _WISHES:
            yield from _demands(value, document, syntax, use)


def _list(values: Node, document: Document, syntax: Syntax, use: str) -> Iterator[Setting]:
    """Yield where arm64 would go into a list of architectures: before its first."""
    names = [value.text for value in values]
    first = next(iter(values), None)
    if first is None or first.place is None or not set(names) <= _X86:
        return
    place = first.place
    line = document.lines[place.line - 1]
    column = place.column - (line[place.column - 1 : place.column] in ("'", '"'))
    if place.flow or syntax is Syntax.JSON:
        syntax = Syntax.JSON if syntax is Syntax.JSON else Syntax.FLOW
        yield _missing(place, column, syntax, " ", use)
        return
    dash = line.rfind("-", 0, column)
    if dash < 0 or line[dash + 1 : column].strip():
        return
    indent = line[:dash]
    if indent.strip():  # `values: - amd64` is no YAML; `- - amd64` is a list in a list
        return
    yield _missing(place, dash, syntax, f"\n{indent}", use)


def _missing(place: Place, column: int, syntax: Syntax, lead: str, use: str) -> Setting:
    return Setting(
        role="node-architectures",
        path=place.path,
        line=place.line,
        column=column,
        syntax=syntax,
        lead=lead,
        use=use,
    )
