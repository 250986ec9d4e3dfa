"""GitHub Actions workflows: the images that jobs run in, beside, or as a step."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.scan.containers.build_sighting import only_platforms
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import OwnImage, own_image, published_images
from workbench.scan.containers.workflow_file import PATTERNS, opened, read_workflow_builds
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "github-actions"

_STEP_IMAGE = "docker://"
_WORDS = (b"container:", b"image:", b"docker://", b"docker/build-push-action")


def _accepts(document: Document) -> bool:
    return any(word in document.data for word in _WORDS)


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from with_settings(_images_and_builds(document, tree), document)


def _images_and_builds(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    published = published_images(tree)
    for root in read_yaml(document):
        for _, job in root["jobs"].items():
            for image, scope in _images(job):
                text = image.text.removeprefix(_STEP_IMAGE)
                if text.startswith("${{"):
                    continue  # chosen by the matrix or by whoever calls: nothing is named here
                place = Occurrence(path=document.path, line=image.line, scope=scope, reader=ID)
                yield sight_image(opened(text), place, published)
    for build in read_workflow_builds(document, tree):
        yield from _built(build, document.path, own_image(tree, build.dockerfile))


def _built(build: ImageBuild, path: str, own: OwnImage) -> Iterator[Sighting]:
    yield sight_own_image(own, Occurrence(path, build.build_line, Scope.BUILD, reader=ID))
    for tag in (*([build.image] if build.image else []), *build.tags):
        if tag.parts and isinstance(tag.parts[0], str):
            at = Occurrence(path, build.image_line, Scope.BUILD, reader=ID)
            yield sight_own_image(own, at, (Trait("published-as", tag.text),))
    yield from only_platforms(
        build, own, Occurrence(path, build.platforms_line, Scope.BUILD, reader=ID)
    )


def _images(job: Node) -> Iterator[tuple[Node, Scope]]:
    container = job["container"]
    for image in (container, container["image"]):
        if image.text:
            yield image, Scope.BUILD
    for _, service in job["services"].items():
        if service["image"].text:
            yield service["image"], Scope.TEST
    for step in job["steps"]:
        if step["uses"].text.startswith(_STEP_IMAGE):
            yield step["uses"], Scope.BUILD


FORMAT = Format(
    id=ID,
    title="GitHub Actions workflow",
    patterns=PATTERNS,
    read=_read,
    accepts=_accepts,
    documentation="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
)
