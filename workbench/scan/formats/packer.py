"""Packer: instance types and machine images of builders, and what provisioners install."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import HclFile, labelled
from workbench.scan.syntax.read_json import read_json
from workbench.scan.terraform.configuration import Project, read_file
from workbench.scan.terraform.repeated import Repeated
from workbench.scan.tree import Tree

ID = "packer"

_USER = regex(r"\{\{\s*user\s+[`'\"]([\w-]+)[`'\"]\s*\}\}")


class _Packer(Project):
    """The folders of Packer's files, which share Terraform's language."""

    hcl = (".pkr.hcl",)
    json = (".pkr.json",)
    given = (".pkrvars.hcl", ".pkrvars.json")


def _packer(tree: Tree) -> _Packer:
    return _Packer(tree)


def _accepts(document: Document) -> bool:
    if document.name.endswith((".pkr.hcl", ".pkr.json")):
        return True
    return b'"builders"' in document.data and b'"amazon-' in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    language = _of_hcl if ".pkr." in document.name else _of_json
    return said_once(language(document, tree))


def _of_hcl(document: Document, tree: Tree) -> Iterator[Discovery]:
    file = tree.parsed(document.path, read_file)
    if isinstance(file, HclFile) and file.fault:
        yield Problem(document.path, "is not valid HCL here; the rest is read", file.fault)
    configuration = tree.remember(_packer).configuration(document.folder)
    blocks = [
        *((labels[0], labels[1], body) for labels, body in labelled(file["source"], 2)),
        *((f"data.{labels[0]}", labels[1], body) for labels, body in labelled(file["data"], 2)),
        *(("build", "build", body) for _, body in labelled(file["build"], 0)),
    ]
    for type_, name, body in blocks:
        repeated = Repeated(body, configuration)
        yield from facts(
            Resource(
                tool="packer",
                type=type_,
                name=f"{type_}.{name}",
                body=repeated.body,
                line=body.line,
                document=document,
                tree=tree,
                reader=ID,
                value=repeated.value,
                syntax=Syntax.HCL,
                scope=Scope.BUILD,
            )
        )


def _of_json(document: Document, tree: Tree) -> Iterator[Discovery]:
    root = read_json(document, places=True)
    variables = root["variables"]

    def value(node: Node) -> Node:
        found = _USER.fullmatch(node.text)
        return variables[found[1]] if found else node

    builders = [(b["type"].text, b) for b in root["builders"] if b["type"].text]
    for type_, body in [*builders, ("build", root)]:
        yield from facts(
            Resource(
                tool="packer",
                type=type_,
                name=body["name"].text or type_,
                body=body,
                line=body.line,
                document=document,
                tree=tree,
                reader=ID,
                value=value,
                syntax=Syntax.JSON,
                scope=Scope.BUILD,
            )
        )


FORMAT = Format(
    id=ID,
    title="Packer template",
    patterns=("*.pkr.hcl", "*.json"),
    read=_read,
    accepts=_accepts,
    documentation="https://developer.hashicorp.com/packer/docs/templates",
)
