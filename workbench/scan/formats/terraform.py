"""Terraform: instance types, machine images, architectures, images, and what hosts install."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.attribute_table import attributes_of
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_hcl import HclFile, labelled
from workbench.scan.terraform.configuration import Configuration, project_of, read_file
from workbench.scan.terraform.repeated import Repeated
from workbench.scan.tree import Tree

ID = "terraform"
MAX_BYTES = 1024 * 1024

_BUILDING = ("aws_codebuild_project", "aws_imagebuilder_infrastructure_configuration")
_LOCAL = ("./", "../")


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    file = tree.parsed(document.path, read_file)
    if isinstance(file, HclFile) and file.fault:
        yield Problem(document.path, "is not valid HCL here; the rest is read", file.fault)
    configuration = project_of(tree).configuration(document.folder)
    for labels, body in labelled(file["resource"], 2):
        if not attributes_of("terraform", labels[0]):
            continue  # its body need not be read
        yield from facts(_resource(labels[0], ".".join(labels), body, document, configuration))
    for labels, body in labelled(file["data"], 2):
        if not attributes_of("terraform", f"data.{labels[0]}"):
            continue
        name = ".".join(("data", *labels))
        yield from facts(_resource(f"data.{labels[0]}", name, body, document, configuration))
    for labels, body in labelled(file["module"], 1):
        source = body["source"].text
        if source and not source.startswith(_LOCAL):
            yield from facts(
                _resource(source, f"module.{labels[0]}", body, document, configuration, module=True)
            )


def _resource(
    type_: str,
    name: str,
    body: Node,
    document: Document,
    configuration: Configuration,
    *,
    module: bool = False,
) -> Resource:
    repeated = Repeated(body, configuration)
    return Resource(
        tool="terraform-module" if module else "terraform",
        type=type_,
        name=name,
        body=repeated.body,
        line=body.line,
        document=document,
        tree=configuration.project.tree,
        reader=ID,
        value=repeated.value,
        syntax=Syntax.JSON if document.name.endswith(".json") else Syntax.HCL,
        scope=Scope.BUILD if type_ in _BUILDING else Scope.RUNTIME,
    )


FORMAT = Format(
    id=ID,
    title="Terraform configuration",
    patterns=("*.tf", "*.tf.json", "*.tofu", "*.tofu.json"),
    read=_read,
    documentation="https://developer.hashicorp.com/terraform/language",
    most_bytes=MAX_BYTES,
)
