"""devcontainer.json: the image that people develop in, and the features added to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from workbench.model.component import Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.regex import regex
from workbench.scan.containers.devcontainer_file import PATTERNS, read_devcontainer_build
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import own_image, published_images
from workbench.scan.declared_tool import declared_tool
from workbench.scan.document import Document
from workbench.scan.format import Format
from workbench.scan.jvm.jdk_distribution import jdk_distribution
from workbench.scan.shell.expansion import Expansion, Unknown
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree
from workbench.scan.version_files import read_tool, runtime_of_tool

ID = "devcontainer"

_VARIABLE = regex(r"(\$\{[^{}]{0,200}\})")
_FEATURE = regex(r"(?P<path>[^:@]+(?::\d+(?=/)[^:@]*)?)(?:[:@].*)?")
_PLATFORM = "--platform"


def read(document: Document, tree: Tree) -> Iterator[Sighting | Problem]:
    """Yield the image and every feature, at the version that its options ask for.

    What a Dockerfile or compose file takes in is what those files' own formats say.
    """
    root = read_json(document, comments=True)
    image = root["image"]
    if image.text:
        at = Occurrence(path=document.path, line=image.line, scope=Scope.BUILD, reader=ID)
        platforms = tuple(Trait("platform", p) for p in _platforms(root["runArgs"]))
        yield sight_image(_expanded(image.text), at, published_images(tree), platforms)
    for build in read_devcontainer_build(document, tree):
        at = Occurrence(document.path, build.build_line, Scope.BUILD, reader=ID)
        yield sight_own_image(own_image(tree, build.dockerfile), at)
    for reference, options in root["features"].items():
        feature = _feature(document.path, reference, options)
        if feature is not None:
            yield feature


def _feature(path: str, reference: str, options: Node) -> Sighting | None:
    """Read one feature; those of the project itself (`./NAME`) bring nothing by themselves."""
    match = _FEATURE.fullmatch(reference)
    if reference.startswith(".") or match is None:
        return None
    name = match["path"].rstrip("/").rpartition("/")[2]
    version = options.text or options["version"].text or "latest"
    if not name or version == "none":
        return None
    at = Occurrence(
        path=path,
        line=options.line,
        scope=Scope.BUILD,
        traits=_traits(reference, options),
        reader=ID,
    )
    if runtime_of_tool(name):
        return next(read_tool(name, version, at), None)
    return declared_tool(name, version, at)


def _traits(reference: str, options: Node) -> tuple[Trait, ...]:
    distribution = jdk_distribution(options["jdkDistro"].text)
    traits = (Trait("feature", reference),)
    return (*traits, Trait("distribution", distribution)) if distribution else traits


def _platforms(arguments: Node) -> Iterator[str]:
    """What `docker run` is told, as one word or two."""
    words = [*(word.text for word in arguments), ""]
    for word, following in pairwise(words):
        if word.startswith(f"{_PLATFORM}="):
            yield word.removeprefix(f"{_PLATFORM}=")
        elif word == _PLATFORM and following:
            yield following


def _expanded(text: str) -> Expansion:
    """Keep what stands in `${ }` open: it is the developer's machine that knows."""
    parts = [part for part in _VARIABLE.split(text) if part]
    return Expansion.of([Unknown(p) if _VARIABLE.fullmatch(p) else p for p in parts])


FORMAT = Format(
    id=ID,
    title="development container",
    patterns=PATTERNS,
    read=read,
    documentation="https://containers.dev/implementors/json_reference/",
)
