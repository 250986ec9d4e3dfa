"""The instance types and families that pods ask for, by node selectors and affinities."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.setting import Setting, Syntax
from workbench.scan.containers.node_labels import MachineLabel, machine_labels
from workbench.scan.document import Document
from workbench.scan.syntax.node import Node

_WISHES = "preferredDuringSchedulingIgnoredDuringExecution"
"""What is only preferred keeps no pod from a node."""


def pod_machines(
    root: Node,
    document: Document,
    reader: str,
    use: str = "",
    lists: tuple[str, ...] = ("matchExpressions",),
) -> Iterator[Sighting | Setting]:
    """Yield each instance type or family that a pod in `root`, read with places, asks for.

    `lists` are the keys under which expressions on labels stand. A type that is only preferred is
    optional, and nothing is to be changed. A DaemonSet asks for no machine: it lists those on which
    it may run, and needs none of them.
    """
    if root["kind"].text == "DaemonSet":
        return
    for node, label, needed in _asked(root, lists, needed=True):
        if not re.fullmatch(label.form, node.text):
            continue
        purl = make_purl("generic", node.text, namespace=label.service)
        used = (Trait("used-by", use),) if use else ()
        scope = Scope.RUNTIME if needed else Scope.OPTIONAL
        yield Sighting(
            purl=purl,
            name=node.text,
            kind=Kind.COMPUTE,
            occurrence=Occurrence(
                path=document.path, line=node.line, scope=scope, traits=used, reader=reader
            ),
        )
        if needed and node.place is not None and node.place.plain:
            yield Setting(
                role=label.role,
                path=node.place.path,
                line=node.place.line,
                column=node.place.column,
                text=node.text,
                purl=purl,
                syntax=Syntax.JSON if document.name.endswith(".json") else Syntax.YAML,
                use=use,
            )


def _asked(
    node: Node, lists: tuple[str, ...], *, needed: bool
) -> Iterator[tuple[Node, MachineLabel, bool]]:
    """Yield each value of such a label, the label, and whether pods need one of its values."""
    labels = machine_labels()
    for name, value in node["nodeSelector"].items():
        if name in labels:
            yield value, labels[name], needed
    for asked in (each for key in lists for each in node[key]):
        if asked["key"].text in labels and asked["operator"].text == "In":
            for value in asked["values"]:
                yield value, labels[asked["key"].text], needed
    for element in node:
        yield from _asked(element, lists, needed=needed)
    for key, value in node.items():
        if value.is_list or value.is_object:
            yield from _asked(value, lists, needed=needed and key != _WISHES)
