"""serverless.yml of the Serverless Framework: architectures and images of functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "serverless"


def _accepts(document: Document) -> bool:
    return b"provider" in document.data and b"functions" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    for root in read_yaml(document, places=True)[:1]:
        provider = root["provider"]
        if (provider["name"].text or provider.text) != "aws" or not root["functions"]:
            continue
        service = Resource(
            tool="serverless",
            type="service",
            name=root["service"].text or "service",
            body=root,
            line=provider.line,
            document=document,
            tree=tree,
            reader=ID,
            syntax=Syntax.YAML,
            home=provider,
        )
        functions = list(_functions(root["functions"]))
        for name, body in functions:
            yield from facts(_function(name, body, service))
        if not functions:  # they stand in other files
            yield from facts(_function(service.name, Node({}, provider.line), service))
        yield from facts(service)


def _functions(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the functions of the service: a mapping, or a list of mappings."""
    for mapping in node if node.is_list else [node]:
        for name, body in mapping.items():
            if body.is_object:
                yield name, body


def _function(name: str, body: Node, service: Resource) -> Resource:
    """Return one function, with the provider's architecture where it has none of its own."""
    provider = service.body["provider"]
    if "architecture" in provider and "architecture" not in body:
        members = {**dict(body.items()), "architecture": provider["architecture"]}
        body = Node(members, body.line)
    return replace(service, type="function", name=name, body=body, line=body.line)


FORMAT = Format(
    id=ID,
    title="Serverless Framework service",
    patterns=("serverless.yml", "serverless.yaml", "serverless.*.yml"),
    read=_read,
    accepts=_accepts,
    documentation="https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml",
)
