"""CloudFormation and SAM: instance types, machine images, architectures, and what hosts install."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.regex import regex
from workbench.model.setting import Setting, Syntax
from workbench.scan.cloudformation.host_setup import host_setup
from workbench.scan.cloudformation.template import Template, read_template
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.shell.run_context import RunContext
from workbench.scan.syntax.node import Node, Place
from workbench.scan.tree import Tree

ID = "cloudformation"
MAX_BYTES = 2 * 1024 * 1024

_RESOURCES = regex(r"^[ \t{]*[\"']?Resources[\"']?[ \t]*:", re.MULTILINE)
_TYPE = regex(r"^(?:[ ]{2,4})?Type:[ ]+[\"']?AWS::\w+::\w+", re.MULTILINE)
"""Of a part of a template that another file takes in."""
_BUILDING = ("AWS::CodeBuild::", "AWS::ImageBuilder::")
_FUNCTION = "AWS::Serverless::Function"


def _accepts(document: Document) -> bool:
    data = document.data
    if b"AWS::" not in data:
        return False
    if b"Resources" in data and (_RESOURCES.search(document.text) or b'"Resources"' in data):
        return True
    return bool(_TYPE.search(document.text))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    root = read_template(document)
    template = Template(root)
    syntax = Syntax.JSON if document.text.lstrip().startswith("{") else Syntax.YAML
    seen: set[Place] = set()
    for name, body in template.resources():
        resource = _resource(name, body, template, document, tree, syntax)
        for found in facts(resource):
            if isinstance(found, Setting):
                seen.add(Place(found.path, found.line, found.column))
            yield found
        yield from host_setup(body, template, RunContext(document.path, resource.scope, ID))
    for name, parameter in template.parameters.items():
        values = (parameter["Default"], *parameter["AllowedValues"])
        taken = {Place(v.place.path, v.place.line, v.place.column) for v in values if v.place}
        if not taken & seen:
            yield from facts(
                Resource(
                    tool="parameter",
                    type=parameter["Type"].text,
                    name=f"Parameters.{name}",
                    body=parameter,
                    line=parameter.line,
                    document=document,
                    tree=tree,
                    reader=ID,
                    syntax=syntax,
                    optional=template.allowed,
                    keys=template.keys,
                )
            )


def _resource(
    name: str,
    body: Node,
    template: Template,
    document: Document,
    tree: Tree,
    syntax: Syntax,
) -> Resource:
    type_ = body["Type"].text
    properties = body["Properties"]
    home = properties
    if type_ == _FUNCTION:
        shared = template.root.at("Globals", "Function")
        if shared.is_object:
            home = shared
            properties = Node({**dict(shared.items()), **dict(properties.items())}, body.line)
    return Resource(
        tool="cloudformation",
        type=type_,
        name=name,
        body=properties,
        line=body.line,
        document=document,
        tree=tree,
        reader=ID,
        value=template.value,
        syntax=syntax,
        scope=Scope.BUILD if type_.startswith(_BUILDING) else Scope.RUNTIME,
        home=home,
        optional=template.allowed,
        keys=template.keys,
    )


FORMAT = Format(
    id=ID,
    title="CloudFormation template",
    patterns=("*.yaml", "*.yml", "*.json", "*.template"),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/",
    most_bytes=MAX_BYTES,
)
