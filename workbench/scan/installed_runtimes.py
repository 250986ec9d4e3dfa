"""The runtimes and compilers that are installed as packages of an operating system."""

from __future__ import annotations

import msgspec

from workbench.knowledge.runtime_packages import runtime_of_package
from workbench.model.component import Kind, Sighting
from workbench.model.purl import parse_purl
from workbench.scan.runtimes import declared_runtime


def installed_runtime(package: Sighting) -> Sighting | None:
    """Return the runtime that an OS package is, where its name tells which version.

    The package stays a component of its own: this one says what is known of the version.
    """
    if package.kind is not Kind.OS_PACKAGE:
        return None
    found = runtime_of_package(parse_purl(package.purl).name)
    if found is None:
        return None
    place = package.occurrence
    declared = declared_runtime(found.name, found.version, place.path, place.line, place.scope)
    return msgspec.structs.replace(declared, distribution=found.jdk).sighting(place.reader)
