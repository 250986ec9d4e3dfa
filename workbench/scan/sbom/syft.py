"""Syft's own JSON as a Bom (https://github.com/anchore/syft/tree/main/schema/json)."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Trait
from workbench.scan.document import Document
from workbench.scan.sbom.bom import Bom, Entry
from workbench.scan.syntax.plain import list_of, scalar_of, table_of, tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

MOST_LOCATIONS = 20


def read_syft(document: Document) -> Bom:
    """Read Syft's JSON. Raises Unreadable with the line."""
    root = table_of(read_plain_json(document))
    lines = ValueLines(document, ("id", "purl"))
    entries = [*_artifacts(root, lines), *_system(root)]
    needs: dict[str, list[str]] = {}
    for relationship in tables_of(root.get("artifactRelationships")):
        if scalar_of(relationship.get("type")) == "dependency-of":
            needed, needing = (
                scalar_of(relationship.get("parent")),
                scalar_of(relationship.get("child")),
            )
            needs.setdefault(needing, []).append(needed)
    return Bom(
        entries=tuple(entries),
        root=_source(table_of(root.get("source"))),
        needs={needing: tuple(needed) for needing, needed in needs.items()},
    )


def _artifacts(root: dict[str, object], lines: ValueLines) -> Iterator[Entry]:
    for artifact in tables_of(root.get("artifacts")):
        ref, purl = scalar_of(artifact.get("id")), scalar_of(artifact.get("purl"))
        cpes = list_of(artifact.get("cpes"))
        first = cpes[0] if cpes else ""
        type_ = scalar_of(artifact.get("type"))
        yield Entry(
            name=scalar_of(artifact.get("name")),
            line=lines.line("id", ref) or lines.line("purl", purl),
            ref=ref,
            version=scalar_of(artifact.get("version")),
            purl=purl,
            cpe=scalar_of(table_of(first).get("cpe")) or scalar_of(first),
            type="application" if type_ in ("binary", "linux-kernel") else "library",
            traits=_locations(artifact),
        )


def _locations(artifact: dict[str, object]) -> tuple[Trait, ...]:
    paths = [
        scalar_of(place.get("path")) or scalar_of(place)
        for place in tables_of(artifact.get("locations"))
    ]
    seen = dict.fromkeys(path for path in paths if path)
    return tuple(Trait("location", path) for path in list(seen)[:MOST_LOCATIONS])


def _system(root: dict[str, object]) -> Iterator[Entry]:
    distro = table_of(root.get("distro"))
    name = scalar_of(distro.get("id")) or scalar_of(distro.get("name"))
    if name:
        version = scalar_of(distro.get("versionID")) or scalar_of(distro.get("version"))
        yield Entry(name=name, version=version, ref=f"distro:{name}", type="operating-system")


def _source(source: dict[str, object]) -> Entry | None:
    """The image that was scanned; a folder is the project itself."""
    about = table_of(source.get("metadata")) or table_of(source.get("target"))
    image = scalar_of(about.get("userInput"))
    if scalar_of(source.get("type")) != "image" or not image:
        return None
    return Entry(name=image, ref=scalar_of(source.get("id")) or "source", type="container")
