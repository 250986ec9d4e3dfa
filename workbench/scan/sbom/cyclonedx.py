"""CycloneDX 1.0 to 1.6, JSON and XML, as a Bom (https://cyclonedx.org/docs/1.6/)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.sbom.bom import Bom, Entry
from workbench.scan.sbom.cyclonedx_xml import bom_members
from workbench.scan.sbom.properties import (
    architectures_of,
    by_name,
    is_manifest,
    locations_of,
    own_of,
    scope_of,
)
from workbench.scan.syntax.plain import list_of, scalar_of, table_of, tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json
from workbench.scan.syntax.value_lines import ValueLines

MAX_DEPTH = 50
MOST_LOCATIONS = 20
"""An npm package may lie in a thousand places of an image: more say nothing new."""

_NO_SOFTWARE = frozenset(
    {"cryptographic-asset", "data", "device", "device-driver", "firmware", "machine-learning-model"}
)
_SCOPES = {"excluded": Scope.BUILD, "optional": Scope.OPTIONAL}

LineOf = Callable[[dict[str, object]], int]


def read_json_bom(document: Document) -> Bom:
    """Read the JSON form. Raises Unreadable with the line."""
    root = table_of(read_plain_json(document))
    lines = ValueLines(document, ("purl", "bom-ref", "name"))

    def line_of(component: dict[str, object]) -> int:
        for key in ("purl", "bom-ref", "name"):
            value = component.get(key)
            if isinstance(value, str) and (line := lines.line(key, value)):
                return line
        return 0

    return _bom(root, line_of)


def read_xml_bom(document: Document) -> Bom:
    """Read the XML form. Raises Unreadable with the line."""

    def line_of(component: dict[str, object]) -> int:
        line = component.get("#line")
        return line if isinstance(line, int) else 0

    return _bom(bom_members(document), line_of)


def _bom(root: dict[str, object], line_of: LineOf) -> Bom:
    about = table_of(table_of(root.get("metadata")).get("component"))
    described = _entry(about, line_of) if about else None
    entries = list(_entries(about.get("components"), line_of, 0))
    entries += _entries(root.get("components"), line_of, 0)
    return Bom(entries=tuple(entries), root=described, needs=_needs(root))


def _entries(components: object, line_of: LineOf, depth: int) -> Iterator[Entry]:
    if depth > MAX_DEPTH:
        raise Unreadable(f"is no readable bill of materials: nested deeper than {MAX_DEPTH} levels")
    for component in tables_of(components):
        entry = _entry(component, line_of)
        if entry is not None:
            yield entry
        if component.get("components"):
            yield from _entries(component["components"], line_of, depth + 1)


def _entry(component: dict[str, object], line_of: LineOf) -> Entry | None:
    type_, purl = scalar_of(component.get("type")), scalar_of(component.get("purl"))
    properties = by_name(
        (scalar_of(p.get("name")), scalar_of(p.get("value")))
        for p in tables_of(component.get("properties"))
    )
    if type_ in _NO_SOFTWARE or (properties and is_manifest(properties)):
        return None
    if type_ == "file" and not purl:
        return None
    stated = _SCOPES.get(scalar_of(component.get("scope")), Scope.RUNTIME)
    own = own_of(properties) if "workbench:kind" in properties else None
    return Entry(
        name=scalar_of(component.get("name")),
        line=line_of(component),
        ref=scalar_of(component.get("bom-ref")) or purl,
        version=scalar_of(component.get("version")),
        purl=purl,
        cpe=scalar_of(component.get("cpe")),
        type=type_,
        group=scalar_of(component.get("group")),
        scope=own.scope if own else scope_of(properties) or stated,
        traits=_traits(component, properties),
        own=own,
    )


def _traits(component: dict[str, object], properties: dict[str, list[str]]) -> tuple[Trait, ...]:
    places = [*_occurrences(component), *locations_of(properties)]
    traits = [Trait("location", place) for place in dict.fromkeys(places[:MOST_LOCATIONS])]
    traits += [Trait("installed-arch", value) for value in architectures_of(properties)]
    supplier = scalar_of(table_of(component.get("supplier")).get("name"))
    if vendor := supplier or scalar_of(component.get("publisher")):
        traits.append(Trait("vendor", vendor))
    return tuple(traits)


def _occurrences(component: dict[str, object]) -> Iterator[str]:
    for place in tables_of(table_of(component.get("evidence")).get("occurrences")):
        if location := scalar_of(place.get("location")):
            line = scalar_of(place.get("line"))
            yield f"{location}:{line}" if line else location


def _needs(root: dict[str, object]) -> dict[str, tuple[str, ...]]:
    needs: dict[str, tuple[str, ...]] = {}
    for dependency in tables_of(root.get("dependencies")):
        wanted = tuple(filter(None, map(scalar_of, list_of(dependency.get("dependsOn")))))
        ref = scalar_of(dependency.get("ref"))
        needs[ref] = (*needs.get(ref, ()), *wanted)
    return needs
