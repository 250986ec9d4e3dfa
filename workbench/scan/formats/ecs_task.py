"""ECS task definitions as JSON: the architecture of the task and the images of its containers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.setting import Syntax
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.infrastructure.facts import facts
from workbench.scan.infrastructure.resource import Resource
from workbench.scan.said_once import said_once
from workbench.scan.shell.expansion import expand
from workbench.scan.syntax.computed import Unresolved
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

ID = "ecs-task"


def _accepts(document: Document) -> bool:
    return b'"containerDefinitions"' in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    return said_once(_discoveries(document, tree))


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    root = read_json(document, places=True)
    task = root["taskDefinition"] if root["taskDefinition"].is_object else root
    if not task["containerDefinitions"].is_list:
        return
    yield from facts(
        Resource(
            tool="ecs",
            type="task-definition",
            name=task["family"].text or "task definition",
            body=task,
            line=1,
            document=document,
            tree=tree,
            reader=ID,
            value=_value,
            syntax=Syntax.JSON,
        )
    )


def _value(node: Node) -> Node:
    """Return a text with variables in it, which a pipeline fills, as known in part."""
    if not isinstance(node.value, str) or "${" not in node.value:
        return node
    return Unresolved(expand(node.value, {}, quotes=False), node.line, node.place)


FORMAT = Format(
    id=ID,
    title="ECS task definition",
    patterns=("*.json",),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
)
