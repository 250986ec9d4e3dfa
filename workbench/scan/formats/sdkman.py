"""`.sdkmanrc` of SDKMAN: one candidate a line."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.declared_tool import declared_tool
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.tree import Tree
from workbench.scan.version_files import runtime_of_tool

ID = "sdkman"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    """Yield each candidate; Java is `runtime-version`'s to read."""
    for number, line in enumerate(document.lines, 1):
        name, _, version = (part.strip() for part in line.partition("#")[0].partition("="))
        if not version or runtime_of_tool(name):
            continue
        at = Occurrence(document.path, number, Scope.BUILD, reader=ID)
        tool = declared_tool(name, version, at)
        if tool is not None:
            yield tool


FORMAT = Format(
    id=ID,
    title="SDKMAN environment",
    patterns=(".sdkmanrc",),
    read=read,
    documentation="https://sdkman.io/usage#env-command",
)
