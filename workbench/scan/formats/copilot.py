"""Manifests of AWS Copilot: images, sidecars, and the platform that tasks run on."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.setting import Setting
from workbench.scan.ci.ci_image import image_of
from workbench.scan.containers.copilot_file import (
    PATTERNS,
    manifest_images,
    manifest_places,
    read_manifest,
)
from workbench.scan.containers.image_sighting import sight_own_image
from workbench.scan.containers.own_image import own_image, published_images
from workbench.scan.containers.x86_settings import written
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.download_address import ARM, X86, named_architecture
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "copilot"
FARGATE = "aws-fargate"
ROLE = "copilot-platform"

_ON_FARGATE = frozenset(
    {"Load Balanced Web Service", "Backend Service", "Worker Service", "Scheduled Job"}
)
_PLATFORMS = {X86: "linux/amd64", ARM: "linux/arm64"}


def _accepts(document: Document) -> bool:
    return b"type:" in document.data and b"name:" in document.data


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from dict.fromkeys(_discoveries(document, tree))
    for root in read_yaml(document):
        yield from _settings(root, document)


def _settings(root: Node, document: Document) -> Iterator[Setting]:
    """Yield the platforms of tasks that ask for x86, and the place where none is asked for."""
    if root["type"].text not in _ON_FARGATE:
        return
    for place in manifest_places(root):
        asked = place["platform"]
        if asked.text and _architecture(asked) == X86:
            seen = _on(X86, asked.line, document.path, ())
            setting = written(document, asked.line, asked.text, ROLE, seen)
            if setting is not None:
                yield setting
    line = root["type"].line
    if not root["platform"] and document.lines[line - 1].startswith("type"):
        purl = make_purl("generic", X86, namespace=FARGATE)
        yield Setting(role=ROLE, path=document.path, line=line, column=0, purl=purl, lead="\n")


def _discoveries(document: Document, tree: Tree) -> Iterator[Discovery]:
    published = published_images(tree)
    for root in read_yaml(document):
        if not root["type"].text:
            continue
        yield from _compute(root, document.path)
        for place in manifest_places(root):
            asked = place["platform"] if place["platform"] else root["platform"]
            platform = _PLATFORMS.get(_architecture(asked), "")
            for image in manifest_images(place):
                location = image["location"] if image.is_object else image
                yield from image_of(
                    location, document.path, ID, published, scope=Scope.RUNTIME, platform=platform
                )
    for build in read_manifest(document, tree):
        at = Occurrence(document.path, build.build_line, reader=ID)
        yield sight_own_image(own_image(tree, build.dockerfile), at)


def _compute(root: Node, path: str) -> Iterator[Discovery]:
    """Yield what tasks run on, for each platform that is asked for; by default that is x86."""
    if root["type"].text not in _ON_FARGATE:
        return
    asked = [p for p in (place["platform"] for place in manifest_places(root)) if p]
    if not root["platform"]:
        yield _on(X86, root["type"].line, path, (Trait("default-architecture", X86),))
    for platform in asked:
        arch = _architecture(platform)
        if arch:
            yield _on(arch, platform.line, path, ())


def _architecture(platform: Node) -> str:
    """Read `linux/arm64`, or an object with `osfamily` and `architecture`."""
    return named_architecture(platform.text or platform["architecture"].text)


def _on(arch: str, line: int, path: str, traits: tuple[Trait, ...]) -> Sighting:
    return Sighting(
        purl=make_purl("generic", arch, namespace=FARGATE),
        name=arch,
        kind=Kind.COMPUTE,
        occurrence=Occurrence(path, line, traits=traits, reader=ID),
    )


FORMAT = Format(
    id=ID,
    title="AWS Copilot manifest",
    patterns=PATTERNS,
    read=_read,
    accepts=_accepts,
    documentation="https://aws.github.io/copilot-cli/docs/manifest/overview/",
)
