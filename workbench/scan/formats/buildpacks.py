"""Buildpacks: the stack or builder that an application runs on, and the buildpacks it asks for.

A Procfile names processes, and no software: it is not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import own_image, published_images
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import literal
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.syntax.read_yaml import read_yaml
from workbench.scan.tree import Tree

ID = "buildpacks"

_STACK = regex(r"heroku-(\d+)")
_STACK_IMAGE = "heroku/heroku:{}"
"""Heroku's stacks are published as images of these tags.

https://devcenter.heroku.com/articles/stack
"""
_IMAGE = "docker://"
_REPOSITORY = regex(r"https?://[^/\s]+/(?P<path>[^\s#?]+?)(?:\.git)?(?:#(?P<ref>\S+))?")


def _accepts(document: Document) -> bool:
    if document.name == "app.json":
        return b'"stack"' in document.data or b'"buildpacks"' in document.data
    if document.name == "project.toml":
        return b"buildpacks" in document.data
    return True


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    if document.name == "app.json":
        yield from _app(read_json(document), document.path, tree)
    elif document.name == "heroku.yml":
        for root in read_yaml(document):
            yield from _heroku(root, document, tree)
    elif document.name == "project.toml":
        yield from _project(read_toml(document), document.path, tree)
    else:
        for number, line in enumerate(document.lines, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                yield from _buildpack(line.strip(), "", number, document.path)


def _app(root: Node, path: str, tree: Tree) -> Iterator[Discovery]:
    environments = [root, *(node for _, node in root["environments"].items())]
    for place in environments:
        stack = _STACK.fullmatch(place["stack"].text)
        if stack:
            yield from _image(_STACK_IMAGE.format(stack[1]), place["stack"].line, path, tree)
        for buildpack in place["buildpacks"]:
            written = buildpack["url"]
            yield from _buildpack(written.text, "", written.line, path)


def _heroku(root: Node, document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the images that `build.docker` builds, by process."""
    for _, dockerfile in root.at("build", "docker").items():
        written = dockerfile.text or dockerfile["dockerfile"].text
        path = tree.resolve(document.folder, written) if written else None
        if path in tree.sizes and path is not None:
            at = Occurrence(document.path, dockerfile.line, reader=ID)
            yield sight_own_image(own_image(tree, path), at)


def _project(root: Node, path: str, tree: Tree) -> Iterator[Discovery]:
    """Read a project descriptor, in its present form and that of schema 0.1 (`[build]`)."""
    for place in (root.at("io", "buildpacks"), root["build"]):
        builder = place["builder"]
        if builder.text:
            yield from _image(builder.text, builder.line, path, tree, Scope.BUILD)
        groups = [*place["group"], *place["buildpacks"], *place.at("pre", "group")]
        for entry in (*groups, *place.at("post", "group")):
            uri = entry["uri"].text
            if uri.startswith(_IMAGE):
                reference = uri.removeprefix(_IMAGE)
                yield from _image(reference, entry["uri"].line, path, tree, Scope.BUILD)
            else:
                named = entry["id"] if entry["id"].text else entry["uri"]
                yield from _buildpack(named.text, entry["version"].text, named.line, path)


def _image(
    reference: str, line: int, path: str, tree: Tree, scope: Scope = Scope.RUNTIME
) -> Iterator[Discovery]:
    at = Occurrence(path, line, scope, reader=ID)
    yield sight_image(literal(reference), at, published_images(tree))


def _buildpack(name: str, version: str, line: int, path: str) -> Iterator[Sighting]:
    """Yield a buildpack by its id, or by the address of its repository; a folder is none."""
    repository = _REPOSITORY.fullmatch(name)
    if repository:
        shown, version = repository["path"], version or repository["ref"] or ""
    elif name and "://" not in name and not name.startswith((".", "/", "urn:", "from=")):
        shown = name.partition("@")[0]
        version = version or name.partition("@")[2]
    else:
        return
    qualifiers = {"download_url": name} if repository else None
    yield Sighting(
        purl=make_purl("generic", shown, version, qualifiers=qualifiers),
        name=shown,
        version=version,
        kind=Kind.TOOL,
        occurrence=Occurrence(path, line, Scope.BUILD, traits=(Trait("buildpack"),), reader=ID),
    )


FORMAT = Format(
    id=ID,
    title="buildpacks",
    patterns=("app.json", "project.toml", "heroku.yml", ".buildpacks"),
    read=_read,
    accepts=_accepts,
    documentation="https://buildpacks.io/docs/reference/config/project-descriptor/",
)
