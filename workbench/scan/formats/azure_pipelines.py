"""Azure Pipelines: agents of pools, and the images that jobs run in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.model.regex import regex
from workbench.scan.ci.ci_image import image_of, variables
from workbench.scan.ci.runner import sight_runner
from workbench.scan.containers.own_image import OwnImage, published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import Expansion, literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "azure-pipelines"
SERVICE = "azure-pipelines-agent"
MAX_DEPTH = 12
"""Stages, jobs, strategies and templates' conditions in each other."""

_SAYS = regex(rb"^(?:trigger|pool|stages|jobs|steps|resources|pr|extends)\s*:", re.MULTILINE)
_ARCHITECTURE = regex(r"Agent\.OSArchitecture\s*-equals\s*(\S+)")
_PARAMETER = regex(r"\$\(([^()]*)\)|\$\{\{\s*variables(?:\.|\[')([\w.-]+)(?:'\])?\s*\}\}")


def _accepts(document: Document) -> bool:
    return bool(_SAYS.search(document.data))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        yield from dict.fromkeys(_below(root, document.path, {}, published, {}, 0))


def _below(
    node: Node,
    path: str,
    values: dict[str, Expansion],
    published: dict[str, OwnImage],
    named: dict[str, Node],
    depth: int,
) -> Iterator[Discovery]:
    if depth > MAX_DEPTH:
        return
    if node.is_list:
        for element in node:
            yield from _below(element, path, values, published, named, depth + 1)
        return
    if not node.is_object:
        return
    values = {**values, **_variables(node["variables"])}
    named = {**named, **{c["container"].text: c for c in node.at("resources", "containers")}}
    for container in node.at("resources", "containers"):
        yield from _image(container["image"], path, values, published)
    container = node["container"]
    if container.text not in named or container.is_object:
        shown = container["image"] if container.is_object else container
        yield from _image(shown, path, values, published)
    yield from _agent(node["pool"], path, values)
    for key, value in node.items():
        if key not in ("pool", "container", "resources", "variables"):
            yield from _below(value, path, values, published, named, depth + 1)


def _image(
    node: Node, path: str, values: dict[str, Expansion], published: dict[str, OwnImage]
) -> Iterator[Discovery]:
    text = _filled(node.text, values)
    yield from image_of(Node(text, node.line), path, ID, published)


def _agent(pool: Node, path: str, values: dict[str, Expansion]) -> Iterator[Discovery]:
    asked = pool["vmImage"]
    at = Occurrence(path=path, line=asked.line or pool.line, scope=Scope.BUILD, reader=ID)
    if asked.text:
        name, labels = _filled(asked.text, values), []
    else:
        demands = pool["demands"]
        written = [demands.text, *(demand.text for demand in demands)]
        labels = [m[1] for m in map(_ARCHITECTURE.search, written) if m]
        name = _filled(pool["name"].text or pool.text, values) if labels else ""
    if name and "$" not in name:
        seen = sight_runner(SERVICE, name, at, labels=labels)
        if seen is not None:
            yield seen


def _variables(node: Node) -> dict[str, Expansion]:
    pairs = {v["name"].text: v["value"].text for v in node if v["name"].text}
    return {**variables(node), **{name: literal(text) for name, text in pairs.items() if text}}


def _filled(text: str, values: dict[str, Expansion]) -> str:
    """Replace `$(name)` and `${{ variables.name }}` where they are literal."""

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1] or match[2])
        return known.literal or match[0] if known is not None else match[0]

    return _PARAMETER.sub(value, text)


FORMAT = Format(
    id=ID,
    title="Azure Pipelines",
    patterns=(
        "azure-pipelines*.yml",
        "azure-pipelines*.yaml",
        "*azure-pipelines.yml",
        ".azure-pipelines/*.yml",
        "*/.azure-pipelines/*.yml",
        ".azure/pipelines/*.yml",
        "*/.azure/pipelines/*.yml",
    ),
    read=_read,
    accepts=_accepts,
    documentation="https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/",
)
