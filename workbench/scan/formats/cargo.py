"""Rust: Cargo.toml and Cargo.lock."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Trait
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.reach import reached_scopes
from workbench.scan.remote import without_secrets
from workbench.scan.rust.cargo_locked import CargoLock, LockedCrate, cargo_locked
from workbench.scan.rust.cargo_manifest import MANIFEST, crates, workspace_root
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_toml import read_toml
from workbench.scan.tree import Tree, within

MANIFEST_ID = "cargo"
LOCK_ID = "cargo-lock"

Key = tuple[str, str]
"""Name and version of a crate."""


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one Cargo.toml, at the locked versions."""
    lock = _lock_for(document.path, tree)
    member = tree.parsed(document.path, read_toml).at("package", "name").text
    for crate in crates(document.path, tree):
        if crate.own:
            continue
        locked = lock.chosen(member, crate.name, crate.wanted) if lock else ""
        if lock and locked and lock.crates[crate.name, locked].own:
            continue
        if crate.patched_by_own and not locked:
            continue
        constraint = "" if crate.version else crate.wanted
        occurrence = Occurrence(
            path=document.path,
            line=crate.line,
            scope=crate.scope,
            constraint=constraint,
            traits=crate.traits,
            reader=MANIFEST_ID,
        )
        yield library("cargo", crate.name, locked or crate.version, occurrence)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked crate that has a source, that is: all but the workspace's own."""
    lock = tree.parsed(document.path, cargo_locked)
    named = _named_directly(document.path, lock, tree)
    own = [key for key, crate in lock.crates.items() if crate.own]
    direct = {key for key, _ in named} or {n for k in own for n in lock.needed(lock.crates[k])}
    needs = {key: lock.needed(crate) for key, crate in lock.crates.items() if not crate.own}
    scopes = reached_scopes(named, needs)
    for key, crate in lock.crates.items():
        if crate.own:
            continue
        occurrence = Occurrence(
            path=document.path,
            line=crate.line,
            scope=scopes.get(key, Scope.RUNTIME),
            direct=key in direct,
            traits=tuple(_source_traits(crate)),
            reader=LOCK_ID,
        )
        yield library("cargo", crate.name, crate.version, occurrence)


def _source_traits(crate: LockedCrate) -> Iterator[Trait]:
    if crate.git:
        yield Trait("vcs", without_secrets(crate.git) or "git")
    if crate.registry:
        yield Trait("registry", without_secrets(crate.registry) or "unnamed")


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a Cargo.toml says of its package; None for a bare workspace and for a lock."""
    if document.name != MANIFEST:
        return None
    package = tree.parsed(document.path, read_toml)["package"]
    name = package["name"]
    if not name.text:
        return None
    rust = _inherited(package, "rust-version", document.path, tree)
    edition = _inherited(package, "edition", document.path, tree).text
    script = _build_script(package, document.folder, tree)
    traits = [Trait("rust-edition", edition)] if edition else []
    if script:
        traits.append(Trait("build-script", script))
    return Declared(
        name=name.text,
        line=name.line,
        version=_inherited(package, "version", document.path, tree).text,
        languages=("rust",),
        runtimes=(("rust", rust.text, package["rust-version"].line),) if rust.text else (),
        traits=tuple(traits),
    )


def _build_script(package: Node, folder: str, tree: Tree) -> str:
    """The program that Cargo runs before it compiles the package; empty where there is none."""
    named = package["build"]
    if named.text or named.value is False:
        return named.text
    return "build.rs" if within(folder, "build.rs") in tree else ""


def _inherited(package: Node, field: str, path: str, tree: Tree) -> Node:
    """A field of the package, or of its workspace where it says `field.workspace = true`."""
    node = package[field]
    if node["workspace"].value is not True:
        return node
    workspace = workspace_root(path, tree)
    return workspace[1].at("workspace", "package", field) if workspace else Node(None)


def _lock_for(path: str, tree: Tree) -> CargoLock | None:
    lock = _lock_path(path, tree)
    return tree.parsed_or(lock, cargo_locked, None) if lock else None


def _lock_path(path: str, tree: Tree) -> str | None:
    """The lock that holds the package at `path`: at its workspace's root, or beside itself.

    A package that its workspace excludes has a lock of its own.
    """
    workspace = workspace_root(path, tree)
    member = tree.parsed(path, read_toml).at("package", "name").text
    for root in (workspace[0], path) if workspace else (path,):
        lock = f"{root.removesuffix(MANIFEST)}Cargo.lock"
        locked = tree.parsed_or(lock, cargo_locked, None)
        if locked and locked.holds(member):
            return lock
    return None


def _named_directly(path: str, lock: CargoLock, tree: Tree) -> list[tuple[Key, Scope]]:
    """What the manifests that share the lock name, with scopes."""
    named: list[tuple[Key, Scope]] = []
    for manifest in tree.remember(manifests_by_lock).get(path, ()):
        member = tree.parsed(manifest, read_toml).at("package", "name").text
        for crate in crates(manifest, tree):
            version = lock.chosen(member, crate.name, crate.wanted)
            if version:
                named.append(((crate.name, version), crate.scope))
    return named


def manifests_by_lock(tree: Tree) -> dict[str, list[str]]:
    """Map every Cargo.lock to the readable manifests whose versions it holds."""
    found: dict[str, list[str]] = {}
    for path in tree.called(MANIFEST):
        try:
            lock = _lock_path(path, tree)
        except Unreadable:
            continue
        if lock:
            found.setdefault(lock, []).append(path)
    return found


MANIFEST_FORMAT = Format(
    id=MANIFEST_ID,
    title="Cargo.toml",
    patterns=(MANIFEST,),
    read=read_manifest,
    documentation="https://doc.rust-lang.org/cargo/reference/manifest.html",
)
LOCK_FORMAT = Format(
    id=LOCK_ID,
    title="Cargo.lock",
    patterns=("Cargo.lock",),
    read=read_lock,
    documentation="https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html",
    most_bytes=WRITTEN_BY_TOOLS,
)
FORMATS = (MANIFEST_FORMAT, LOCK_FORMAT)
