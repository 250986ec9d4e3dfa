"""What a manifest demands of the nodes' architecture, as settings that can be changed."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.setting import Setting, Syntax
from workbench.scan.containers.node_labels import ArchitectureLabel, architecture_labels
from workbench.scan.document import Document
from workbench.scan.syntax.node import Node, Place

_WISHES = "preferredDuringSchedulingIgnoredDuringExecution"
"""What is only preferred keeps no pod from a node."""


def node_demands(root: Node, document: Document, use: str = "") -> Iterator[Setting]:
    """Yield each node selector, and each list of architectures, that has only x86 ones.

    `root` must have been read with places.
    """
    syntax = Syntax.JSON if document.name.endswith(".json") else Syntax.YAML
    yield from _demands(root, document, syntax, use)


def _demands(node: Node, document: Document, syntax: Syntax, use: str) -> Iterator[Setting]:
    labels = architecture_labels()
    for name, selected in node["nodeSelector"].items():
        label, place = labels.get(name), selected.place
        if label is None or place is None:
            continue
        if selected.text in label.x86 and place.plain:
            yield Setting(
                role=label.role,
                path=place.path,
                line=place.line,
                column=place.column,
                text=selected.text,
                syntax=syntax,
                use=use,
            )
    asked = labels.get(node["key"].text)
    if asked is not None and node["operator"].text == "In":
        yield from _list(node["values"], asked, document, syntax, use)
    for element in node:
        yield from _demands(element, document, syntax, use)
    for key, value in node.items():
        if key != _WISHES:
            yield from _demands(value, document, syntax, use)


def _list(
    values: Node, label: ArchitectureLabel, document: Document, syntax: Syntax, use: str
) -> Iterator[Setting]:
    """Yield where arm64 would go into a list of x86 alone: before its first."""
    names = [value.text for value in values]
    first = next(iter(values), None)
    if first is None or first.place is None or not set(names) <= label.x86:
        return
    place = first.place
    line = document.lines[place.line - 1]
    column = place.column - (line[place.column - 1 : place.column] in ("'", '"'))
    if place.flow or syntax is Syntax.JSON:
        syntax = Syntax.JSON if syntax is Syntax.JSON else Syntax.FLOW
        yield _missing(label.missing, place, column, syntax, " ", use)
        return
    dash = line.rfind("-", 0, column)
    if dash < 0 or line[dash + 1 : column].strip():
        return
    indent = line[:dash]
    if indent.strip():  # `values: - amd64` is no YAML; `- - amd64` is a list in a list
        return
    yield _missing(label.missing, place, dash, syntax, f"\n{indent}", use)


def _missing(role: str, place: Place, column: int, syntax: Syntax, lead: str, use: str) -> Setting:
    return Setting(
        role=role,
        path=place.path,
        line=place.line,
        column=column,
        syntax=syntax,
        lead=lead,
        use=use,
    )
