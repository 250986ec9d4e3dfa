"""global.json and dotnet-tools.json: the SDK and the tools that a .NET build fetches."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.component import Kind, Occurrence, Scope, Sighting
from workbench.model.purl import make_purl
from workbench.scan.document import Document
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import Discovery, Format
from workbench.scan.formats.dotnet import nuget_sighting
from workbench.scan.syntax.read_json import read_json
from workbench.scan.tree import Tree


def read_global_json(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the SDK and the MSBuild SDKs that a global.json pins."""
    root = read_json(document, comments=True)
    sdk = root.at("sdk", "version")
    if sdk.text:
        yield Sighting(
            purl=make_purl("generic", "dotnet-sdk", sdk.text),
            name="dotnet-sdk",
            version=sdk.text,
            kind=Kind.TOOL,
            occurrence=Occurrence(
                path=document.path, line=sdk.line, scope=Scope.BUILD, reader=GLOBAL_JSON.id
            ),
        )
    for name, version in root["msbuild-sdks"].items():
        if version.text:
            yield nuget_sighting(
                *(name, nuget_required(version.text), document.path, version.line),
                scope=Scope.BUILD,
                kind=Kind.TOOL,
                reader=GLOBAL_JSON.id,
            )


def read_dotnet_tools(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the tools of a local tool manifest."""
    for name, tool in read_json(document, comments=True)["tools"].items():
        yield nuget_sighting(
            *(name, nuget_required(tool["version"].text), document.path, tool.line),
            scope=Scope.BUILD,
            kind=Kind.TOOL,
            reader=DOTNET_TOOLS.id,
        )


GLOBAL_JSON = Format(
    id="dotnet-global-json",
    title=".NET global.json",
    patterns=("global.json",),
    read=read_global_json,
    documentation="https://learn.microsoft.com/dotnet/core/tools/global-json",
)
DOTNET_TOOLS = Format(
    id="dotnet-tools",
    title=".NET tool manifest",
    patterns=("dotnet-tools.json",),
    read=read_dotnet_tools,
    documentation="https://learn.microsoft.com/dotnet/core/tools/local-tools-how-to-use",
)

FORMATS = (GLOBAL_JSON, DOTNET_TOOLS)
