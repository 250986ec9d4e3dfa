"""From what a Gradle script asks for to coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

import msgspec

from workbench.model.regex import regex
from workbench.scan.jvm.gradle_project import GradleProject, Resolved, ancestors
from workbench.scan.jvm.gradle_script import Request
from workbench.scan.jvm.gradle_values import (
    Items,
    Named,
    Platform,
    Reference,
    Text,
    Unknown,
    Value,
)

MAX_WANTED = 2000
_NOT_LIBRARIES = frozenset(
    {"projects", "project", "sourceSets", "configurations", "files", "rootProject", "it", "compose"}
)
_COORDINATE = regex(r"(?!:)[^\s:/\\@\"']+(?::[^\s:/\\@\"']*){1,3}(?:@[\w.]+)?")
_EXPRESSION = regex(r"\$\{[^{}]*\}")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A module that a script asks for; `version` is complete or an expression, never guessed."""

    group: str
    name: str
    version: Resolved
    line: int
    classifiers: tuple[Resolved, ...] = ()
    bom: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether group and name are known."""
        return "${" not in self.group + self.name


class Unresolved(msgspec.Struct, frozen=True):
    """A name in a dependency statement that nothing in the project defines."""

    name: str
    line: int


class Wanting:
    """Expands the values of one script, within bounds."""

    def __init__(self, project: GradleProject, path: str) -> None:
        self.project = project
        self.path = path
        self.left = MAX_WANTED

    def request(self, request: Request) -> Iterator[Wanted | Unresolved]:
        """Yield what one dependency statement asks for."""
        self.left = MAX_WANTED
        version = self.project.text(request.version, self.path) if request.version else None
        classifiers = tuple(self.project.text(c, self.path) for c in request.classifiers)
        for wanted in self.expand(request.value, self.path):
            if isinstance(wanted, Wanted):
                if version is not None:
                    wanted = msgspec.structs.replace(wanted, version=version)
                if classifiers:
                    wanted = msgspec.structs.replace(wanted, classifiers=classifiers)
                if not wanted.version.text:
                    wanted = msgspec.structs.replace(wanted, version=self.given_version(wanted))
            yield wanted
        if self.left < 0:
            yield Unresolved(f"a list of more than {MAX_WANTED} modules", request.value.line)

    def given_version(self, wanted: Wanted) -> Resolved:
        """The version that a lock file or the project's own constraints give a module."""
        module = f"{wanted.group}:{wanted.name}"
        locked = self.project.locked(self.path).get(module)
        if locked:
            return Resolved(locked)
        return self.managed.get(module, Resolved(""))

    @cached_property
    def managed(self) -> dict[str, Resolved]:
        """Versions from constraints of this script and of the build scripts above it."""
        found: dict[str, Resolved] = {}
        folders = set(ancestors(self.path))
        above = [
            script.path
            for script in self.project.managing
            if script.path.rpartition("/")[0] in folders
        ]
        above.sort(key=len, reverse=True)
        for path in dict.fromkeys([self.path, *above]):
            for value in self.project.script(path).managed:
                for wanted in Wanting(self.project, path).expand(value, path):
                    if isinstance(wanted, Wanted) and wanted.version.text:
                        found.setdefault(f"{wanted.group}:{wanted.name}", wanted.version)
        return found

    def expand(
        self, value: Value, path: str, line: int = 0, depth: int = 0
    ) -> Iterator[Wanted | Unresolved]:
        """Yield the modules that a value stands for in the script at `path`."""
        self.left -= 1
        if depth > 20 or self.left < 0:
            return
        line = line or value.line
        if isinstance(value, Text):
            yield from self.coordinate(self.project.text(value, path), line)
        elif isinstance(value, Reference):
            yield from self.reference(value, path, line, depth)
        elif isinstance(value, Named):
            yield from self.named(value, path, line)
        elif isinstance(value, Platform):
            for wanted in self.expand(value.value, path, line, depth + 1):
                yield (
                    msgspec.structs.replace(wanted, bom=True)
                    if isinstance(wanted, Wanted)
                    else wanted
                )
        elif isinstance(value, Unknown):
            for text in value.texts:
                yield from self.expand(text, path, text.line, depth + 1)
        else:
            yield from self.items(value, path, line, depth)

    def items(
        self, value: Items, path: str, line: int, depth: int
    ) -> Iterator[Wanted | Unresolved]:
        """A list, arguments in a row, or `"group", "name", "version"`."""
        positional = [v for v in value.values if isinstance(v, Text | Reference)]
        texts = [self.project.text(v, path) for v in positional]
        first = value.values[0] if value.values else None
        if (
            2 <= len(texts) <= 4
            and isinstance(first, Text)
            and not any(":" in t.text for t in texts)
            and len(positional) == len(value.values)
        ):
            yield self.wanted([t.text for t in texts], line or first.line)
            return
        for member in value.values:
            # A list defined elsewhere stands where it is used; arguments stand where they are.
            at = line if depth and line != value.line else 0
            for wanted in self.expand(member, path, at, depth + 1):
                if isinstance(wanted, Wanted) and value.classifiers:
                    classifiers = tuple(self.project.text(c, path) for c in value.classifiers)
                    wanted = msgspec.structs.replace(wanted, classifiers=classifiers)
                yield wanted

    def reference(
        self, value: Reference, path: str, line: int, depth: int
    ) -> Iterator[Wanted | Unresolved]:
        """A name: defined by a script, or an accessor of a version catalog."""
        definitions = self.project.definitions(path, value.path)
        if definitions:
            unique = dict.fromkeys(
                wanted
                for home, defined in definitions
                for wanted in self.expand(defined, home, line, depth + 1)
            )
            yield from unique
            return
        for name, home in self.project.renamed(value.path, path):
            yield from self.reference(Reference(name, line), home, line, depth + 1)
            return
        entries = self.project.entries(value.path, path)
        if entries is None:
            if value.path.partition(".")[0] not in _NOT_LIBRARIES and "." in value.path:
                yield Unresolved(value.path, line)
            return
        for entry in entries:
            yield Wanted(
                group=entry.group, name=entry.name, version=Resolved(entry.version), line=line
            )

    def named(self, value: Named, path: str, line: int) -> Iterator[Wanted | Unresolved]:
        """`group: 'g', name: 'a', version: 'v'`."""
        if "name" not in value.fields or "group" not in value.fields:
            return
        parts = [
            self.project.text(value.fields.get(key), path).text
            for key in ("group", "name", "version", "classifier")
        ]
        yield self.wanted(parts, line)

    def coordinate(self, text: Resolved, line: int) -> Iterator[Wanted | Unresolved]:
        """`group:name:version:classifier@extension`, expressions kept whole."""
        places = _EXPRESSION.findall(text.text)
        masked = _EXPRESSION.sub("\0", text.text).strip()
        if not _COORDINATE.fullmatch(masked):
            return
        parts = masked.partition("@")[0].split(":")
        remaining = iter(places)
        filled = [re.sub("\0", lambda _: next(remaining, ""), part) for part in parts]
        if filled[0] and filled[1]:
            yield self.wanted(filled, line)

    def wanted(self, parts: list[str], line: int) -> Wanted:
        """A module from its group, name, version and classifier, the last two optional."""
        group, name, version, classifier = (*parts, "", "", "")[:4]
        return Wanted(
            group=group,
            name=name,
            version=Resolved(version, "${" not in version),
            line=line,
            classifiers=(Resolved(classifier, "${" not in classifier),) if classifier else (),
        )
