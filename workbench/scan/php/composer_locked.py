"""What a composer.lock pins (https://getcomposer.org/doc/01-basic-usage.md)."""

from __future__ import annotations

import msgspec

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.php.composer_spec import ComposerSpec, composer_spec
from workbench.scan.remote import without_secrets
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json

SECTIONS = {"packages": Scope.RUNTIME, "packages-dev": Scope.BUILD}
_PLATFORM = {"platform": Scope.RUNTIME, "platform-dev": Scope.BUILD}


class LockedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One package; `own` ones come from a path in the project."""

    spec: ComposerSpec
    version: str
    line: int
    scope: Scope
    own: bool = False


class ComposerLock(msgspec.Struct, frozen=True, kw_only=True):
    """Packages by name, what they need by name, and what the platform must offer."""

    packages: dict[str, LockedPackage]
    needed: frozenset[str]
    platform: tuple[LockedPackage, ...] = ()


def composer_locked(document: Document) -> ComposerLock:
    """Read a lock file. Raises Unreadable with the line."""
    root = read_json(document)
    if "packages" not in root and "packages-dev" not in root:
        raise Unreadable("is no composer.lock: it lists no packages", 1)
    packages: dict[str, LockedPackage] = {}
    platform: dict[str, LockedPackage] = {}
    needed: set[str] = set()
    for section, scope in SECTIONS.items():
        for entry in root[section]:
            package = _package(entry, scope)
            if package is not None:
                packages.setdefault(package.spec.name, package)
            for name, wanted in entry["require"].items():
                needed.add(name.lower())
                _ask(platform, name, wanted, scope)
    asked: dict[str, LockedPackage] = {}
    for section, scope in _PLATFORM.items():
        for name, wanted in root[section].items():
            _ask(asked, name, wanted, scope)
    every = {**platform, **asked}  # what the project asks for itself says more than its packages
    return ComposerLock(packages=packages, needed=frozenset(needed), platform=tuple(every.values()))


def _package(entry: Node, scope: Scope) -> LockedPackage | None:
    spec = composer_spec(entry["name"].text, "*")
    version = entry["version"].text
    if spec is None or not version or "/" not in spec.name:
        return None
    source, dist = entry["source"], entry["dist"]
    traits: tuple[Trait, ...] = ()
    branch = version.startswith("dev-") or version.endswith("-dev")
    if branch:
        place = without_secrets(source["url"].text) or "branch"
        traits = (Trait("vcs", f"{place}#{source['reference'].text or version}"),)
    return LockedPackage(
        spec=ComposerSpec(name=spec.name, traits=traits),
        version=version,
        line=entry["name"].line,
        scope=scope,
        own=dist["type"].text == "path",
    )


def _ask(found: dict[str, LockedPackage], name: str, wanted: Node, scope: Scope) -> None:
    """Add an extension or a library of the system, the most binding scope first."""
    spec = composer_spec(name, wanted.text)
    if spec is not None and "/" not in spec.name:
        found.setdefault(
            name.lower(), LockedPackage(spec=spec, version="", line=wanted.line, scope=scope)
        )
