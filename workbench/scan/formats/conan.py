"""Conan: conanfile.txt, conanfile.py and conan.lock."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope, Trait
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.native.conan_locked import LockedConan, conan_locked
from workbench.scan.native.conanfile import ConanRequirement, conanfile
from workbench.scan.tree import Tree, within

MANIFEST_ID = "conan"
LOCK_ID = "conan-lock"
LOCK = "conan.lock"
_MANIFESTS = ("conanfile.py", "conanfile.txt")


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the packages that a conanfile asks for, ranges at the locked versions."""
    locked = {item.reference.name: item.reference for item in _lock_beside(document.folder, tree)}
    for requirement in tree.parsed(document.path, conanfile).requirements:
        wanted = requirement.reference
        pinned = locked.get(wanted.name) if not wanted.version else None
        unresolved = not wanted.version and not wanted.constraint and not pinned
        occurrence = Occurrence(
            path=document.path,
            line=requirement.line,
            scope=requirement.scope,
            constraint=wanted.constraint,
            traits=(Trait("unresolved"),) if unresolved else (),
            reader=MANIFEST_ID,
        )
        yield (pinned or wanted).sighting(occurrence)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked package; the conanfile beside tells which were asked for."""
    named = {r.reference.name: r.scope for r in _asked_for(document.folder, tree)}
    for item in tree.parsed(document.path, conan_locked):
        name = item.reference.name
        direct = item.direct
        if direct is None:
            direct = not named or name in named
        scope = item.scope
        if scope is Scope.RUNTIME:  # Conan 2 lists what only tests need among these
            scope = named.get(name, scope)
        occurrence = Occurrence(
            path=document.path, line=item.line, scope=scope, direct=direct, reader=LOCK_ID
        )
        yield item.reference.sighting(occurrence)


def _asked_for(folder: str, tree: Tree) -> tuple[ConanRequirement, ...]:
    for name in _MANIFESTS:
        path = within(folder, name)
        if path in tree:
            asked = tree.parsed_or(path, conanfile, None)
            return asked.requirements if asked else ()
    return ()


def _lock_beside(folder: str, tree: Tree) -> tuple[LockedConan, ...]:
    return tree.parsed_or(within(folder, LOCK), conan_locked, ())


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="conanfile",
        patterns=_MANIFESTS,
        read=read_manifest,
        documentation="https://docs.conan.io/2/reference/conanfile.html",
    ),
    Format(
        id=LOCK_ID,
        title="conan.lock",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://docs.conan.io/2/tutorial/versioning/lockfiles.html",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
