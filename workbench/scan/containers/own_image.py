"""The project's own images: what they are called, and under which names they are published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.model.image import ImageReference
from workbench.model.purl import make_purl
from workbench.scan.containers.compose_file import is_compose_file, read_services
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.skaffold_file import is_skaffold_file, read_artifacts
from workbench.scan.document import Unreadable
from workbench.scan.format import WRITTEN_BY_HAND
from workbench.scan.shell.expansion import Expansion
from workbench.scan.tree import Tree

_PLAIN_NAME = re.compile(r"^(?:docker|container)file|(?:docker|container)file$", re.IGNORECASE)

_SAY_NOTHING = frozenset(
    {"app", "build", "container", "docker", "dockerfiles", "image", "images", "src", "source"}
)
"""Folders that say what lies in them, not what it is of."""


@dataclass(frozen=True, slots=True)
class OwnImage:
    """An image that the project builds, by the Dockerfile it is built from."""

    name: str
    purl: str
    dockerfile: str


def own_image(tree: Tree, dockerfile: str) -> OwnImage:
    """Return the image that the Dockerfile at this path builds.

    Called after the Dockerfile's folder, or the one above where that is a mere `src` or `docker`,
    and after what the file's own name adds: `web`, `web-debug` for `web/Dockerfile.debug` or
    `web/src/debug.Dockerfile`.
    """
    *folders, file_name = dockerfile.split("/")
    telling = [folder for folder in folders if folder.lower().strip(".") not in _SAY_NOTHING]
    name = telling[-1] if telling else tree.root.resolve().name or "project"
    suffix = _PLAIN_NAME.sub("", file_name).strip(".-_")
    if suffix:
        name = f"{name}-{suffix}"
    return OwnImage(name, make_purl("docker", name.lower(), subpath=dockerfile), dockerfile)


def published_images(tree: Tree) -> dict[str, OwnImage]:
    """Return the own images by the name (without tag) that compose or skaffold files give them.

    Read once per tree; a file that cannot be read is its own format's problem.
    """
    return tree.remember(_published)


def build_arguments(tree: Tree, dockerfile: str) -> dict[str, Expansion]:
    """Return the arguments that compose files build the Dockerfile at this path with."""
    return tree.remember(_arguments).get(dockerfile, {})


def _arguments(tree: Tree) -> dict[str, dict[str, Expansion]]:
    given: dict[str, dict[str, Expansion]] = {}
    for path in tree.sizes:
        for build in _builds(tree, path):
            for name, value in build.arguments.items():
                given.setdefault(build.dockerfile, {}).setdefault(name, value)
    return given


def _published(tree: Tree) -> dict[str, OwnImage]:
    dockerfiles: dict[tuple[str, str], str] = {}
    named: list[tuple[str, ImageBuild]] = []
    for path in tree.sizes:
        for build in _builds(tree, path):
            key = (path.rpartition("/")[0], build.service)
            if build.dockerfile:
                dockerfiles.setdefault(key, build.dockerfile)
            if build.image is not None:
                named.append((key[0], build))
    published: dict[str, OwnImage] = {}
    for folder, build in named:
        # `image:` in one compose file and `build:` in its override file are one service.
        dockerfile = build.dockerfile or dockerfiles.get((folder, build.service))
        text = build.image.masked if build.image is not None else ""
        if dockerfile and text:
            try:
                name = ImageReference.parse(text.partition("\0")[0].rstrip(":")).name
            except ValueError:
                continue
            published.setdefault(name, own_image(tree, dockerfile))
    return published


def _builds(tree: Tree, path: str) -> list[ImageBuild]:
    name = path.rpartition("/")[2]
    if tree.sizes[path] > WRITTEN_BY_HAND:
        return []
    try:
        if is_compose_file(name):
            return read_services(tree.read(path), tree)
        if is_skaffold_file(name):
            return read_artifacts(tree.read(path), tree)
    except Unreadable:
        pass
    return []
