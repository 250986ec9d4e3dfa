"""What a Package.swift declares in so many words: it is a program, only its literals are read.

Described in https://docs.swift.org/swiftpm/documentation/packagedescription.
"""

from __future__ import annotations

import re

import msgspec

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.syntax.bracketed import bracketed

_COMMENT = regex(r'"(?:[^"\\\n]++|\\.)*+"?|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_CALL = regex(r"\.package\s*\(")
_BINARY = regex(r"\.binaryTarget\s*\(")
_ARGUMENT = regex(r'\b(name|url|path|id|branch|revision|exact|from)\s*:\s*"((?:[^"\\]++|\\.)*+)"')
_WRAPPED = regex(
    r'\.(upToNextMajor|upToNextMinor|exact|branch|revision)\s*\(\s*(?:from\s*:\s*)?"([^"]*)"'
)
_RANGE = regex(r'"(\d[^"]*)"\s*(\.\.<|\.\.\.)\s*"(\d[^"]*)"')
_NUMBERS = regex(r"\d{1,9}(?:\.\d{1,9}){0,2}")
_TOOLS = regex(r"//\s*swift-tools-version\s*:\s*(\d+(?:\.\d+)*)", re.IGNORECASE)
_NAME = regex(r'\bPackage\s*\(\s*name\s*:\s*"([^"]+)"')


class SwiftPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One dependency: `location` is its address, or an identity in a registry.

    `version` is set for exact ones, `wanted` for ranges, branches and commits.
    """

    location: str
    line: int
    version: str = ""
    wanted: str = ""


class SwiftManifest(msgspec.Struct, frozen=True, kw_only=True):
    """Name and tools version with their lines; dependencies; traits of the package's own code."""

    name: tuple[str, int] = ("", 0)
    tools: tuple[str, int] = ("", 0)
    packages: tuple[SwiftPackage, ...] = ()
    traits: tuple[Trait, ...] = ()


def swift_manifest(document: Document) -> SwiftManifest:
    """Read a Package.swift. Raises Unreadable."""
    code = _without_comments(document.text)
    tools = _TOOLS.search(document.text[:2000])
    name = _NAME.search(code)
    binaries = bracketed(code, _BINARY, quote='"')
    packages = []
    for match, call in bracketed(code, _CALL, quote='"'):
        package = _package(call, document.line_at(match.start()))
        if package:
            packages.append(package)
    return SwiftManifest(
        name=(name[1], document.line_at(name.start(1))) if name else ("", 0),
        tools=(tools[1], document.line_at(tools.start())) if tools else ("", 0),
        packages=tuple(packages),
        traits=tuple(Trait("binary-target", _named(call)) for _, call in binaries),
    )


def _without_comments(text: str) -> str:
    """Blank the comments out; everything else keeps its place."""

    def blank(match: re.Match[str]) -> str:
        found = match[0]
        return found if found.startswith('"') else re.sub(r"[^\n]", " ", found)

    return _COMMENT.sub(blank, text)


def _package(call: str, line: int) -> SwiftPackage | None:
    """Read one `.package(...)`; None for a folder of the project."""
    arguments: dict[str, str] = {}
    for key, value in _ARGUMENT.findall(call):
        arguments.setdefault(key, value)
    location = arguments.get("url") or arguments.get("id") or ""
    if not location or "\\(" in location:
        return None
    wrapped = dict(_WRAPPED.findall(call))
    exact = arguments.get("exact") or wrapped.get("exact", "")
    return SwiftPackage(
        location=location,
        line=line,
        version=exact,
        wanted="" if exact else _wanted(call, arguments, wrapped),
    )


def _wanted(call: str, arguments: dict[str, str], wrapped: dict[str, str]) -> str:
    for key in ("branch", "revision"):
        if value := arguments.get(key) or wrapped.get(key):
            return value
    if found := _RANGE.search(call):
        return f">={found[1]},{'<' if found[2] == '..<' else '<='}{found[3]}"
    if value := wrapped.get("upToNextMinor"):
        return _up_to(value, kept=2)
    value = wrapped.get("upToNextMajor") or arguments.get("from", "")
    return _up_to(value, kept=1) if value else ""


def _up_to(version: str, *, kept: int) -> str:
    """The range from `version` to before the next one that differs in the first `kept` numbers."""
    numbers = _NUMBERS.match(version)
    if not numbers:
        return version
    parts = [int(part) for part in numbers[0].split(".")]
    parts = [*parts, 0, 0][:kept]
    parts[-1] += 1
    return f">={version},<{'.'.join(map(str, (*parts, 0, 0)[:3]))}"


def _named(call: str) -> str:
    return next((value for key, value in _ARGUMENT.findall(call) if key == "name"), "")
