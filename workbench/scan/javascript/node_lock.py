"""What every lock file of Node packages says, whichever tool wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.scan.javascript.npm_spec import npm_purl
from workbench.scan.reach import reached_scopes


class Locked(msgspec.Struct, frozen=True, kw_only=True):
    """One installed package. `own` ones are links into the project."""

    name: str
    version: str = ""
    line: int = 0
    scope: Scope = Scope.RUNTIME
    own: bool = False
    traits: tuple[Trait, ...] = ()


class NodeLock(Protocol):
    """A lock file as the manifests beside it ask it.

    `packages` are in the file's order; the key is what the tool calls an installed package.
    """

    @property
    def packages(self) -> dict[str, Locked]:
        """Every package by its key."""

    def installed(self, folder: str, name: str, wanted: str) -> tuple[str, Locked] | None:
        """Return key and package that `name`, asked for as `wanted`, means in `folder`.

        `folder` is relative to the lock; empty for its own.
        """

    def covers(self, folder: str) -> bool:
        """Whether the lock names `folder` as its own or as one of its workspaces."""


class ListedLock(msgspec.Struct, frozen=True, kw_only=True):
    """A lock that lists what each folder of the workspace gets: key by folder and name."""

    packages: dict[str, Locked]
    folders: dict[str, dict[str, str]]

    def installed(self, folder: str, name: str, wanted: str) -> tuple[str, Locked] | None:  # noqa: ARG002  # the folder tells
        """See NodeLock."""
        key = self.folders.get(folder, {}).get(name)
        return (key, self.packages[key]) if key in self.packages else None

    def covers(self, folder: str) -> bool:
        """See NodeLock."""
        return folder in self.folders

    @property
    def direct(self) -> frozenset[str]:
        """The keys of what the folders ask for themselves."""
        return frozenset(key for names in self.folders.values() for key in names.values())


def locked_scopes(
    asked: Iterable[tuple[str, Scope]],
    needs: Mapping[str, Iterable[str]],
    may_miss: Mapping[str, Iterable[str]],
) -> dict[str, Scope]:
    """Return the scope of each package from what the manifests ask for and what needs what.

    `may_miss` are the optional dependencies of each: what only they reach is optional.
    """
    optional = ((key, Scope.OPTIONAL) for keys in may_miss.values() for key in keys)
    return reached_scopes([*asked, *optional], needs)


def locked_sightings(
    lock: NodeLock,
    path: str,
    reader: str,
    direct: Collection[str],
    scopes: Mapping[str, Scope] | None = None,
) -> Iterator[Sighting]:
    """Yield every package of the lock at `path`, less links to the project's own.

    `scopes` by key stand in for the packages' own where the lock does not tell them.
    """
    for key, package in lock.packages.items():
        if package.own:
            continue
        yield Sighting(
            purl=npm_purl(package.name, package.version),
            name=package.name,
            version=package.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=path,
                line=package.line,
                scope=package.scope if scopes is None else scopes.get(key, Scope.RUNTIME),
                direct=key in direct,
                traits=package.traits,
                reader=reader,
            ),
        )
