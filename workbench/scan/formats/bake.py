"""Bake files: the images that the project builds, and what they are built with."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.containers.bake_file import PATTERNS, is_bake_file, read_targets
from workbench.scan.containers.build_sighting import named_context, only_platforms
from workbench.scan.containers.dockerfile_contents import contents, itself
from workbench.scan.containers.dockerfile_stages import read_stages
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_sighting import sight_own_image
from workbench.scan.containers.own_image import OwnImage, own_image, published_images
from workbench.scan.containers.x86_findings import with_findings
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.said_once import said_once
from workbench.scan.tree import Tree

ID = "bake"


def _accepts(document: Document) -> bool:
    return is_bake_file(document.name) and b"target" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    found = said_once(with_findings(_targets(document, tree)))
    yield from dict.fromkeys(with_settings(found, document))


def _targets(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what the targets say, each thing in the file in which it stands."""
    published = published_images(tree)
    for build in read_targets(document, tree):
        for _, line, source in build.contexts:
            if line:
                at = Occurrence(document.path, line, Scope.BUILD, reader=ID)
                yield from named_context(source, at, published)
        if build.inline:
            yield from _inline(build, document, tree)
        elif build.dockerfile and build.dockerfile in tree:
            yield from _built(build, document, own_image(tree, build.dockerfile))
        elif build.dockerfile:
            yield Problem(
                document.path,
                f"target {build.service} is built from {build.dockerfile}, "
                "which is not in the project",
                build.build_line,
            )


def _built(build: ImageBuild, document: Document, own: OwnImage) -> Iterator[Discovery]:
    yield sight_own_image(own, Occurrence(document.path, build.build_line, reader=ID))
    tags = (*([build.image] if build.image else []), *build.tags)
    for tag in tags if build.image_line else ():
        at = Occurrence(document.path, build.image_line, reader=ID)
        yield sight_own_image(own, at, (Trait("published-as", tag.text),))
    if build.platforms_line:
        at = Occurrence(document.path, build.platforms_line, reader=ID)
        yield from only_platforms(build, own, at)


def _inline(build: ImageBuild, document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what a Dockerfile in the file says; a JSON string stands on one line."""
    lines = "\n" * build.inline_line + build.inline
    inner = Document(document.path, lines.encode())
    file = read_stages(inner, build.arguments)
    if file.stages:
        yield from contents(file, inner, tree, ID)
        purl = make_purl("docker", build.service.lower(), subpath=document.path)
        yield from itself(file, document.path, OwnImage(build.service, purl, document.path), ID)


FORMAT = Format(
    id=ID,
    title="Bake file",
    patterns=PATTERNS,
    read=_read,
    accepts=_accepts,
    documentation="https://docs.docker.com/build/bake/reference/",
)
