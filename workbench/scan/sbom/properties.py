"""What the properties on CycloneDX components mean: tools say there what has no field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.model.component import Kind, Origin, Scope
from workbench.model.resources import resources
from workbench.scan.sbom.bom import Own

Properties = Mapping[str, list[str]]
"""Values by name; a name may come several times."""


class Meaning(msgspec.Struct, frozen=True):
    """One entry of `resources/scan/sbom.toml`: patterns of a property's name and values."""

    property: str
    values: tuple[str, ...] = ("*",)
    scope: Scope = Scope.RUNTIME

    def said_by(self, properties: Properties) -> list[str]:
        """Return the values that are meant."""
        if not properties:
            return []
        if self.property in properties:
            named = [self.property]
        elif "*" in self.property:
            named = [name for name in properties if fnmatchcase(name, self.property)]
        else:
            return []
        return [
            value
            for name in named
            for value in properties[name]
            if any(fnmatchcase(value, pattern) for pattern in self.values)
        ]


def scope_of(properties: Properties) -> Scope | None:
    """Return the scope that a tool's own property tells, None where none does."""
    return next((m.scope for m in _meanings("scope") if m.said_by(properties)), None)


def is_manifest(properties: Properties) -> bool:
    """Whether the component is a file that lists software."""
    return any(m.said_by(properties) for m in _meanings("manifest"))


def locations_of(properties: Properties) -> list[str]:
    """Return where the tool saw the component."""
    return _all_said("location", properties)


def architectures_of(properties: Properties) -> list[str]:
    """Return the architecture of the copy that the tool saw."""
    return _all_said("architecture", properties)


def own_of(properties: Properties) -> Own | None:
    """Return what the workbench wrote itself; None where another tool wrote the bill."""

    def first(name: str) -> str:
        return next(iter(properties.get(f"workbench:{name}", ())), "")

    try:
        return Own(
            kind=Kind(first("kind")),
            origin=Origin(first("origin")),
            direct=first("direct") == "true",
            scope=Scope(first("scope")),
            constraints=tuple(properties.get("workbench:constraint", ())),
        )
    except ValueError:
        return None


def _all_said(table: str, properties: Properties) -> list[str]:
    return list(dict.fromkeys(v for m in _meanings(table) for v in m.said_by(properties)))


@cache
def _meanings(table: str) -> tuple[Meaning, ...]:
    content = tomli.loads((resources() / "scan" / "sbom.toml").read_text(encoding="utf-8"))
    return msgspec.convert(content[table], tuple[Meaning, ...])


def by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return values by name, empty ones left out."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name and value:
            found.setdefault(name, []).append(value)
    return found
