"""Wheels that lie in the project. Their names tell all that is asked of them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Scope
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.format import OF_ANY_SIZE, Discovery, Format
from workbench.scan.python.python_requirement import parse_requirement
from workbench.scan.tree import Tree

ID = "wheel"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    """Yield the package in the wheel, with the platforms of its tags."""
    try:
        found = parse_requirement(f"./{document.name}")
    except ValueError:
        yield Problem(document.path, "is not named as a wheel is")
        return
    if found is not None:
        yield found.sighting(document.path, 0, Scope.RUNTIME, ID)


FORMAT = Format(
    id=ID,
    title="Python wheel",
    patterns=("*.whl",),
    read=read,
    unread=True,
    most_bytes=OF_ANY_SIZE,
    documentation="https://packaging.python.org/en/latest/specifications/binary-distribution-format/",
)
