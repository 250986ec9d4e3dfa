"""package.json: what a Node module asks for, at the versions its npm lock file pins."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery, Format
from workbench.scan.javascript.npm_locked import SECTIONS, Locked, NpmLock, npm_locked
from workbench.scan.javascript.npm_spec import NpmSpec, npm_purl, npm_spec
from workbench.scan.javascript.npm_workspaces import NO_NAMES, workspace_names
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

ID = "npm"

_SCOPES = {
    "optionalDependencies": Scope.OPTIONAL,
    "dependencies": Scope.RUNTIME,
    "devDependencies": Scope.BUILD,
    "peerDependencies": Scope.RUNTIME,
}
"""In the order in which npm lets one section hide another; peers only count on their own."""


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one package.json, less packages of its own workspace."""
    root = tree.parsed(document.path, read_json)
    own = tree.remember(workspace_names).get(document.folder, NO_NAMES)
    lock = _lock_for(document.folder, tree)
    for name, declared, scope in _dependencies(root):
        spec = npm_spec(name, declared.text)
        if spec is None:
            continue
        found = lock[0].installed(lock[1], name) if lock else None
        if found[1].own if found else spec.name in own:
            continue
        yield _sighting(document.path, declared.line, scope, spec, found[1] if found else None)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What the file says of its own package; None where it holds no object."""
    root = tree.parsed(document.path, read_json)
    if not root.is_object:
        return None
    name = root["name"]
    node = root.at("engines", "node")
    if not node.text:
        node = root.at("volta", "node")
    typed = any("typescript" in root[section] for section in SECTIONS)
    return Declared(
        name=name.text or document.folder.rpartition("/")[2],
        line=name.line if name.text else 0,
        version=root["version"].text,
        languages=("typescript",) if typed else ("javascript",),
        runtimes=(("node", node.text, node.line),) if node.text else (),
    )


def _dependencies(root: Node) -> Iterator[tuple[str, Node, Scope]]:
    """Name, entry and scope of each dependency, each name once."""
    met = set[str]()
    for section, scope in _SCOPES.items():
        for name, declared in root[section].items():
            if name in met or not isinstance(declared.value, str):
                continue
            met.add(name)
            may_miss = root.at("peerDependenciesMeta", name, "optional").value is True
            peer = section == "peerDependencies"
            yield name, declared, Scope.OPTIONAL if peer and may_miss else scope


def _sighting(path: str, line: int, scope: Scope, spec: NpmSpec, locked: Locked | None) -> Sighting:
    name = locked.name if locked else spec.name
    version = locked.version if locked else spec.version
    return Sighting(
        purl=npm_purl(name, version),
        name=name,
        version=version,
        kind=Kind.LIBRARY,
        occurrence=Occurrence(
            path=path,
            line=line,
            scope=scope,
            constraint=spec.constraint,
            traits=spec.traits,
            reader=ID,
        ),
    )


def _lock_for(folder: str, tree: Tree) -> tuple[NpmLock, str] | None:
    """The lock that holds for the package in `folder`, and that folder's path from the lock.

    It lies beside the package.json, or above where it lists the folder as a workspace.
    """
    at, inside = folder, ""
    while True:
        for name in ("npm-shrinkwrap.json", "package-lock.json"):
            path = f"{at}/{name}" if at else name
            if path not in tree:
                continue
            try:
                lock = tree.parsed(path, npm_locked)
            except Unreadable:
                continue
            if not inside or inside in lock.folders:
                return lock, inside
        if not at:
            return None
        at, _, last = at.rpartition("/")
        inside = f"{last}/{inside}" if inside else last


FORMAT = Format(
    id=ID,
    title="package.json",
    patterns=("package.json",),
    read=read,
    documentation="https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md",
)
