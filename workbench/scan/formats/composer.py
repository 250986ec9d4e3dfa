"""Composer: composer.json, and the lock that Composer writes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from msgspec import structs

from workbench.model.component import Occurrence, Scope, Sighting
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.php.composer_locked import ComposerLock, composer_locked
from workbench.scan.php.composer_spec import ComposerSpec, composer_spec
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree, within

ID = "composer"
LOCK_ID = "composer-lock"
_SECTIONS = {"require": Scope.RUNTIME, "require-dev": Scope.BUILD}


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what one composer.json asks for, less the project's own packages."""
    root = tree.parsed(document.path, read_json)
    lock = _lock_of(document.path, tree)
    own = _own_names(document.folder, tree)
    for section, scope in _SECTIONS.items():
        for name, wanted in root[section].items():
            spec = composer_spec(name, wanted.text)
            if spec is None or spec.name in own:
                continue
            locked = lock.packages.get(spec.name) if lock else None
            if locked and locked.own:
                continue
            version = locked.version if locked else ""
            traits = locked.spec.traits if locked else ()
            at = Occurrence(
                path=document.path,
                line=wanted.line,
                scope=scope,
                constraint=spec.constraint,
                traits=spec.traits or traits,
                reader=ID,
            )
            yield _sighting(spec, version, at)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, and the extensions of PHP that they need."""
    lock = tree.parsed(document.path, composer_locked)
    asked = _asked_beside(document.folder, lock, tree)
    for package in (*lock.packages.values(), *lock.platform):
        if package.own:
            continue
        at = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            direct=package.spec.name in asked,
            constraint=package.spec.constraint,
            traits=package.spec.traits,
            reader=LOCK_ID,
        )
        yield _sighting(package.spec, package.version, at)


def _sighting(spec: ComposerSpec, version: str, at: Occurrence) -> Sighting:
    """A branch is no version: it stands where a range would."""
    version = version or spec.version
    if any(trait.name == "vcs" for trait in at.traits):
        at = structs.replace(at, constraint=at.constraint or version)
        version = ""
    return Sighting(
        purl=spec.purl(version), name=spec.name, version=version, kind=spec.kind, occurrence=at
    )


def _lock_of(path: str, tree: Tree) -> ComposerLock | None:
    """The lock beside a composer.json, if there is a readable one."""
    lock = f"{path.removesuffix('.json')}.lock"
    return tree.parsed_or(lock, composer_locked, None)


def _asked_beside(folder: str, lock: ComposerLock, tree: Tree) -> frozenset[str]:
    """What the composer.json beside a lock asks for; without one, what no package needs."""
    root = tree.parsed_or(within(folder, "composer.json"), read_json, None)
    if root is not None:
        specs = (composer_spec(n, w.text) for s in _SECTIONS for n, w in root[s].items())
        return frozenset(spec.name for spec in specs if spec)
    return frozenset(name for name in lock.packages if name not in lock.needed)


def _own_names(folder: str, tree: Tree) -> frozenset[str]:
    """The packages that the project itself holds, as the folders from here up say."""
    every = tree.remember(_held)
    names = every.get(folder, frozenset())
    while folder:
        folder = folder.rpartition("/")[0]
        names |= every.get(folder, frozenset())
    return names


def _held(tree: Tree) -> dict[str, frozenset[str]]:
    """The packages at the path repositories of each folder, and those that it is split into."""
    manifests = tree.called("composer.json")
    roots: dict[str, Node] = {}
    for path in manifests:
        root = tree.parsed_or(path, read_json, None)
        if root is not None:
            roots[path.rpartition("/")[0]] = root
    found: dict[str, frozenset[str]] = {}
    for folder, root in roots.items():
        names = {name for name, said in root["replace"].items() if said.text == "self.version"}
        said = root["repositories"]
        for repository in [*said, *(node for _, node in said.items())]:
            url = repository["url"].text
            if repository["type"].text != "path" or not url:
                continue
            glob = tree.resolve(folder, url)
            names |= {
                other["name"].text
                for place, other in roots.items()
                if glob is not None and fnmatchcase(place, glob) and other["name"].text
            }
        found[folder] = frozenset(names)
    return found


COMPOSER = Format(
    id=ID,
    title="composer.json",
    patterns=("composer.json",),
    read=read,
    documentation="https://getcomposer.org/doc/04-schema.md",
)
LOCK = Format(
    id=LOCK_ID,
    title="composer.lock",
    patterns=("composer.lock",),
    read=read_lock,
    documentation="https://getcomposer.org/doc/01-basic-usage.md",
    most_bytes=WRITTEN_BY_TOOLS,
)
FORMATS = (COMPOSER, LOCK)
