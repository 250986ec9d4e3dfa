"""AWS Systems Manager inventory: list-inventory-entries, get-inventory, and resource data sync.

https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.knowledge.systems import System, system_named
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.hosts.json_rows import json_rows
from workbench.scan.hosts.listed import Listed
from workbench.scan.hosts.rpm import ARCHITECTURES
from workbench.scan.syntax.plain import scalar_of, table_of, tables_of
from workbench.scan.syntax.value_lines import ValueLines

APPLICATION = "AWS:Application"
INFORMATION = "AWS:InstanceInformation"

_SYNCED = regex(rb'"resourceId"\s*:\s*"(?:m?i-)')
_DEB_ONLY = frozenset({"amd64", "all", "arm64"})


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """One managed instance: its id, its system where told, and what is installed by ecosystem."""

    id: str
    system: System | None
    packages: dict[str, tuple[Listed, ...]]


def is_inventory(document: Document) -> bool:
    """Whether it is an inventory of applications in any of the three shapes."""
    start = document.data[:65536]
    if b"AWS:Application" in document.data and b'"Name"' in document.data:
        return b'"Entries"' in start or b'"Entities"' in start
    return bool(_SYNCED.search(start)) and b'"Version"' in start and b'"Name"' in start


def instances(document: Document) -> Iterator[Instance]:
    """Yield each instance. Raises Unreadable."""
    lines = ValueLines(document, ("Name",))
    applications: dict[str, list[tuple[int, dict[str, object]]]] = {}
    about: dict[str, dict[str, object]] = {}
    for number, row in json_rows(document):
        if row.get("TypeName") == APPLICATION:
            id_ = scalar_of(row.get("InstanceId"))
            applications.setdefault(id_, []).extend((0, e) for e in tables_of(row.get("Entries")))
        elif row.get("TypeName") == INFORMATION:
            for entry in tables_of(row.get("Entries")):
                about[scalar_of(row.get("InstanceId"))] = entry
        elif "Entities" in row:
            for entity in tables_of(row.get("Entities")):
                data = table_of(entity.get("Data"))
                content = table_of(data.get(APPLICATION)).get("Content")
                applications.setdefault(scalar_of(entity.get("Id")), []).extend(
                    (0, entry) for entry in tables_of(content)
                )
                for entry in tables_of(table_of(data.get(INFORMATION)).get("Content")):
                    about[scalar_of(entity.get("Id"))] = entry
        elif "resourceId" in row:
            applications.setdefault(scalar_of(row["resourceId"]), []).append((number, row))
    for id_, entries in applications.items():
        system = _system(about.get(id_, {}))
        packages: dict[str, list[Listed]] = {}
        for number, entry in entries:
            line = number or lines.line("Name", scalar_of(entry.get("Name")))
            if scalar_of(entry.get("Name")):
                packages.setdefault(_ecosystem(entry), []).append(_package(entry, line))
        yield Instance(id=id_, system=system, packages={k: tuple(v) for k, v in packages.items()})


def _system(information: dict[str, object]) -> System | None:
    name, version = (
        scalar_of(information.get("PlatformName")),
        scalar_of(information.get("PlatformVersion")),
    )
    return system_named(f"{name} {version}") if name else None


def _ecosystem(entry: dict[str, object]) -> str:
    """Return deb, rpm or generic: the inventory does not say, its fields show it."""
    package, arch = scalar_of(entry.get("PackageId")), scalar_of(entry.get("Architecture"))
    if package.endswith(".rpm") or (scalar_of(entry.get("Release")) and arch in ARCHITECTURES):
        return "rpm"
    if arch in _DEB_ONLY:
        return "deb"
    unix = arch in ARCHITECTURES and not package.startswith("{") and not scalar_of(entry.get("URL"))
    return "rpm" if unix and arch == "noarch" else "generic"


def _package(entry: dict[str, object], line: int) -> Listed:
    parts = (scalar_of(entry.get("Version")), scalar_of(entry.get("Release")))
    return Listed(
        name=scalar_of(entry.get("Name")),
        version="-".join(filter(None, parts)),
        line=line,
        arch=scalar_of(entry.get("Architecture")),
        vendor=scalar_of(entry.get("Publisher")),
    )
