"""Ruby: Gemfile, gemspec, and the lock that Bundler writes beside a Gemfile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.declared import Declared
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.library import library
from workbench.scan.reach import reached_scopes
from workbench.scan.remote import without_secrets
from workbench.scan.ruby.gem_locked import GemLock, gem_locked
from workbench.scan.ruby.gemfile import Gem, Gemfile, gemfile, gemspec
from workbench.scan.runtimes import declared_runtime
from workbench.scan.tree import Tree, within

GEMFILE_ID = "gemfile"
LOCK_ID = "gemfile-lock"
GEMSPEC_ID = "gemspec"

_RUBY = regex(r"ruby (\d[\w.]*?)(?:p-?\d+)?(?: \(.*\))?", re.ASCII)
"""A patch level (`3.2.2p53`) is no part of the version since Ruby 2.1."""
_VERSION = regex(r"\d[\w.]*", re.ASCII)


def read_gemfile(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the gems of a Gemfile and of what it evaluates, at the locked versions."""
    lock = _lock_of(document.path, tree)
    own = {g.name for g in lock.gems if g.section == "PATH"} if lock else set[str]()
    for path, part in _parts(document.path, tree):
        if isinstance(part, Problem):
            yield part
            continue
        for gem in part.gems:
            if not gem.own and gem.name not in own:
                locked = lock.versions.get(gem.name, "") if lock else ""
                yield _sighting(path, gem, locked or gem.version, GEMFILE_ID)


def read_gemspec(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the gems that a gemspec asks for, at the versions locked beside it."""
    beside = within(document.folder, "Gemfile")
    lock = _lock_of(beside, tree)
    own = {g.name for g in lock.gems if g.section == "PATH"} if lock else set[str]()
    for gem in tree.parsed(document.path, gemspec).gems:
        if gem.name not in own:
            locked = lock.versions.get(gem.name, "") if lock else ""
            yield _sighting(document.path, gem, locked or gem.version, GEMSPEC_ID)


def read_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield every locked gem, less those that live in the project."""
    lock = tree.parsed(document.path, gem_locked)
    scopes = _scopes(document.path, lock, tree)
    for gem in lock.gems:
        if gem.section == "PATH":
            continue
        traits = [Trait("gem-platform", gem.platform)] if gem.platform else []
        if gem.section == "GIT":
            traits.append(Trait("vcs", without_secrets(gem.remote) or "git"))
        yield Sighting(
            purl=make_purl("gem", gem.name, gem.version),
            name=gem.name,
            version=gem.version,
            kind=Kind.LIBRARY,
            occurrence=Occurrence(
                path=document.path,
                line=gem.line,
                scope=scopes.get(gem.name, Scope.RUNTIME),
                direct=gem.name in lock.direct,
                traits=tuple(traits),
                reader=LOCK_ID,
            ),
        )
    yield from _tools(document.path, lock)


def declared_module(document: Document, tree: Tree) -> Declared | None:
    """What a Gemfile or gemspec says of its module; None for a lock."""
    if document.path.endswith((".lock", ".locked")):
        return None
    specified = document.path.endswith(".gemspec")
    ruby = tree.parsed(document.path, gemspec if specified else gemfile).ruby
    name = document.name.removesuffix(".gemspec") if specified else ""
    lock = None if specified else _lock_of(document.path, tree)
    platforms = lock.platforms if lock else ()
    return Declared(
        name=name or document.folder.rpartition("/")[2],
        languages=("ruby",),
        runtimes=(("ruby", *ruby),) if ruby else (),
        traits=tuple(Trait("locked-platform", platform) for platform in platforms),
    )


def _tools(path: str, lock: GemLock) -> Iterator[Sighting]:
    """Yield the Ruby and the Bundler that a lock was written for."""
    if lock.ruby and (match := _RUBY.fullmatch(lock.ruby[0])):
        yield declared_runtime("ruby", match[1], path, lock.ruby[1]).sighting(LOCK_ID)
    if lock.bundler and _VERSION.fullmatch(lock.bundler[0]):
        version, line = lock.bundler
        yield Sighting(
            purl=make_purl("gem", "bundler", version),
            name="bundler",
            version=version,
            kind=Kind.TOOL,
            occurrence=Occurrence(path=path, line=line, scope=Scope.BUILD, reader=LOCK_ID),
        )


def _parts(path: str, tree: Tree) -> Iterator[tuple[str, Gemfile | Problem]]:
    """Yield a Gemfile and those it evaluates that are not read for themselves."""
    waiting, met = [path], {path}
    while waiting:
        current = waiting.pop()
        try:
            part = tree.parsed(current, gemfile)
        except Unreadable as error:
            yield current, Problem(current, error.reason, error.line)
            continue
        yield current, part
        for relative, line in part.evaluated:
            wanted = tree.resolve(current.rpartition("/")[0], relative) or ""
            if wanted not in tree:
                reason = "evaluates a file that is not in the project"
                yield current, Problem(current, reason, line)
            elif wanted not in met and not GEMFILE.matches(wanted):
                met.add(wanted)
                waiting.append(wanted)


def _lock_of(path: str, tree: Tree) -> GemLock | None:
    """The lock beside a Gemfile, if there is a readable one."""
    lock = f"{path.removesuffix('.rb')}.locked" if path.endswith("gems.rb") else f"{path}.lock"
    return tree.parsed_or(lock, gem_locked, None)


def _scopes(path: str, lock: GemLock, tree: Tree) -> dict[str, Scope]:
    """The scope of every locked gem, from the groups of the Gemfile and what needs what."""
    manifest = f"{path.removesuffix('.locked')}.rb" if path.endswith(".locked") else path[:-5]
    named = dict.fromkeys(lock.direct, Scope.RUNTIME)
    if manifest in tree:
        for _, part in _parts(manifest, tree):
            if isinstance(part, Gemfile):
                named.update((gem.name, gem.scope) for gem in part.gems)
    return reached_scopes(named.items(), lock.needs)


def _sighting(path: str, gem: Gem, version: str, reader: str) -> Sighting:
    place = Occurrence(
        path=path,
        line=gem.line,
        scope=gem.scope,
        constraint=gem.constraint,
        traits=gem.traits,
        reader=reader,
    )
    return library("gem", gem.name, version, place)


GEMFILE = Format(
    id=GEMFILE_ID,
    title="Gemfile",
    patterns=("Gemfile", "gems.rb", "*.gemfile"),
    read=read_gemfile,
    documentation="https://bundler.io/man/gemfile.5.html",
)
LOCK = Format(
    id=LOCK_ID,
    title="Gemfile.lock",
    patterns=("Gemfile.lock", "gems.locked", "*.gemfile.lock"),
    read=read_lock,
    documentation="https://bundler.io/man/gemfile.5.html",
    most_bytes=WRITTEN_BY_TOOLS,
)
GEMSPEC = Format(
    id=GEMSPEC_ID,
    title="gemspec",
    patterns=("*.gemspec",),
    read=read_gemspec,
    documentation="https://guides.rubygems.org/specification-reference/",
)
FORMATS = (GEMFILE, LOCK, GEMSPEC)
