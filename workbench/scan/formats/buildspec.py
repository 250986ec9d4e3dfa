"""AWS CodeBuild's buildspec: language runtimes, and the environments of a batch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.knowledge.jdks import jdk_called
from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.model.setting import Setting
from workbench.scan.containers.image_sighting import sight_image
from workbench.scan.containers.own_image import published_images
from workbench.scan.containers.x86_settings import written
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.runtimes import declared_runtime
from workbench.scan.shell.download_address import ARM, X86, named_architecture
from workbench.scan.shell.expansion import expand
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "buildspec"
SERVICE = "aws-codebuild"

_RUNTIMES = {
    "dotnet": "dotnet",
    "golang": "go",
    "java": "java",
    "nodejs": "node",
    "php": "php",
    "python": "python",
    "ruby": "ruby",
}
"""The names under `runtime-versions`, and ours.

https://docs.aws.amazon.com/codebuild/latest/userguide/runtime-versions.html
"""
_SAYS = regex(rb"^[ \t]*[\"']?phases[\"']?\s*:", re.MULTILINE)
_BATCH = ("build-list", "build-graph", "build-matrix")
_PLATFORMS = {X86: "linux/amd64", ARM: "linux/arm64"}
_VERSION = regex(r"([a-z]*)(\d[\w.]*)")


def _accepts(document: Document) -> bool:
    return bool(_SAYS.search(document.data))


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    for root in read_yaml(document):
        for name, version in root.at("phases", "install", "runtime-versions").items():
            yield from _runtime(name, version, document.path)
        for kind in _BATCH:
            batch = root.at("batch", kind)
            for build in batch:
                yield from _environment(build["env"], document, tree)
            for part in ("static", "dynamic"):
                yield from _environment(batch.at(part, "env"), document, tree)


def _runtime(name: str, version: Node, path: str) -> Iterator[Discovery]:
    match = _VERSION.fullmatch(version.text)
    runtime = _RUNTIMES.get(name)
    if runtime is None or match is None:
        return
    declared = declared_runtime(
        runtime, match[2].removesuffix(".x"), path, version.line, Scope.BUILD
    )
    seen = declared.sighting(ID)
    jdk = jdk_called(match[1]) if runtime == "java" and match[1] else ""
    if jdk:
        traits = (*seen.occurrence.traits, Trait("distribution", jdk))
        at = Occurrence(path, version.line, Scope.BUILD, traits=traits, reader=ID)
        yield Sighting(
            purl=seen.purl, name=seen.name, version=seen.version, kind=seen.kind, occurrence=at
        )
    else:
        yield seen


def _environment(environment: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the types of environment and their images: each may be one or a list."""
    for kind in (environment["type"], *environment["type"]):
        if kind.text and not kind.text.startswith("WINDOWS"):
            seen = Sighting(
                purl=make_purl("generic", kind.text, namespace=SERVICE),
                name=kind.text,
                kind=Kind.COMPUTE,
                occurrence=Occurrence(document.path, kind.line, Scope.BUILD, reader=ID),
            )
            yield seen
            yield from _setting(document, kind, "build-environment", seen)
    for image in (environment["image"], *environment["image"]):
        if image.text:
            at = Occurrence(document.path, image.line, Scope.BUILD, reader=ID)
            platform = _PLATFORMS.get(named_architecture(image.text), "")
            traits = (Trait("platform", platform),) if platform else ()
            named = expand(image.text, {}, quotes=False)
            found = sight_image(named, at, published_images(tree), traits)
            yield found
            if isinstance(found, Sighting):
                yield from _setting(document, image, "build-image", found)


def _setting(document: Document, node: Node, role: str, seen: Sighting) -> Iterator[Setting]:
    setting = written(document, node.line, node.text, role, seen)
    if setting is not None:
        yield setting


FORMAT = Format(
    id=ID,
    title="CodeBuild build specification",
    patterns=("buildspec*.yml", "buildspec*.yaml", "*buildspec.yml", "*buildspec.yaml"),
    read=_read,
    accepts=_accepts,
    documentation="https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html",
)
