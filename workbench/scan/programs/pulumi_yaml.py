"""Pulumi.yaml: defaults of its configuration, and the resources of programs written in YAML.

https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.syntax.computed import Unresolved
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree


def pulumi_yaml(document: Document, tree: Tree, reader: str) -> Iterator[Discovery]:
    """Yield what the file itself asks for. Raises Unreadable."""
    for root in read_yaml(document, places=True)[:1]:
        config = root["config"] or root["configuration"]

        def value(node: Node, config: Node = config) -> Node:
            return _value(node, config)

        each = [
            *(("pulumi", b["type"].text, n, b["properties"]) for n, b in root["resources"].items()),
            *(("parameter", "", f"config.{name}", body) for name, body in config.items()),
        ]
        for tool, type_, name, body in each:
            yield from facts(
                Resource(
                    tool=tool,
                    type=type_,
                    name=name,
                    body=body,
                    line=body.line,
                    document=document,
                    tree=tree,
                    reader=reader,
                    value=value,
                    syntax=Syntax.YAML,
                )
            )


def _value(node: Node, config: Node) -> Node:
    """Return the default of the configuration for `${name}`."""
    text = node.text
    if "${" not in text:
        return node
    default = config[text[2:-1]]["default"] if text.startswith("${") else Node(None)
    return default if default.text else Unresolved.of(text, node.line)
