"""What was found inside images, as components: their OS packages and their operating system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import msgspec

from workbench.knowledge.systems import System
from workbench.lookup.lookup import File
from workbench.model.component import Component, Kind, Occurrence, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.model.purl import parse_purl
from workbench.scan.binaries.read_binary import read_binary
from workbench.scan.document import Document, Unreadable
from workbench.scan.hosts.apk import database_packages as apk_packages
from workbench.scan.hosts.dpkg import status_packages
from workbench.scan.hosts.listed import Host, Listed, sight_packages
from workbench.scan.hosts.rpm_database import database_packages as rpm_packages
from workbench.scan.hosts.shown_system import system_in, system_of_packages
from workbench.scan.systems import system_sighting

READER = "image-layers"
MOST_PLACES = 5
"""Occurrences of an image that each of its packages is shown at."""
_OBJECT = "ELF object file"
NOT_READ = "{path} in the image is a database of RPM in an older format, which is not read"


def platforms_of(head: bytes, size: int) -> tuple[str, ...]:
    """Return what the program or library that starts with `head` runs on; nothing for others."""
    try:
        found = read_binary(BytesIO(head), size)
    except Unreadable:
        return ()
    return found.platforms if found and found.form != _OBJECT else ()


def inside(image: Component, files: Iterable[File]) -> Iterator[Sighting | Problem]:
    """Yield what the lists in `files` say is installed in `image`, at the places that name it."""
    by_name = {file.path: file for file in files}
    system = _system(by_name)
    written = _written(image)
    for path, file in by_name.items():
        ecosystem = _ecosystem(path)
        if not ecosystem:
            continue
        try:
            packages = list(_packages(ecosystem, file))
        except Unreadable as error:
            yield Problem(image.occurrences[0].path, f"{path} in {written} {error.reason}")
            continue
        if not file.content:
            reason = NOT_READ.format(path=f"{written}: {path}")
            yield Problem(image.occurrences[0].path, reason, image.occurrences[0].line)
        shown = system or system_of_packages(ecosystem, [(p.name, p.version) for p in packages])
        document = Document(path, b"")
        for sighting in sight_packages(packages, ecosystem, Host(system=shown), document, READER):
            yield from _placed(sighting, image, written)
    if system is not None:
        yield from _placed(system_sighting(system, Occurrence("")), image, written)


def _placed(sighting: Sighting, image: Component, written: str) -> Iterator[Sighting]:
    """Yield `sighting` where the image is named; the trait `image` joins the two."""
    of_image = Trait("image", written)
    where = sighting.occurrence.path
    location = (Trait("location", where),) if where and sighting.kind is Kind.OS_PACKAGE else ()
    traits = (of_image, *location, *sighting.occurrence.traits)
    for place in image.occurrences[:MOST_PLACES]:
        occurrence = Occurrence(
            path=place.path,
            line=place.line,
            scope=place.scope,
            direct=False,
            traits=traits,
            reader=READER,
        )
        yield msgspec.structs.replace(sighting, occurrence=occurrence)


def _packages(ecosystem: str, file: File) -> Iterator[Listed]:
    if not file.content:
        return
    if ecosystem == "rpm":
        yield from rpm_packages(file.content)
        return
    document = Document(file.path, file.content)
    yield from (status_packages if ecosystem == "deb" else apk_packages)(document)


def _ecosystem(path: str) -> str:
    for word, ecosystem in (("/dpkg/", "deb"), ("/apk/", "apk"), ("/rpm/", "rpm")):
        if word in path:
            return ecosystem
    return ""


def _system(files: dict[str, File]) -> System | None:
    for path in ("etc/os-release", "usr/lib/os-release"):
        if path in files and files[path].content:
            try:
                return system_in(Document(path, files[path].content))
            except Unreadable:
                continue
    return None


def _written(image: Component) -> str:
    reference = ImageReference.of_purl(parse_purl(image.purl))
    return f"{reference.name}:{reference.tag}" if reference.tag else reference.name
