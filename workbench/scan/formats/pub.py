"""Dart and Flutter: pubspec.yaml, and the lock that pub writes beside it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Trait
from workbench.scan.dart.pub_locked import PUBLIC, LockedPub, pub_locked
from workbench.scan.dart.pubspec import pubspec
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.remote import without_secrets
from workbench.scan.tree import Tree, within

MANIFEST = "pubspec.yaml"
LOCK = "pubspec.lock"
MANIFEST_ID = "pubspec"
LOCK_ID = "pubspec-lock"


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the dependencies of one pubspec.yaml, at the locked versions.

    Packages that an SDK brings, such as Flutter's own, are part of that SDK.
    """
    spec = tree.parsed(document.path, pubspec)
    lock = _lock_for(document.folder, spec.in_workspace, tree)
    for package in spec.packages:
        locked = lock.get(package.name)
        if package.own or package.sdk or (locked and locked.source in ("path", "sdk")):
            continue
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            constraint="" if package.version else package.wanted,
            traits=package.traits,
            reader=MANIFEST_ID,
        )
        yield library(
            "pub", package.name, locked.version if locked else package.version, occurrence
        )


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package that is downloaded; the lock says which were asked for."""
    for package in tree.parsed(document.path, pub_locked).values():
        if package.source in ("path", "sdk"):
            continue
        occurrence = Occurrence(
            path=document.path,
            line=package.line,
            scope=package.scope,
            direct=package.direct,
            traits=tuple(_traits(package)),
            reader=LOCK_ID,
        )
        yield library("pub", package.name, package.version, occurrence)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a pubspec.yaml says of its package."""
    spec = tree.parsed(document.path, pubspec)
    return Declared(
        name=spec.name[0],
        line=spec.name[1],
        version=spec.version,
        languages=("dart",),
        runtimes=spec.sdks,
    )


def _traits(package: LockedPub) -> Iterator[Trait]:
    if package.source == "git":
        yield Trait("vcs", without_secrets(package.address) or "git")
    elif package.address and package.address not in PUBLIC:
        yield Trait("registry", without_secrets(package.address) or "unnamed")


def _lock_for(folder: str, in_workspace: bool, tree: Tree) -> dict[str, LockedPub]:
    while True:
        path = within(folder, LOCK)
        if path in tree:
            return tree.parsed_or(path, pub_locked, {})
        if not in_workspace or not folder:
            return {}
        folder = folder.rpartition("/")[0]


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="pubspec.yaml",
        patterns=(MANIFEST, "pubspec_overrides.yaml"),
        read=read_manifest,
        documentation="https://dart.dev/tools/pub/pubspec",
    ),
    Format(
        id=LOCK_ID,
        title="pubspec.lock",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://dart.dev/tools/pub/glossary#lockfile",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
