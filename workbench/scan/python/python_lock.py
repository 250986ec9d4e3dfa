"""What a Python lock file pins, whichever tool wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.scan.python.locked_files import TRAIT as LOCKED_FILE
from workbench.scan.python.platform_marker import excluded_by, marker_traits
from workbench.scan.reach import reached_scopes

Key = tuple[str, str]
"""Normalised name and version of a locked package."""


class Need(msgspec.Struct, frozen=True):
    """One package that another asks for; `version` is set where the lock names it."""

    name: str
    version: str = ""
    marker: str = ""


class Asked(msgspec.Struct, frozen=True):
    """One package that the project's own code asks for."""

    need: Need
    scope: Scope = Scope.RUNTIME


class LockedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One package. `scopes` and `marker` are filled where the lock states them itself."""

    name: str
    """Normalised."""
    version: str = ""
    line: int = 0
    scopes: tuple[Scope, ...] = ()
    marker: str = ""
    needs: tuple[Need, ...] = ()
    traits: tuple[Trait, ...] = ()

    @property
    def key(self) -> Key:
        """Name and version."""
        return self.name, self.version


class PythonLock(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The locked packages less the project's own, in the file's order.

    `own` maps the normalised names of the project's packages to their folders, relative to the
    lock. `asked` is what they ask for, None where the lock does not tell.
    """

    packages: tuple[LockedPackage, ...]
    own: dict[str, str]
    asked: tuple[Asked, ...] | None = None

    @cached_property
    def versions(self) -> dict[str, tuple[str, ...]]:
        """The locked versions of each name."""
        found: dict[str, dict[str, None]] = {}
        for package in self.packages:
            found.setdefault(package.name, {})[package.version] = None
        return {name: tuple(versions) for name, versions in found.items()}

    def chosen(self, name: str, constraint: str) -> tuple[str, ...]:
        """Return the locked versions of `name` that `constraint` admits, if that can be told.

        A lock for several platforms may hold more than one. Empty where the name is not locked.
        """
        versions = tuple(v for v in self.versions.get(name, ()) if v)
        if len(versions) < 2:
            return versions
        try:
            admitted = SpecifierSet(constraint, prereleases=True)
            return tuple(v for v in versions if admitted.contains(Version(v))) or versions
        except (InvalidSpecifier, InvalidVersion):  # a notation of Poetry's own
            return versions

    def keys_of(self, need: Need) -> Iterator[Key]:
        """Yield the locked packages that `need` may mean."""
        for version in self.versions.get(need.name, ()):
            if not need.version or need.version == version:
                yield need.name, version


def same_version(one: str, other: str) -> bool:
    """Whether two spellings mean one version (PEP 440): 1.0 is 1.0.0."""
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other


def locked_sightings(
    lock: PythonLock, asked: Iterable[Asked], path: str, reader: str
) -> Iterator[Sighting]:
    """Yield every locked package, with scope, directness and where it is not installed.

    `asked` is what the project's own code asks for; without any, packages that no other needs.
    """
    asked = tuple(asked) or _roots(lock)
    named = {key for one in asked for key in lock.keys_of(one.need)}
    reached = _reached(lock, asked)
    excluded = _Excluded(lock, asked, reached)
    for package in lock.packages:
        scope = min(
            package.scopes or (reached.get(package.key, Scope.RUNTIME),),
            key=tuple(Scope).index,
        )
        yield Sighting(
            purl=make_purl("pypi", package.name, package.version),
            name=package.name,
            version=package.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=path,
                line=package.line,
                scope=scope,
                direct=package.key in named,
                traits=_traits(package, excluded.traits(package)),
                reader=reader,
            ),
        )


def _traits(package: LockedPackage, markers: tuple[Trait, ...]) -> tuple[Trait, ...]:
    """Join both; of a package that is not installed on arm64 the locked files say nothing there."""
    away = any(trait.name == "excluded-on" for trait in markers)
    return (*(t for t in package.traits if not (away and t.name == LOCKED_FILE)), *markers)


def _roots(lock: PythonLock) -> tuple[Asked, ...]:
    """What no other package needs; everything where the lock does not say what needs what."""
    needed = {need.name for package in lock.packages for need in package.needs}
    return tuple(Asked(Need(p.name, p.version)) for p in lock.packages if p.name not in needed)


def _reached(lock: PythonLock, asked: Iterable[Asked], machine: str = "") -> dict[Key, Scope]:
    """Return the packages that `asked` leads to; `machine` leaves out what markers keep off it."""
    off = {"linux-aarch64": ("linux-aarch64", "linux"), "linux": ("linux",)}.get(machine, ())

    def open_(need: Need) -> bool:
        return not off or excluded_by(need.marker) not in off

    named = [(key, a.scope) for a in asked if open_(a.need) for key in lock.keys_of(a.need)]
    needs: dict[Key, list[Key]] = {}
    for package in lock.packages:  # one entry for each extra, with some tools
        found = needs.setdefault(package.key, [])
        found.extend(key for need in package.needs if open_(need) for key in lock.keys_of(need))
    return reached_scopes(named, needs)


class _Excluded:
    """Tells the packages that markers on every way to them keep off Linux, or off arm64 there."""

    def __init__(self, lock: PythonLock, asked: Iterable[Asked], all_: dict[Key, Scope]) -> None:
        self._all = all_
        self._linux = _reached(lock, asked, "linux")
        self._arm64 = _reached(lock, asked, "linux-aarch64")

    def traits(self, package: LockedPackage) -> tuple[Trait, ...]:
        if package.marker:
            return marker_traits(package.marker)
        if package.key not in self._all or package.key in self._arm64:
            return ()
        away = "linux-aarch64" if package.key in self._linux else "linux"
        return (Trait("excluded-on", away),)
