"""What an npm lock file pins: package-lock.json of all three versions, npm-shrinkwrap.json."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Scope, Trait
from workbench.scan.document import Document, Unreadable
from workbench.scan.javascript.node_lock import Locked
from workbench.scan.javascript.npm_spec import is_npm_name, npm_spec, shown_source
from workbench.scan.javascript.platform_fields import platform_traits, with_lone_binaries
from workbench.scan.syntax.plain import table_of, text_of
from workbench.scan.syntax.read_lock_json import MemberLines, read_lock_json

MODULES = "node_modules/"
SECTIONS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
MAX_DEPTH = 100
_LONGEST_PATH = 4096
"""Characters: no system opens longer ones, and each folder of them would be asked for."""


class NpmLock(msgspec.Struct, frozen=True, kw_only=True):
    """Installed packages by place (`node_modules/a/node_modules/b`), in the file's order.

    `folders` are the root ("") and the workspaces, relative to the lock, with the names each asks
    for; a version 1 lock does not tell, and has none. `required` holds what packages ask for.
    """

    packages: dict[str, Locked]
    folders: dict[str, frozenset[str]]
    required: frozenset[str] = frozenset()

    def installed(self, folder: str, name: str, wanted: str = "") -> tuple[str, Locked] | None:  # noqa: ARG002  # the place tells
        """Return place and package that `name` means in `folder`, as Node looks it up."""
        if len(folder) > _LONGEST_PATH:
            folder = ""
        while True:
            place = f"{folder}/{MODULES}{name}" if folder else f"{MODULES}{name}"
            if place in self.packages:
                return place, self.packages[place]
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def covers(self, folder: str) -> bool:
        """Whether the lock names `folder` as its own or as one of its workspaces."""
        return folder in self.folders


def npm_locked(document: Document) -> NpmLock:
    """Read a lock file. Raises Unreadable with the line."""
    root, lines = read_lock_json(document)
    if not isinstance(root, dict):
        raise Unreadable("is no lock file: it holds no object", 1)
    if isinstance(root.get("packages"), dict):
        return _by_place(root["packages"], lines)
    installed: dict[str, Locked] = {}
    required: set[str] = set()
    for place, package, requires in _nested(root.get("dependencies"), "", lines, 0):
        installed[place] = package
        required |= requires
    return NpmLock(packages=installed, folders={}, required=frozenset(required))


# --- versions 2 and 3: one flat object of places


def _by_place(entries: dict[str, object], lines: MemberLines) -> NpmLock:
    packages: dict[str, Locked] = {}
    folders: dict[str, frozenset[str]] = {}
    for place, entry in entries.items():
        line = lines.next(place)
        if not isinstance(entry, dict):
            continue
        _, modules, name = place.rpartition(MODULES)
        if not modules:
            folders[place] = frozenset(n for s in SECTIONS for n in table_of(entry.get(s)))
            continue
        name = text_of(entry.get("name")) or name
        own = entry.get("link") is True
        version = text_of(entry.get("version"))
        if is_npm_name(name) and (version or own):
            packages[place] = Locked(
                name=name,
                version=version,
                line=line,
                scope=_scope(entry),
                own=own,
                traits=_traits(entry),
            )
    lock = NpmLock(packages=packages, folders=folders)
    may_miss = {
        place: [found[0] for n in names if (found := lock.installed(place, n))]
        for place, entry in entries.items()
        if (names := table_of(table_of(entry).get("optionalDependencies")))
    }
    return msgspec.structs.replace(lock, packages=with_lone_binaries(packages, may_miss))


def _traits(entry: dict[str, object]) -> tuple[Trait, ...]:
    """The lock's own fields that say where a package can run and what it does on the way."""
    traits = [*platform_traits(entry)]
    if entry.get("hasInstallScript") is True:
        traits.append(Trait("install-script"))
    source = text_of(entry.get("resolved"))
    if source.startswith("git"):
        traits.append(Trait("vcs", shown_source(source)))
    return tuple(traits)


# --- version 1: packages within packages


def _nested(
    entries: object, above: str, lines: MemberLines, depth: int
) -> Iterator[tuple[str, Locked, frozenset[str]]]:
    if depth > MAX_DEPTH:
        raise Unreadable(f"is no readable lock file: nested deeper than {MAX_DEPTH} packages")
    for name, entry in table_of(entries).items():
        line = lines.next(name)
        if not isinstance(entry, dict):
            continue
        place = f"{above}{MODULES}{name}"
        package = _version_1(name, entry, line)
        if package is not None:
            yield place, package, frozenset(table_of(entry.get("requires")))
        yield from _nested(entry.get("dependencies"), f"{place}/", lines, depth + 1)


def _version_1(name: str, entry: dict[str, object], line: int) -> Locked | None:
    """Read one entry: its `version` may be an alias, an address or a path."""
    version = text_of(entry.get("version"))
    if not is_npm_name(name) or not version:
        return None
    spec = npm_spec(name, version)
    if spec is None:
        return Locked(name=name, line=line, own=True)
    return Locked(
        name=spec.name,
        version=spec.version,
        line=line,
        scope=_scope(entry),
        traits=spec.traits,
    )


# --- fields of both


def _scope(entry: dict[str, object]) -> Scope:
    """Optional wins over development: such a package may be missing without harm."""
    if entry.get("optional") is True:
        return Scope.OPTIONAL
    if entry.get("dev") is True or entry.get("devOptional") is True:
        return Scope.BUILD
    return Scope.RUNTIME
