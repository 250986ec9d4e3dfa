"""Elixir: mix.exs, and the lock that Mix writes beside it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.elixir.mix_locked import LockedHex, mix_locked
from workbench.scan.elixir.mix_project import HexPackage, MixProject, mix_project
from workbench.scan.format import Discovery, Format
from workbench.scan.reach import reached_scopes
from workbench.scan.remote import without_secrets
from workbench.scan.tree import Tree

MANIFEST = "mix.exs"
LOCK = "mix.lock"
MANIFEST_ID = "mix"
LOCK_ID = "mix-lock"


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one mix.exs, at the locked versions."""
    lock = _lock_for(document.folder, tree)
    for package in tree.parsed(document.path, mix_project).packages:
        if package.own:
            continue
        locked = lock.get(package.app)
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            constraint="" if package.version else package.wanted,
            traits=package.traits,
            reader=MANIFEST_ID,
        )
        yield _sighting(
            locked.name if locked else package.name,
            locked.version if locked else package.version,
            package.organization,
            occurrence,
        )


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked dependency; those that a mix.exs names are direct."""
    lock = tree.parsed(document.path, mix_locked)
    named = _named(document.path, tree)
    needs = {app: locked.needs for app, locked in lock.items()}
    scopes = reached_scopes(((p.app, p.scope) for p in named), needs)
    direct = {package.app for package in named}
    organizations = {package.app: package.organization for package in named}
    for app, locked in lock.items():
        occurrence = Occurrence(
            path=document.path,
            line=locked.line,
            scope=scopes.get(app, Scope.RUNTIME),
            direct=app in direct or not named,
            traits=tuple(_traits(locked)),
            reader=LOCK_ID,
        )
        yield _sighting(locked.name, locked.version, organizations.get(app, ""), occurrence)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a mix.exs says of its application."""
    project = tree.parsed(document.path, mix_project)
    name, line = project.app
    elixir, at = project.elixir
    return Declared(
        name=name,
        line=line,
        version=project.version,
        languages=("elixir",),
        runtimes=(("elixir", elixir, at),) if elixir else (),
    )


def _traits(locked: LockedHex) -> Iterator[Trait]:
    if locked.git:
        yield Trait("vcs", without_secrets(locked.git) or "git")
    if locked.repository:
        yield Trait("registry", locked.repository)
    if {"make", "mix"} <= set(locked.managers):  # pure Erlang packages bring a Makefile too
        yield Trait("native-build", "make")


def _lock_for(folder: str, tree: Tree) -> dict[str, LockedHex]:
    path = _lock_path(folder, tree)
    try:
        return tree.parsed(path, mix_locked) if path else {}
    except Unreadable:
        return {}


def _lock_path(folder: str, tree: Tree) -> str | None:
    """The lock beside a mix.exs; applications of an umbrella share that of its root."""
    beside = f"{folder}/{LOCK}" if folder else LOCK
    if beside in tree:
        return beside
    above, _, last = folder.rpartition("/")[0].rpartition("/")
    if last != "apps":
        return None
    root = f"{above}/{LOCK}" if above else LOCK
    return root if root in tree else None


def _named(lock: str, tree: Tree) -> list[HexPackage]:
    """What the project files that share the lock ask for."""
    found: list[HexPackage] = []
    for manifest in tree.remember(_manifests_by_lock).get(lock, ()):
        found += [p for p in _project(manifest, tree).packages if not p.own]
    return found


def _manifests_by_lock(tree: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in tree.sizes:
        folder, _, name = path.rpartition("/")
        if name == MANIFEST and (lock := _lock_path(folder, tree)):
            found.setdefault(lock, []).append(path)
    return found


def _project(path: str, tree: Tree) -> MixProject:
    try:
        return tree.parsed(path, mix_project)
    except Unreadable:
        return MixProject()


def _sighting(name: str, version: str, organization: str, at: Occurrence) -> Sighting:
    return Sighting(
        purl=make_purl("hex", name, version, namespace=organization),
        name=name,
        version=version,
        kind=Kind.LIBRARY,
        occurrence=at,
    )


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="mix.exs",
        patterns=(MANIFEST,),
        read=read_manifest,
        documentation="https://hexdocs.pm/mix/Mix.Tasks.Deps.html",
    ),
    Format(
        id=LOCK_ID,
        title="mix.lock",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://hexdocs.pm/mix/Mix.Project.html",
    ),
)
