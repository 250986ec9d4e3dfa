"""Tiltfiles: the images that the project builds for development."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Trait
from workbench.scan.containers.build_sighting import only_platforms
from workbench.scan.containers.image_sighting import sight_own_image
from workbench.scan.containers.own_image import own_image
from workbench.scan.containers.tilt_file import PATTERNS, read_tilt_builds
from workbench.scan.containers.x86_findings import with_findings
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.tree import Tree

ID = "tilt"


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from with_settings(with_findings(_builds(document, tree)), document)


def _builds(document: Document, tree: Tree) -> Iterator[Discovery]:
    for build in read_tilt_builds(document, tree):
        if not build.dockerfile:
            continue
        own = own_image(tree, build.dockerfile)
        at = Occurrence(document.path, build.build_line, Scope.BUILD, reader=ID)
        yield sight_own_image(own, at, (Trait("published-as", build.service),))
        pinned = Occurrence(document.path, build.platforms_line, Scope.BUILD, reader=ID)
        yield from only_platforms(build, own, pinned)


FORMAT = Format(
    id=ID,
    title="Tiltfile",
    patterns=PATTERNS,
    read=_read,
    documentation="https://docs.tilt.dev/api.html",
)
