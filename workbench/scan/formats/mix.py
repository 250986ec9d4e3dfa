"""Elixir: mix.exs, and the lock that Mix writes beside it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Trait
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.elixir.mix_locked import LockedHex, mix_locked
from workbench.scan.elixir.mix_project import HexPackage, MixProject, mix_project
from workbench.scan.format import Discovery, Format
from workbench.scan.library import library
from workbench.scan.reach import reached_scopes
from workbench.scan.remote import without_secrets
from workbench.scan.tree import Tree, within

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
        name = locked.name if locked else package.name
        version = locked.version if locked else package.version
        yield library("hex", name, version, occurrence, package.organization)


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
        yield library("hex", locked.name, locked.version, occurrence, organizations.get(app, ""))


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
    return tree.parsed_or(path, mix_locked, {}) if path else {}


def _lock_path(folder: str, tree: Tree) -> str | None:
    """The lock beside a mix.exs; applications of an umbrella share that of its root."""
    beside = within(folder, LOCK)
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
        project = tree.parsed_or(manifest, mix_project, MixProject())
        found += [p for p in project.packages if not p.own]
    return found


def _manifests_by_lock(tree: Tree) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in tree.called(MANIFEST):
        if lock := _lock_path(path.rpartition("/")[0], tree):
            found.setdefault(lock, []).append(path)
    return found


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
