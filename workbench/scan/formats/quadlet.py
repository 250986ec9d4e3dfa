"""Podman's quadlets: the images of containers, volumes and image units."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.model.regex import regex
from workbench.scan.containers.build_sighting import only_platforms
from workbench.scan.containers.image_sighting import sight_image, sight_own_image
from workbench.scan.containers.own_image import own_image, published_images
from workbench.scan.containers.quadlet_file import PATTERNS, Entry, entries, read_build
from workbench.scan.containers.x86_findings import with_findings
from workbench.scan.containers.x86_settings import with_settings
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.shell.expansion import literal
from workbench.scan.tree import Tree

ID = "quadlet"

MOST_PLATFORMS = 16
"""Of a unit, of which Podman heeds one."""
_SECTIONS = frozenset({"Container", "Image", "Volume", "Build", "Kube", "Pod"})
_OPTION = regex(r"--(arch|platform)[= ]([\w/.-]+)")
_UNITS = (".image", ".build")


def _accepts(document: Document) -> bool:
    return any(f"[{section}]".encode() in document.data for section in _SECTIONS)


def _read(document: Document, tree: Tree) -> Iterator[Discovery]:
    yield from with_settings(with_findings(_units(document, tree)), document)


def _units(document: Document, tree: Tree) -> Iterator[Discovery]:
    unit = [entry for entry in entries(document) if entry.section in _SECTIONS]
    images = [entry for entry in unit if entry.key == "Image"]
    for image in images:
        yield from _image(image, unit, document.path, tree)
    for build in read_build(document, tree) if document.name.endswith(".build") else ():
        own = own_image(tree, build.dockerfile)
        yield sight_own_image(own, Occurrence(document.path, build.build_line, reader=ID))
        if build.image is not None:
            at = Occurrence(document.path, build.image_line, reader=ID)
            yield sight_own_image(own, at, (Trait("published-as", build.image.text),))
        yield from only_platforms(
            build, own, Occurrence(document.path, build.platforms_line, reader=ID)
        )


def _image(image: Entry, unit: list[Entry], path: str, tree: Tree) -> Iterator[Discovery]:
    """Yield an image; the name of another unit stands for what that unit says."""
    reference = image.value.removeprefix("docker://")
    if reference.endswith(_UNITS) or "%" in reference or not reference:
        return
    place = Occurrence(path, image.line, reader=ID)
    seen = sight_image(literal(reference), place, published_images(tree))
    yield seen
    if not isinstance(seen, Sighting):
        return
    for line, platform in islice(_platforms(unit), MOST_PLATFORMS):
        at = Occurrence(path, line, reader=ID)
        pinned = (Trait("platform", platform),)
        yield sight_image(literal(reference), at, published_images(tree), pinned)


def _platforms(unit: list[Entry]) -> Iterator[tuple[int, str]]:
    for entry in unit:
        if entry.key == "Arch" and entry.value:
            yield entry.line, f"linux/{entry.value}"
        elif entry.key == "PodmanArgs":
            for option, value in _OPTION.findall(entry.value):
                yield entry.line, value if option == "platform" else f"linux/{value}"


FORMAT = Format(
    id=ID,
    title="Podman quadlet",
    patterns=PATTERNS,
    read=_read,
    accepts=_accepts,
    documentation="https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html",
)
