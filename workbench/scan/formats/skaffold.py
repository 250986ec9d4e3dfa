"""Skaffold files: the images that the project builds, and the names they are published under."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.scan.containers.image_sighting import sight_own_image
from workbench.scan.containers.own_image import own_image
from workbench.scan.containers.skaffold_file import PATTERNS, read_artifacts
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.tree import Tree

ID = "skaffold"


def _read(document: Document, tree: Tree) -> Iterator[Sighting]:
    for artifact in read_artifacts(document, tree):
        yield sight_own_image(
            own_image(tree, artifact.dockerfile),
            Occurrence(path=document.path, line=artifact.image_line, reader=ID),
            (Trait("published-as", artifact.service),),
        )


FORMAT = Format(
    id=ID,
    title="skaffold file",
    patterns=PATTERNS,
    read=_read,
    documentation="https://skaffold.dev/docs/references/yaml/",
)
