"""What a bill of materials names, as sightings in the file of the bill."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.knowledge.systems import system_named
from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.image import ImageReference
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.hosts.listed import host_of
from workbench.scan.sbom.bom import Bom, Entry
from workbench.scan.sbom.identity import Identity, identity_of_name, identity_of_purl
from workbench.scan.tree import Tree


def sight_bom(
    bom: Bom, document: Document, tree: Tree, reader: str
) -> Iterator[Sighting | Problem]:
    """Yield every entry of `bom` with its place in `document`.

    What the bill is of is left out, as it is the project's own program; an image is not.
    """
    direct = bom.direct()
    part_of: tuple[Trait, ...] = host_of(document, tree).traits()
    root = bom.root
    if root is not None:
        label = f"{root.name}:{root.version}" if root.version else root.name
        part_of = (*part_of, Trait("part-of", label)) if root.name else part_of
        if root.type == "container":
            yield from _sight(root, document, reader, direct=True)
    for entry in bom.entries:
        if root is None or entry.ref != root.ref or not entry.ref:
            traits = (*entry.traits, *part_of)
            placed = msgspec.structs.replace(entry, traits=traits)
            yield from _sight(placed, document, reader, direct=entry.ref in direct)


def _sight(
    entry: Entry, document: Document, reader: str, *, direct: bool
) -> Iterator[Sighting | Problem]:
    found = _identity(entry)
    if found is None:
        if entry.purl:
            yield Problem(document.path, f"names what is no package URL: {entry.purl}", entry.line)
        return
    own = entry.own
    constraints = (own.constraints if own else ()) or (found.constraint,)
    for constraint in constraints:
        occurrence = Occurrence(
            path=document.path,
            line=entry.line,
            scope=Scope.BUILD if found.kind is Kind.TOOL and not own else entry.scope,
            direct=own.direct if own else direct,
            constraint=constraint,
            traits=tuple(dict.fromkeys((*found.traits, *entry.traits))),
            reader=reader,
        )
        sighting = Sighting(
            purl=found.purl,
            name=found.name,
            version=found.version,
            kind=found.kind,
            occurrence=occurrence,
        )
        if own:
            sighting = msgspec.structs.replace(sighting, kind=own.kind, origin=own.origin)
        yield sighting


def _identity(entry: Entry) -> Identity | None:
    if entry.own and entry.purl:
        # The workbench wrote it: it is one already, qualifiers and all.
        return Identity(
            purl=entry.purl, name=entry.name, version=entry.version, kind=entry.own.kind
        )
    if entry.purl:
        return identity_of_purl(entry.purl, entry.version, entry.type)
    if entry.type == "container":
        return _image(entry)
    if entry.type == "operating-system":
        system = system_named(f"{entry.name} {entry.version}")
        if system is not None:
            return Identity(
                purl=system.purl,
                name=system.title,
                version=system.release,
                kind=Kind.OPERATING_SYSTEM,
            )
    return identity_of_name(
        entry.name, entry.version, group=entry.group, cpe=entry.cpe, type_=entry.type
    )


def _image(entry: Entry) -> Identity | None:
    """Return the image that is named without a purl, None where the name is no reference."""
    reference = entry.name
    if entry.version and ":" not in reference.rpartition("/")[2]:
        reference += f"@{entry.version}" if ":" in entry.version else f":{entry.version}"
    try:
        image = ImageReference.parse(reference)
    except ValueError:
        return None
    return Identity(
        purl=image.purl, name=image.name, kind=Kind.CONTAINER_IMAGE, version=image.version
    )
