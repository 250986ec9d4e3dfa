"""*.deps.json: what a published .NET program runs with, as the SDK resolved it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.regex import regex
from workbench.scan.document import Document
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.formats.dotnet import nuget_sighting
from workbench.scan.syntax.node import Node
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree

_RUNTIME_PACK = regex(r"runtimepack\.Microsoft\.NETCore\.App\.Runtime\.[\w.-]+")
_NAME = regex(r"[\w.-]+")


def read_deps(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the packages, with the platforms for which each of them ships native code.

    A program published for one platform lists the assets for that one only, which says nothing of
    the package: then there are no such traits.
    """
    root = read_json(document)
    libraries = root["libraries"]
    target = root.at("targets", root.at("runtimeTarget", "name").text)
    direct = _direct(libraries, target)
    for key, library in libraries.items():
        name, _, version = key.partition("/")
        if not _NAME.fullmatch(name) or not version:
            continue
        if library["type"].text == "runtimepack":
            yield from _runtime(name, version, document.path, library.line)
        elif library["type"].text == "package":
            yield nuget_sighting(
                *(name, nuget_required(version), document.path, library.line),
                direct=name.lower() in direct,
                traits=_natives(target[key]),
                reader=FORMAT.id,
            )


def _direct(libraries: Node, target: Node) -> set[str]:
    """What the program's own projects ask for, by lower-case name."""
    projects = [key for key, library in libraries.items() if library["type"].text == "project"]
    return {name.lower() for key in projects for name, _ in target[key]["dependencies"].items()}


def _natives(entry: Node) -> tuple[Trait, ...]:
    """One trait for each runtime identifier that the package ships native code for."""
    found = {
        asset["rid"].text
        for _, asset in entry["runtimeTargets"].items()
        if asset["assetType"].text == "native" and asset["rid"].text
    }
    return tuple(Trait("native-asset", rid) for rid in sorted(found))


def _runtime(name: str, version: str, path: str, line: int) -> Iterator[Sighting]:
    """Yield the .NET runtime that is published together with the program."""
    if _RUNTIME_PACK.fullmatch(name):
        yield Sighting(
            purl=make_purl("generic", "dotnet", version),
            name="dotnet",
            version=version,
            kind=Kind.RUNTIME,
            occurrence=Occurrence(path=path, line=line, reader=FORMAT.id),
        )


FORMAT = Format(
    id="dotnet-deps",
    title=".NET dependency file",
    patterns=("*.deps.json",),
    read=read_deps,
    documentation="https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md",
    most_bytes=WRITTEN_BY_TOOLS,
)
