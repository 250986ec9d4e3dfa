"""The project's own images: what they are called, and under which names they are published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.model.image import ImageReference
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.containers.image_build import ImageBuild
from workbench.scan.containers.image_builds import image_builds
from workbench.scan.tree import Tree

_PLAIN_NAME = regex(r"^(?:docker|container)file|(?:docker|container)file$", re.IGNORECASE)

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
    """Return the own images by the name (without tag) that files give them for publishing."""
    return tree.remember(_published)


def _published(tree: Tree) -> dict[str, OwnImage]:
    dockerfiles: dict[tuple[str, str], str] = {}
    named: list[tuple[str, ImageBuild]] = []
    for placed in image_builds(tree):
        build = placed.build
        key = (placed.path.rpartition("/")[0], build.service)
        if build.dockerfile:
            dockerfiles.setdefault(key, build.dockerfile)
        if build.image is not None:
            named.append((key[0], build))
    published: dict[str, OwnImage] = {}
    for folder, build in named:
        # `image:` in one compose file and `build:` in its override file are one service.
        dockerfile = build.dockerfile or dockerfiles.get((folder, build.service))
        references = (build.image, *build.tags) if build.image is not None else build.tags
        for reference in references:
            if dockerfile and reference.masked:
                try:
                    name = ImageReference.parse(
                        reference.masked.partition("\0")[0].rstrip(":")
                    ).name
                except ValueError:
                    continue
                published.setdefault(name, own_image(tree, dockerfile))
    return published
