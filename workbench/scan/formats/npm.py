"""package.json: what a Node module asks for, at the versions its lock file pins."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.javascript.catalogs import from_catalog
from workbench.scan.javascript.lock_files import lock_for
from workbench.scan.javascript.node_lock import Locked, NodeLock
from workbench.scan.javascript.npm_manifest import (
    SECTIONS,
    dependencies,
    overrides,
    runtimes,
    tools,
)
from workbench.scan.javascript.npm_spec import NpmSpec, npm_purl, npm_spec
from workbench.scan.javascript.npm_workspaces import NO_NAMES, workspace_names
from workbench.scan.javascript.platform_fields import platform_traits
from workbench.scan.runtimes import declared_runtime
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

ID = "npm"


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one package.json, less packages of its own workspace.

    A peer that the lock file does not hold is for others to install: optional here.
    """
    root = tree.parsed(document.path, read_json)
    own = tree.remember(workspace_names).get(document.folder, NO_NAMES)
    lock = lock_for(document.folder, tree)
    for name, declared, scope, peer in dependencies(root):
        wanted = from_catalog(name, declared.text, document.folder, tree)
        spec = npm_spec(name, wanted)
        if spec is None:
            continue
        found = lock[0].installed(lock[1], name, wanted) if lock else None
        if found[1].own if found else spec.name in own:
            continue
        if peer and lock and not found:
            scope = Scope.OPTIONAL
        traits = (*spec.traits, Trait("peer")) if peer else spec.traits
        at = Occurrence(
            path=document.path,
            line=declared.line,
            scope=scope,
            constraint=spec.constraint,
            traits=traits,
            reader=ID,
        )
        yield _sighting(spec, found[1] if found else None, at)
    yield from _overridden(document.path, root, lock[0] if lock else None)
    yield from _tools(document.path, root)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What the file says of its own package; None where it holds no object."""
    root = tree.parsed(document.path, read_json)
    if not root.is_object:
        return None
    name = root["name"]
    typed = any("typescript" in root[section] for section in SECTIONS)
    platform = platform_traits({field: root[field].plain() for field in ("cpu", "os")})
    return Declared(
        name=name.text or document.folder.rpartition("/")[2],
        line=name.line if name.text else 0,
        version=root["version"].text,
        languages=("typescript",) if typed else ("javascript",),
        runtimes=tuple(runtimes(root)),
        traits=platform,
    )


def _overridden(path: str, root: Node, lock: NodeLock | None) -> Iterator[Sighting]:
    """Yield what the file forces upon other packages: every locked version of it, if there are."""
    packages = lock.packages.values() if lock else ()
    for name, said in overrides(root):
        spec = npm_spec(name, said.text)
        if spec is None or not said.text or said.text.startswith("$"):
            continue
        locked = {p.version: p for p in packages if p.name == spec.name and not p.own}
        at = Occurrence(
            path=path,
            line=said.line,
            direct=False,
            constraint=spec.constraint,
            traits=(*spec.traits, Trait("override")),
            reader=ID,
        )
        if spec.version in locked or not locked:
            locked = {spec.version: locked[spec.version]} if spec.version in locked else {}
        if locked or lock is None:
            for package in locked.values() or (None,):
                yield _sighting(spec, package, at)


def _tools(path: str, root: Node) -> Iterator[Sighting]:
    for name, said, line in tools(root):
        tool = declared_runtime(name, said, path, line)
        yield Sighting(
            purl=npm_purl(name, tool.version)
            if name != "bun"
            else make_purl("generic", name, tool.version),
            name=name,
            version=tool.version,
            kind=Kind.TOOL,
            occurrence=Occurrence(
                path=path, line=line, scope=Scope.BUILD, constraint=tool.constraint, reader=ID
            ),
        )


def _sighting(spec: NpmSpec, locked: Locked | None, at: Occurrence) -> Sighting:
    name = locked.name if locked else spec.name
    version = locked.version if locked else spec.version
    return Sighting(
        purl=npm_purl(name, version),
        name=name,
        version=version,
        kind=Kind.LIBRARY,
        occurrence=at,
    )


FORMAT = Format(
    id=ID,
    title="package.json",
    patterns=("package.json",),
    read=read,
    documentation="https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md",
)
