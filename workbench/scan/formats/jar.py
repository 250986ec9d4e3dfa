"""JARs, WARs and EARs that lie in the tree, with the libraries packed into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from posixpath import basename

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.binaries.platform_names import natives
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import OF_ANY_SIZE, Discovery, Format
from workbench.scan.jvm.jar_identity import Identity, identify
from workbench.scan.jvm.jar_natives import native_traits
from workbench.scan.jvm.maven_project import Reactor
from workbench.scan.jvm.native_classifier import classifier_traits
from workbench.scan.syntax.read_zip import Allowance, Archive
from workbench.scan.tree import Tree

MAX_NESTED = 1000
MAX_OPENED = 5000
"""Of one file, at all depths: small ones cost little of the allowance, but time."""
MAX_DEPTH = 3
_PACKED = regex(r"(?:(?:WEB-INF|BOOT-INF|META-INF)/)?(?:lib/)?[^/]+\.(?:jar|war)")
_APPLICATION = (".war", ".ear")
_BOOT = "BOOT-INF/classes/"
_NO_CODE = frozenset({"sources", "javadoc", "test-sources", "tests"})
_TESTS = frozenset({"test", "tests", "testdata", "test-data", "it", "integration-test"})
_PRODUCTS = (
    (re.compile(r"(.*?/?)build/libs/[^/]+"), ("build.gradle", "build.gradle.kts")),
    (re.compile(r"(.*?/?)target/[^/]+"), ("pom.xml", "build.sbt")),
    (re.compile(r"(.*?/?)target/scala-[^/]+/[^/]+"), ("build.sbt",)),
)
"""Where builds leave what they made, and the file beside it that says so."""


def read_jar(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the archive, and each library packed into it: read in memory, never unpacked."""
    path = document.path
    if document.name in natives().build_wrappers:
        return
    reading = _Reading(path, tree)
    with tree.open(path) as stream:
        archive = Archive(stream, reading.allowance)
        # A JAR may hold a library twice over: as such, and inside of another.
        yield from _as_one(dict.fromkeys(reading.archive(archive, document.name, ())))


def _as_one(discoveries: Iterable[Discovery]) -> Iterator[Discovery]:
    """Yield `discoveries` with their problems as one, however many archives are in the file."""
    problems = []
    for seen in discoveries:
        if isinstance(seen, Problem):
            problems.append(seen)
        else:
            yield seen
    if len(problems) == 1:
        yield problems[0]
    elif problems:
        reason = f"{problems[0].reason}; and {len(problems) - 1:,} more like it"
        yield Problem(problems[0].path, reason)


class _Reading:
    """One file of the project, whatever is nested in it."""

    def __init__(self, path: str, tree: Tree) -> None:
        self.path = path
        self.allowance = Allowance()
        self.opened = 0
        self.reactor = tree.remember(Reactor)
        self.is_product = _is_product(path, tree)
        tested = not _TESTS.isdisjoint(path.lower().split("/")[:-1])
        self.scope = Scope.TEST if tested else Scope.RUNTIME

    def archive(self, archive: Archive, name: str, trail: tuple[str, ...]) -> Iterator[Discovery]:
        own, bundled = identify(archive, name)
        if own is not None and own.classifier in _NO_CODE:
            return
        if own is not None and not (self.is_product and not trail):
            yield from self.library(archive, own, name, trail)
        elif own is None:
            reason = "is a JAR that neither its content nor its name identifies"
            yield Problem(self.path, self.within(trail, reason))
        for identity in bundled:
            yield from self.bundled(identity, trail)
        yield from self.nested(archive, trail)

    def library(
        self, archive: Archive, own: Identity, name: str, trail: tuple[str, ...]
    ) -> Iterator[Sighting]:
        traits = (*classifier_traits(own.classifier), *native_traits(archive))
        application = name.endswith(_APPLICATION) or any(
            entry.startswith(_BOOT) for entry in archive.names
        )
        kind = Kind.APPLICATION if application else Kind.LIBRARY
        yield from self.sighting(own, trail, kind, traits, direct=not trail)

    def bundled(self, identity: Identity, trail: tuple[str, ...]) -> Iterator[Sighting]:
        yield from self.sighting(identity, trail, Kind.LIBRARY, (), direct=False)

    def nested(self, archive: Archive, trail: tuple[str, ...]) -> Iterator[Discovery]:
        ending = (".jar", ".war")
        packed = [n for n in archive.names if n.endswith(ending) and _PACKED.fullmatch(n)]
        if packed and len(trail) >= MAX_DEPTH:
            yield Problem(self.path, self.within(trail, "nests archives deeper than any tool does"))
            return
        if len(packed) > MAX_NESTED:
            reason = f"holds {len(packed)} archives, of which the first {MAX_NESTED} were read"
            yield Problem(self.path, self.within(trail, reason))
        for name in packed[:MAX_NESTED]:
            inner = (*trail, name)
            self.opened += 1
            if self.opened > MAX_OPENED:
                if self.opened == MAX_OPENED + 1:
                    reason = f"holds archives in each other, of which {MAX_OPENED} were read"
                    yield Problem(self.path, reason)
                return
            try:
                yield from self.archive(archive.nested(name), basename(name), inner)
            except Unreadable as error:
                yield Problem(self.path, self.within(inner, error.reason))
                if self.allowance.left < 0:
                    return

    def within(self, trail: tuple[str, ...], reason: str) -> str:
        """The reason, said of the nested archive that it holds for."""
        return f"{_spelled(trail)!r} in it {reason}" if trail else reason

    def sighting(
        self,
        identity: Identity,
        trail: tuple[str, ...],
        kind: Kind,
        traits: tuple[Trait, ...],
        *,
        direct: bool,
    ) -> Iterator[Sighting]:
        group, name, version = identity.group, identity.name, identity.version
        if group and self.reactor.model_of(group, name, version) is not None:
            return
        if trail:
            traits = (*traits, Trait("archive-entry", _spelled(trail)))
        yield Sighting(
            purl=make_purl("maven" if group else "generic", name, version, namespace=group),
            name=f"{group}:{name}" if group else name,
            version=version,
            kind=kind,
            occurrence=Occurrence(
                path=self.path, scope=self.scope, direct=direct, traits=traits, reader=FORMAT.id
            ),
        )


def _spelled(trail: tuple[str, ...]) -> str:
    return "!/".join(trail)[:300]


def _is_product(path: str, tree: Tree) -> bool:
    """Whether the archive is what a build of the project itself left behind."""
    for place, manifests in _PRODUCTS:
        found = place.fullmatch(path)
        if found and any(f"{found[1]}{manifest}" in tree for manifest in manifests):
            return True
    return False


FORMAT = Format(
    id="jar",
    title="Java archive",
    patterns=("*.jar", "*.war", "*.ear"),
    read=read_jar,
    documentation="https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html",
    unread=True,
    most_bytes=OF_ANY_SIZE,
)
