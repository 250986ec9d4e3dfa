"""Runtimes as version files and Dockerfiles declare them, whether or not a module is near."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.containers.base_runtimes import base_runtimes
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.dockerfile import FORMAT as DOCKERFILE
from workbench.scan.tree import Tree
from workbench.scan.version_files import VERSION_FILES, read_version_file

ID = "runtime-version"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001  # a reader's shape
    """Yield every runtime that the file declares. Raises Unreadable."""
    is_version_file = document.name in VERSION_FILES
    declared = read_version_file(document) if is_version_file else base_runtimes(document)
    for runtime in declared:
        yield runtime.sighting(ID)


def _accepts(document: Document) -> bool:
    is_dockerfile = DOCKERFILE.accepts is None or DOCKERFILE.accepts(document)
    return document.name in VERSION_FILES or is_dockerfile


FORMAT = Format(
    id=ID,
    title="declared runtime version",
    patterns=(*VERSION_FILES, *DOCKERFILE.patterns),
    read=read,
    accepts=_accepts,
    documentation="https://asdf-vm.com/manage/configuration.html",
)
