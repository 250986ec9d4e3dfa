"""`.tool-versions` of asdf and mise: one tool a line, with the versions to take."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.declared_tool import declared_tool
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.tree import Tree
from workbench.scan.version_files import runtime_of_tool

ID = "tool-versions"
MAX_VERSIONS = 20
"""Versions of one tool; people name one or two."""


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    """Yield each tool at each version named for it; runtimes are `runtime-version`'s to read."""
    for number, line in enumerate(document.lines, 1):
        name, *versions = line.partition("#")[0].split() or [""]
        if runtime_of_tool(name):
            continue
        for version in versions[:MAX_VERSIONS]:
            at = Occurrence(document.path, number, Scope.BUILD, reader=ID)
            tool = declared_tool(name, version, at)
            if tool is not None:
                yield tool


FORMAT = Format(
    id=ID,
    title="asdf tool versions",
    patterns=(".tool-versions",),
    read=read,
    documentation="https://asdf-vm.com/manage/configuration.html",
)
