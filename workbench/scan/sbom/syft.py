"""Syft's own JSON as a Bom (https://github.com/anchore/syft/tree/main/schema/json)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Trait
from workbench.scan.document import Document
from workbench.scan.sbom.bom import Bom, Entry
from workbench.scan.syntax.plain import elements, members, objects, text
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

MOST_LOCATIONS = 20


def read_syft(document: Document) -> Bom:
    """Read Syft's JSON. Raises Unreadable with the line."""
    root = members(read_plain_json(document))
    lines = ValueLines(document, ("id", "purl"))
    entries = [*_artifacts(root, lines), *_system(root)]
    needs: dict[str, list[str]] = {}
    for relationship in objects(root.get("artifactRelationships")):
        if text(relationship.get("type")) == "dependency-of":
            needed, needing = text(relationship.get("parent")), text(relationship.get("child"))
            needs.setdefault(needing, []).append(needed)
    return Bom(
        entries=tuple(entries),
        root=_source(members(root.get("source"))),
        needs={needing: tuple(needed) for needing, needed in needs.items()},
    )


def _artifacts(root: dict[str, object], lines: ValueLines) -> Iterator[Entry]:
    for artifact in objects(root.get("artifacts")):
        ref, purl = text(artifact.get("id")), text(artifact.get("purl"))
        cpes = elements(artifact.get("cpes"))
        first = cpes[0] if cpes else ""
        type_ = text(artifact.get("type"))
        yield Entry(
            name=text(artifact.get("name")),
            line=lines.line("id", ref) or lines.line("purl", purl),
            ref=ref,
            version=text(artifact.get("version")),
            purl=purl,
            cpe=text(members(first).get("cpe")) or text(first),
            type="application" if type_ in ("binary", "linux-kernel") else "library",
            traits=_locations(artifact),
        )


def _locations(artifact: dict[str, object]) -> tuple[Trait, ...]:
    paths = [text(place.get("path")) or text(place) for place in objects(artifact.get("locations"))]
    seen = dict.fromkeys(path for path in paths if path)
    return tuple(Trait("location", path) for path in list(seen)[:MOST_LOCATIONS])


def _system(root: dict[str, object]) -> Iterator[Entry]:
    distro = members(root.get("distro"))
    name = text(distro.get("id")) or text(distro.get("name"))
    if name:
        version = text(distro.get("versionID")) or text(distro.get("version"))
        yield Entry(name=name, version=version, ref=f"distro:{name}", type="operating-system")


def _source(source: dict[str, object]) -> Entry | None:
    """The image that was scanned; a folder is the project itself."""
    about = members(source.get("metadata")) or members(source.get("target"))
    image = text(about.get("userInput"))
    if text(source.get("type")) != "image" or not image:
        return None
    return Entry(name=image, ref=text(source.get("id")) or "source", type="container")
