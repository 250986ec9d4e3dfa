"""CMake: packages that are looked for, and sources that the build fetches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.format import Discovery, Format
from workbench.scan.native.cmake_calls import CMakeCall, cmake_calls
from workbench.scan.native.conan_names import as_conan, conan_names
from workbench.scan.native.native_names import folder_scope, native_sighting
from workbench.scan.remote import repository_purl, without_secrets
from workbench.scan.tree import Tree

ID = "cmake"

_NAME = regex(r"[A-Za-z0-9][\w.+-]*", re.ASCII)
_VERSION = regex(r"v?(\d+(?:\.\d+){0,3})(?:\.\.\.(<)?(\d+(?:\.\d+){0,3}))?")
_FULL_VERSION = regex(r"\d+\.\d+\.\d+(?:\.\d+)?")
_MODULE = regex(r"([A-Za-z0-9][\w.+-]*)\s*(?:(>=|<=|=|>|<)\s*([\w.]+))?")
_SHORT = regex(r"(?:(gh|gl|bb):)?([\w.-]+/[\w.-]+?)(?:@([\w.+-]+))?(?:#([\w./+-]+))?")
_URL = regex(r"(https?://[^@#\s]+?)(?:@([\w.+-]+))?(?:#([\w./+-]+))?")
_HOSTS = {"gh": "https://github.com/", "gl": "https://gitlab.com/", "bb": "https://bitbucket.org/"}
_OPTIONS = frozenset(
    ["REQUIRED", "QUIET", "IMPORTED_TARGET", "GLOBAL", "NO_CMAKE_PATH", "STATIC_TARGET"]
)


def read(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield what the file looks for and fetches. Packages of the project itself are none."""
    own = tree.remember(own_packages)
    names = tree.remember(conan_names)
    for call in tree.parsed(document.path, cmake_calls):
        reader = _READERS.get(call.command)
        if reader is None:
            continue
        for seen in reader(call, document.path):
            if not (seen.kind is Kind.LIBRARY and seen.name.lower() in own):
                yield as_conan(seen, names)


def own_packages(tree: Tree) -> frozenset[str]:
    """Names, in lower case, under which the project's own builds can be found."""
    found: set[str] = set()
    for path in tree.sizes:
        name = path.rpartition("/")[2]
        if name == "CMakeLists.txt":
            calls = tree.parsed_or(path, cmake_calls, ())
            found |= {
                c.arguments[0].lower() for c in calls if c.command == "project" and c.arguments
            }
        elif match := re.fullmatch(r"(.+?)-?[cC]onfig\.cmake(?:\.in)?", name):
            found.add(match[1].lower())
    return frozenset(found)


def _find_package(call: CMakeCall, path: str) -> Iterator[Sighting]:
    if not call.arguments or not _NAME.fullmatch(call.arguments[0]):
        return
    name, *rest = call.arguments
    wanted = _VERSION.fullmatch(rest[0]) if rest else None
    exact = "EXACT" in rest
    version = wanted[1] if wanted and exact and _FULL_VERSION.fullmatch(wanted[1]) else ""
    optional = "REQUIRED" not in rest and "QUIET" in rest
    seen = native_sighting(
        name,
        "cmake",
        path=path,
        line=call.line,
        reader=ID,
        scope=Scope.OPTIONAL if optional else Scope.RUNTIME,
        version=version,
        constraint="" if version or not wanted else _range(wanted, exact),
    )
    if seen:
        yield seen


def _range(wanted: re.Match[str], exact: bool) -> str:
    if wanted[3]:
        return f">={wanted[1]},{wanted[2] or '<='}{wanted[3]}"
    return f"=={wanted[1]}" if exact else f">={wanted[1]}"


def _pkg_modules(call: CMakeCall, path: str) -> Iterator[Sighting]:
    """`pkg_check_modules(PREFIX [REQUIRED] [IMPORTED_TARGET] module>=1.2 ...)`."""
    scope = Scope.RUNTIME if "REQUIRED" in call.arguments else Scope.OPTIONAL
    for argument in call.arguments[1:]:
        match = _MODULE.fullmatch(argument)
        if argument in _OPTIONS or not match:
            continue
        constraint = f"{match[2]}{match[3]}" if match[2] else ""
        seen = native_sighting(
            match[1],
            "pkgconfig",
            path=path,
            line=call.line,
            reader=ID,
            scope=scope,
            constraint=constraint,
        )
        if seen:
            yield seen


def _fetched(call: CMakeCall, path: str) -> Iterator[Sighting]:
    """`FetchContent_Declare` and `ExternalProject_Add`: a name, then keywords with values."""
    if call.arguments:
        yield from _source(call.arguments[0], call.arguments[1:], call.line, path)


def _cpm(call: CMakeCall, path: str) -> Iterator[Sighting]:
    """`CPMAddPackage("gh:owner/name@1.0")`, or with keywords."""
    if len(call.arguments) == 1:
        short = _SHORT.fullmatch(call.arguments[0])
        url = _URL.fullmatch(call.arguments[0])
        if short:
            address = f"{_HOSTS.get(short[1] or 'gh', _HOSTS['gh'])}{short[2]}"
            yield from _repository(address, short[4] or short[3] or "", call.line, path)
        elif url:
            yield from _repository(url[1], url[3] or url[2] or "", call.line, path)
        return
    name = _value(call.arguments, "NAME")
    yield from _source(name, call.arguments, call.line, path)


def _source(name: str, words: tuple[str, ...], line: int, path: str) -> Iterator[Sighting]:
    repository = _value(words, "GIT_REPOSITORY")
    for keyword, host in (("GITHUB_REPOSITORY", "gh"), ("GITLAB_REPOSITORY", "gl")):
        if value := _value(words, keyword):
            repository = f"{_HOSTS[host]}{value}"
    reference = _value(words, "GIT_TAG") or _value(words, "VERSION")
    if repository:
        yield from _repository(repository, reference, line, path)
        return
    address = _value(words, "URL")
    if name and "${" not in name and address.startswith(("http://", "https://")):
        plain = without_secrets(address)
        unresolved = (Trait("unresolved", address),) if "${" in address else ()
        yield _downloaded(
            make_purl("generic", name, qualifiers={"download_url": plain}),
            name,
            "",
            (Trait("url", plain), *unresolved),
            line,
            path,
        )


def _repository(address: str, reference: str, line: int, path: str) -> Iterator[Sighting]:
    unresolved = "${" in reference
    version = "" if unresolved else reference
    purl = repository_purl(address, version) if "${" not in address else None
    if purl is None:
        return
    name = without_secrets(address).rstrip("/").rpartition("/")[2].removesuffix(".git")
    traits = [Trait("vcs", without_secrets(address))]
    if unresolved:
        traits.append(Trait("unresolved", reference))
    yield _downloaded(purl, name, version, tuple(traits), line, path)


def _downloaded(
    purl: str, name: str, version: str, traits: tuple[Trait, ...], line: int, path: str
) -> Sighting:
    occurrence = Occurrence(
        path=path, line=line, scope=folder_scope(path), traits=traits, reader=ID
    )
    return Sighting(purl=purl, name=name, version=version, kind=Kind.LIBRARY, occurrence=occurrence)


def _value(words: tuple[str, ...], keyword: str) -> str:
    """The word behind `keyword`."""
    return next((b for a, b in pairwise(words) if a == keyword), "")


_READERS: dict[str, Callable[[CMakeCall, str], Iterator[Sighting]]] = {
    "find_package": _find_package,
    "find_dependency": _find_package,
    "pkg_check_modules": _pkg_modules,
    "pkg_search_module": _pkg_modules,
    "fetchcontent_declare": _fetched,
    "externalproject_add": _fetched,
    "cpmaddpackage": _cpm,
    "cpmfindpackage": _cpm,
}

FORMAT = Format(
    id=ID,
    title="CMake",
    patterns=("CMakeLists.txt", "*.cmake", "*.cmake.in"),
    read=read,
    documentation="https://cmake.org/cmake/help/latest/command/find_package.html",
)
