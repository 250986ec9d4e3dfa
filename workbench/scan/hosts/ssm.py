"""AWS Systems Manager inventory: list-inventory-entries, get-inventory, and resource data sync.

https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.scan.document import Document
from workbench.scan.hosts.json_rows import json_rows
from workbench.scan.hosts.listed import Listed
from workbench.scan.hosts.rpm import ARCHITECTURES
from workbench.scan.hosts.systems import System, system_named
from workbench.scan.syntax.plain import members, objects, text
from workbench.scan.syntax.value_lines import ValueLines

APPLICATION = "AWS:Application"
INFORMATION = "AWS:InstanceInformation"

_SYNCED = re.compile(rb'"resourceId"\s*:\s*"(?:m?i-)')
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
            id_ = text(row.get("InstanceId"))
            applications.setdefault(id_, []).extend((0, e) for e in objects(row.get("Entries")))
        elif row.get("TypeName") == INFORMATION:
            for entry in objects(row.get("Entries")):
                about[text(row.get("InstanceId"))] = entry
        elif "Entities" in row:
            for entity in objects(row.get("Entities")):
                data = members(entity.get("Data"))
                content = members(data.get(APPLICATION)).get("Content")
                applications.setdefault(text(entity.get("Id")), []).extend(
                    (0, entry) for entry in objects(content)
                )
                for entry in objects(members(data.get(INFORMATION)).get("Content")):
                    about[text(entity.get("Id"))] = entry
        elif "resourceId" in row:
            applications.setdefault(text(row["resourceId"]), []).append((number, row))
    for id_, entries in applications.items():
        system = _system(about.get(id_, {}))
        packages: dict[str, list[Listed]] = {}
        for number, entry in entries:
            line = number or lines.line("Name", text(entry.get("Name")))
            if text(entry.get("Name")):
                packages.setdefault(_ecosystem(entry), []).append(_package(entry, line))
        yield Instance(id=id_, system=system, packages={k: tuple(v) for k, v in packages.items()})


def _system(information: dict[str, object]) -> System | None:
    name, version = text(information.get("PlatformName")), text(information.get("PlatformVersion"))
    return system_named(f"{name} {version}") if name else None


def _ecosystem(entry: dict[str, object]) -> str:
    """Return deb, rpm or generic: the inventory does not say, its fields show it."""
    package, arch = text(entry.get("PackageId")), text(entry.get("Architecture"))
    if package.endswith(".rpm") or (text(entry.get("Release")) and arch in ARCHITECTURES):
        return "rpm"
    if arch in _DEB_ONLY:
        return "deb"
    unix = arch in ARCHITECTURES and not package.startswith("{") and not text(entry.get("URL"))
    return "rpm" if unix and arch == "noarch" else "generic"


def _package(entry: dict[str, object], line: int) -> Listed:
    parts = (text(entry.get("Version")), text(entry.get("Release")))
    return Listed(
        name=text(entry.get("Name")),
        version="-".join(filter(None, parts)),
        line=line,
        arch=text(entry.get("Architecture")),
        vendor=text(entry.get("Publisher")),
    )
