"""package-lock.json and npm-shrinkwrap.json: every package that npm installs."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.javascript.node_lock import locked_sightings
from workbench.scan.javascript.npm_locked import MODULES, SECTIONS, NpmLock, npm_locked
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree, within

ID = "npm-lock"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package, less links to the project's own."""
    lock = tree.parsed(document.path, npm_locked)
    direct = _direct_places(document, tree, lock)
    yield from locked_sightings(lock, document.path, ID, direct)


def declared_module(document: Document, tree: Tree) -> Declared | None:  # noqa: ARG001
    """None: a lock file belongs to the module of its package.json."""
    return None


def _direct_places(document: Document, tree: Tree, lock: NpmLock) -> set[str]:
    """The places of what the root and the workspaces ask for themselves."""
    folders = lock.folders or {"": _asked_beside(document, tree, lock)}
    found = (lock.installed(folder, name) for folder, names in folders.items() for name in names)
    return {place_and_package[0] for place_and_package in found if place_and_package}


def _asked_beside(document: Document, tree: Tree, lock: NpmLock) -> frozenset[str]:
    """What the package.json beside a version 1 lock asks for.

    Without one: the installed packages that no other package requires.
    """
    root = tree.parsed_or(within(document.folder, "package.json"), read_json, None)
    if root is not None:
        return frozenset(name for s in SECTIONS for name, _ in root[s].items())
    top = (place.removeprefix(MODULES) for place in lock.packages)
    return frozenset(name for name in top if MODULES not in name and name not in lock.required)


FORMAT = Format(
    id=ID,
    title="npm lock file",
    patterns=("package-lock.json", "npm-shrinkwrap.json"),
    read=read,
    documentation="https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-lock-json.md",
    most_bytes=WRITTEN_BY_TOOLS,
)
