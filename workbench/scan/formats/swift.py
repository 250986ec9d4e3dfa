"""Swift: Package.swift, and the pins that the package manager or Xcode keeps beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Occurrence, Sighting, Trait
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.remote import without_secrets
from workbench.scan.swift.package_manifest import swift_manifest
from workbench.scan.swift.package_resolved import SwiftPin, package_resolved
from workbench.scan.tree import Tree, within

MANIFEST = "Package.swift"
LOCK = "Package.resolved"
MANIFEST_ID = "swift-package"
LOCK_ID = "swift-resolved"

_SCP = regex(r"(?:ssh://)?[\w.-]+@([\w.-]+)[:/](.+)")
_URL = regex(r"[a-z][a-z+]*://(?:[^/@]*@)?([\w.-]+)(?::\d+)?/(.+)", re.IGNORECASE)
_IDENTITY = regex(r"([\w-]+)\.([\w-]+)", re.ASCII)
_COMMIT = regex(r"[0-9a-f]{40}")


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one Package.swift, at the pinned versions."""
    pins = {_key(pin.location): pin for pin in _pins_beside(document.folder, tree)}
    for package in tree.parsed(document.path, swift_manifest).packages:
        pin = pins.get(_key(package.location))
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            constraint=package.wanted,
            reader=MANIFEST_ID,
        )
        version = pin.version if pin else package.version
        if seen := _sighting(package.location, version, occurrence):
            yield seen


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every pin; those that the Package.swift beside names are direct."""
    manifest = tree.parsed_or(within(document.folder, MANIFEST), swift_manifest, None)
    named = {_key(p.location) for p in manifest.packages} if manifest else set[str]()
    for pin in tree.parsed(document.path, package_resolved):
        occurrence = Occurrence(
            path=document.path,
            line=pin.line,
            direct=not named or _key(pin.location) in named,
            traits=tuple(_traits(pin)),
            reader=LOCK_ID,
        )
        if seen := _sighting(pin.location, pin.version, occurrence):
            yield seen


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a Package.swift says of its package; its tools version is a lower bound."""
    manifest = tree.parsed(document.path, swift_manifest)
    tools, line = manifest.tools
    return Declared(
        name=manifest.name[0],
        line=manifest.name[1],
        languages=("swift",),
        runtimes=(("swift", f">={tools}", line),) if tools else (),
        traits=manifest.traits,
    )


def _traits(pin: SwiftPin) -> Iterator[Trait]:
    if _COMMIT.fullmatch(pin.version):
        plain = without_secrets(pin.location) or "git"
        yield Trait("vcs", f"{plain}#{pin.branch}" if pin.branch else plain)


def _pins_beside(folder: str, tree: Tree) -> tuple[SwiftPin, ...]:
    return tree.parsed_or(within(folder, LOCK), package_resolved, ())


def _key(location: str) -> str:
    """One spelling per package: the package manager ignores case, scheme and `.git`."""
    return "/".join(_parts(location)).lower()


def _parts(location: str) -> tuple[str, ...]:
    """Host, folders and name of an address; scope and name of a registry identity."""
    match = _URL.fullmatch(location) or _SCP.fullmatch(location)
    if match:
        path = match[2].rstrip("/").removesuffix(".git")
        return match[1].lower(), *(part for part in path.split("/") if part)
    identity = _IDENTITY.fullmatch(location)
    return (identity[1], identity[2]) if identity else ()


def _sighting(location: str, version: str, at: Occurrence) -> Sighting | None:
    """The sighting; None for what is no address, such as a folder."""
    parts = _parts(location)
    if len(parts) < 2:
        return None
    return library("swift", parts[-1], version, at, "/".join(parts[:-1]))


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="Package.swift",
        patterns=(MANIFEST, "Package@swift-*.swift"),
        read=read_manifest,
        documentation="https://docs.swift.org/swiftpm/documentation/packagedescription",
    ),
    Format(
        id=LOCK_ID,
        title="Package.resolved",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://docs.swift.org/swiftpm/documentation/packagemanagerdocs",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
