"""Perl: cpanfile, and the snapshot that Carton keeps beside it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Occurrence, Scope
from workbench.scan.declared import Declared
from workbench.scan.document import Document
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.perl.carton_locked import CartonLock, carton_locked
from workbench.scan.perl.cpanfile import Cpanfile, cpanfile
from workbench.scan.reach import reached_scopes
from workbench.scan.tree import Tree, within

MANIFEST = "cpanfile"
LOCK = "cpanfile.snapshot"
MANIFEST_ID = "cpanfile"
LOCK_ID = "cpanfile-snapshot"


def read_manifest(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what a cpanfile asks for, as the distributions that the snapshot beside it holds.

    A cpanfile names modules. Without a snapshot each goes by the distribution's name that CPAN
    has by convention: Foo::Bar is in Foo-Bar.
    """
    lock = _lock_beside(document.folder, tree)
    for module in tree.parsed(document.path, cpanfile).modules:
        locked = lock.providing.get(module.name) if lock else None
        occurrence = Occurrence(
            path=document.path,
            line=module.line,
            scope=module.scope,
            constraint="" if module.version else module.wanted,
            traits=module.traits,
            reader=MANIFEST_ID,
        )
        if locked:
            yield library("cpan", locked.name, locked.version, occurrence, locked.author)
        else:
            yield library("cpan", module.name.replace("::", "-"), module.version, occurrence)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked distribution; those that the cpanfile names are direct."""
    lock = tree.parsed(document.path, carton_locked)
    named: dict[str, Scope] = {}
    for module in _beside(document.folder, tree).modules:
        provider = lock.providing.get(module.name)
        if provider:
            named.setdefault(provider.name, module.scope)
    needs = {
        d.name: {lock.providing[need].name for need in d.needs if need in lock.providing}
        for d in lock.distributions
    }
    scopes = reached_scopes(named.items(), needs)
    for distribution in lock.distributions:
        occurrence = Occurrence(
            path=document.path,
            line=distribution.line,
            scope=scopes.get(distribution.name, Scope.RUNTIME),
            direct=distribution.name in named or not named,
            reader=LOCK_ID,
        )
        yield library(
            "cpan", distribution.name, distribution.version, occurrence, distribution.author
        )


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a cpanfile says of its project: the minimum Perl."""
    required, line = tree.parsed(document.path, cpanfile).perl
    return Declared(
        name="",
        languages=("perl",),
        runtimes=(("perl", _minimum(required), line),) if required else (),
    )


def _minimum(required: str) -> str:
    """A bare number is a minimum."""
    return f">={required}" if required[:1].isdigit() or required.startswith("v") else required


def _lock_beside(folder: str, tree: Tree) -> CartonLock | None:
    return tree.parsed_or(within(folder, LOCK), carton_locked, None)


def _beside(folder: str, tree: Tree) -> Cpanfile:
    return tree.parsed_or(within(folder, MANIFEST), cpanfile, Cpanfile())


FORMATS = (
    Format(
        id=MANIFEST_ID,
        title="cpanfile",
        patterns=(MANIFEST,),
        read=read_manifest,
        documentation="https://metacpan.org/pod/cpanfile",
    ),
    Format(
        id=LOCK_ID,
        title="Carton snapshot",
        patterns=(LOCK,),
        read=read_lock,
        documentation="https://metacpan.org/pod/Carton",
        most_bytes=WRITTEN_BY_TOOLS,
    ),
)
