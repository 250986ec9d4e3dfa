"""What the commands of a build install from package managers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from workbench.model.component import Kind, Scope, Sighting, Trait
from workbench.model.problem import Problem
from workbench.model.purl import make_purl
from workbench.scan.shell.added_repositories import AddedRepositories
from workbench.scan.shell.expansion import Expansion
from workbench.scan.shell.install_command import Install, read_install
from workbench.scan.shell.package_word import Package, package_purl, pinned, read_package
from workbench.scan.shell.r_expression import r_packages
from workbench.scan.shell.run_context import RunContext
from workbench.scan.shell.shell_variables import Argument, Invocation, alternatives

_OS = frozenset({"deb", "apk", "rpm"})
_DEB_NAMESPACES = frozenset({"debian", "ubuntu"})
_APK_NAMESPACES = frozenset({"alpine", "wolfi"})


def installs(
    commands: list[Invocation], context: RunContext, repositories: AddedRepositories
) -> Iterator[Sighting | Problem]:
    """Yield the packages that `commands`, one RUN's, install; note what repositories they add."""
    purged = _purged_virtuals(commands)
    for command in commands:
        repositories.see(command)
        yield from _of_r(command, context)
        install = read_install(command)
        if install is None:
            continue
        virtual = next(
            (install.options[o].text for o in ("-t", "--virtual") if o in install.options), ""
        )
        scope = None
        if install.ecosystem == "apk" and virtual and virtual in purged:
            scope = Scope.BUILD
        for written in _joined_constraints(install):
            if install.is_run and not _names_version(written.text):
                continue
            for word in alternatives(written):
                found = _package(install, word, context, scope)
                if isinstance(found, Sighting) and install.ecosystem in _OS:
                    found = _from_repository(found, repositories)
                if found is not None:
                    yield found
        if install.ecosystem in _OS:
            repositories.installed()


def _of_r(command: Invocation, context: RunContext) -> Iterator[Sighting]:
    for name, version in r_packages(command):
        yield Sighting(
            purl=make_purl("cran", name.text, version),
            name=name.text,
            version=version,
            kind=Kind.LIBRARY,
            occurrence=context.occurrence(name.line),
        )


def _names_version(text: str) -> bool:
    """Whether a word of `npx`, `uvx` or `go run` names a version: what it fetches, not what is in.

    An `@` at the start is that of a scope.
    """
    return "@" in text[1:] or "==" in text


def _joined_constraints(install: Install) -> Iterator[Argument]:
    """Yield the packages; `composer require vendor/name ^9` says the constraint as a word."""
    waiting: Argument | None = None
    for word in install.packages:
        if install.ecosystem == "composer" and waiting is not None and "/" not in word.text:
            yield Argument(
                Expansion.of([*waiting.value.parts, ":", *word.value.parts]), waiting.line
            )
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = word
    if waiting is not None:
        yield waiting


def _from_repository(sighting: Sighting, repositories: AddedRepositories) -> Sighting:
    repository = repositories.behind(sighting.name)
    if not repository:
        return sighting
    traits = (*sighting.occurrence.traits, Trait("repository", repository))
    occurrence = msgspec.structs.replace(sighting.occurrence, traits=traits)
    return msgspec.structs.replace(sighting, occurrence=occurrence)


def _purged_virtuals(commands: list[Invocation]) -> set[str]:
    """Return the names of virtual apk packages that the same RUN removes again."""
    purged: set[str] = set()
    for command in commands:
        words = [a.text for a in command.arguments[1:] if not a.text.startswith("-")]
        if command.name == "apk" and words[:1] == ["del"]:
            purged.update(words[1:])
    return purged


def _package(
    install: Install, word: Argument, context: RunContext, scope: Scope | None
) -> Sighting | Problem | None:
    package, unresolved = _known_part(install.ecosystem, word)
    if package is None:
        if not unresolved:
            return None
        return Problem(
            context.path,
            f"package name is not literal: {_missing(word)} has no value in {word.text}",
            word.line,
        )
    package = _with_options(package, install)
    traits = (*package.traits, Trait("from-source")) if install.from_source else package.traits
    constraint = package.constraint
    if unresolved:
        traits = (*traits, Trait("unresolved", word.text))
        constraint = constraint or word.text.removeprefix(package.name)
    return Sighting(
        purl=package_purl(install.ecosystem, package, _namespace(install.ecosystem, context)),
        name="/".join(filter(None, (package.namespace, package.name))),
        version=package.version,
        kind=_kind(install),
        occurrence=context.occurrence(word.line, constraint=constraint, traits=traits, scope=scope),
    )


def _known_part(ecosystem: str, word: Argument) -> tuple[Package | None, bool]:
    """Return the package, and whether a part of the word has no value.

    `curl=${CURL_VERSION}` names curl; `$PACKAGES` and `linux-headers-$(uname -r)` name nothing.
    """
    if not word.value.unknown:
        return read_package(ecosystem, word.text), False
    before = word.value.masked.partition("\0")[0]
    operator = max(before.rfind(sign) for sign in ("=", "@", "~", "<", ">"))
    if operator <= 0 or (ecosystem == "rpm" and before.endswith("-")):
        name = before.removesuffix("-") if ecosystem == "rpm" and before.endswith("-") else ""
    else:
        name = before[:operator].rstrip("=~<>!")
    if ecosystem == "deb" and before.endswith(":"):
        name = before[:-1]
    package = read_package(ecosystem, name) if name else None
    if package is not None and package.version:
        package = Package(package.name, namespace=package.namespace)
    return package, True


def _with_options(package: Package, install: Install) -> Package:
    """Apply a version that stands in an option (`gem install -v`, `cargo install --version`)."""
    if install.ecosystem not in ("gem", "cargo", "nuget") or package.version:
        return package
    for option in ("-v", "--version", "--vers"):
        version = install.options.get(option)
        if version is not None and version.value.parts:
            if version.value.unknown:
                return Package(package.name, constraint=version.text)
            return pinned(package, version.text)
    return package


def _namespace(ecosystem: str, context: RunContext) -> str:
    if ecosystem == "deb":
        return context.distribution if context.distribution in _DEB_NAMESPACES else "debian"
    if ecosystem == "apk":
        return context.distribution if context.distribution in _APK_NAMESPACES else "alpine"
    if ecosystem == "rpm":
        other = _DEB_NAMESPACES | _APK_NAMESPACES
        return "" if context.distribution in other else context.distribution
    return ""


def _kind(install: Install) -> Kind:
    if install.ecosystem in _OS:
        return Kind.OS_PACKAGE
    return Kind.TOOL if install.is_tool else Kind.LIBRARY


def _missing(word: Argument) -> str:
    return ", ".join(dict.fromkeys(piece.expression for piece in word.value.unknown))
