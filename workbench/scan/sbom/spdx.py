"""SPDX 2.2 and 2.3 as a Bom, JSON and tag-value (https://spdx.github.io/spdx-spec/v2.3/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document
from workbench.scan.sbom.bom import Bom, Entry
from workbench.scan.sbom.spdx_tags import tagged
from workbench.scan.syntax.plain import list_of, scalar_of, table_of, tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

DOCUMENT = "SPDXRef-DOCUMENT"

_NEEDS = {
    "DEPENDS_ON": False,
    "CONTAINS": False,
    "DEPENDENCY_OF": True,
    "RUNTIME_DEPENDENCY_OF": True,
    "BUILD_DEPENDENCY_OF": True,
    "BUILD_TOOL_OF": True,
    "DEV_DEPENDENCY_OF": True,
    "DEV_TOOL_OF": True,
    "TEST_DEPENDENCY_OF": True,
    "TEST_TOOL_OF": True,
    "OPTIONAL_DEPENDENCY_OF": True,
    "OPTIONAL_COMPONENT_OF": True,
    "PROVIDED_DEPENDENCY_OF": True,
    "CONTAINED_BY": True,
}
"""Relationships by which one element needs another, and whether the needed one stands first."""

_SCOPES = {
    "BUILD_DEPENDENCY_OF": Scope.BUILD,
    "BUILD_TOOL_OF": Scope.BUILD,
    "DEV_DEPENDENCY_OF": Scope.BUILD,
    "DEV_TOOL_OF": Scope.BUILD,
    "TEST_DEPENDENCY_OF": Scope.TEST,
    "TEST_TOOL_OF": Scope.TEST,
    "OPTIONAL_DEPENDENCY_OF": Scope.OPTIONAL,
    "OPTIONAL_COMPONENT_OF": Scope.OPTIONAL,
}
_TYPES = {
    "APPLICATION": "application",
    "CONTAINER": "container",
    "OPERATING-SYSTEM": "operating-system",
    "OPERATING_SYSTEM": "operating-system",
    "FRAMEWORK": "framework",
    "LIBRARY": "library",
}
_NO_SOFTWARE = frozenset({"DEVICE", "FIRMWARE", "FILE", "ARCHIVE"})

Relationship = tuple[str, str, str]
"""Element, type, related element."""


def read_json_spdx(document: Document) -> Bom:
    """Read the JSON form. Raises Unreadable with the line."""
    root = table_of(read_plain_json(document))
    root = table_of(root.get("sbom")) or root  # as the GitHub API wraps it
    lines = ValueLines(document, ("SPDXID",))
    packages = list(tables_of(root.get("packages")))
    entries = [_entry(p, lines.line("SPDXID", scalar_of(p.get("SPDXID")))) for p in packages]
    described = {scalar_of(ref) for ref in list_of(root.get("documentDescribes"))}
    return _bom(entries, described, list(_relationships(root, packages)))


def read_tag_value(document: Document) -> Bom:
    """Read the tag-value form."""
    packages, relationships = tagged(document)
    return _bom([_entry(package, line) for line, package in packages], set(), relationships)


def _relationships(
    root: dict[str, object], packages: Iterable[dict[str, object]]
) -> Iterator[Relationship]:
    for relationship in tables_of(root.get("relationships")):
        yield (
            scalar_of(relationship.get("spdxElementId")),
            scalar_of(relationship.get("relationshipType")),
            scalar_of(relationship.get("relatedSpdxElement")),
        )
    for package in packages:
        for file in list_of(package.get("hasFiles")):
            yield scalar_of(package.get("SPDXID")), "CONTAINS", scalar_of(file)


def _bom(
    entries: list[Entry | None], described: set[str], relationships: list[Relationship]
) -> Bom:
    known = {entry.ref: entry for entry in entries if entry}
    described |= {b for a, type_, b in relationships if type_ == "DESCRIBES" and a == DOCUMENT}
    described |= {a for a, type_, b in relationships if type_ == "DESCRIBED_BY" and b == DOCUMENT}
    described &= known.keys()
    needs: dict[str, list[str]] = {}
    for element, type_, related in relationships:
        if type_ in _NEEDS:
            needing, needed = (related, element) if _NEEDS[type_] else (element, related)
            if needed in known and needing in known:
                needs.setdefault(needing, []).append(needed)
                known[needed] = _scoped(known[needed], type_)
    root = known[next(iter(described))] if len(described) == 1 and len(known) > 1 else None
    others = tuple(entry for ref, entry in known.items() if root is None or ref != root.ref)
    return Bom(entries=others, root=root, needs={k: tuple(v) for k, v in needs.items()})


def _scoped(entry: Entry, relationship: str) -> Entry:
    scope = _SCOPES.get(relationship, Scope.RUNTIME)
    return entry if entry.scope is scope else msgspec.structs.replace(entry, scope=scope)


def _entry(package: dict[str, object], line: int) -> Entry | None:
    purpose = scalar_of(package.get("primaryPackagePurpose")).upper()
    purl, cpe = "", ""
    for reference in tables_of(package.get("externalRefs")):
        type_, locator = (
            scalar_of(reference.get("referenceType")),
            scalar_of(reference.get("referenceLocator")),
        )
        if type_ == "purl":
            purl = purl or locator
        elif type_.startswith("cpe"):
            cpe = cpe or locator
    if purpose in _NO_SOFTWARE and not purl and not cpe:
        return None
    return Entry(
        name=scalar_of(package.get("name")),
        line=line,
        ref=scalar_of(package.get("SPDXID")),
        version=scalar_of(package.get("versionInfo")),
        purl=purl,
        cpe=cpe,
        type=_TYPES.get(purpose, ""),
        traits=_traits(package),
    )


def _traits(package: dict[str, object]) -> tuple[Trait, ...]:
    kind, _, supplier = scalar_of(package.get("supplier")).partition(":")
    vendor = (Trait("vendor", supplier.strip()),) if kind == "Organization" and supplier else ()
    source = scalar_of(package.get("sourceInfo"))
    return (*vendor, Trait("location", source)) if source.startswith("acquired ") else vendor
