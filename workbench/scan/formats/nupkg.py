"""NuGet packages that lie in the project, with the platforms that they hold native code for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import OF_ANY_SIZE, Discovery, Format
from workbench.scan.formats.dotnet import nuget_sighting
from workbench.scan.syntax.read_xml import read_xml
from workbench.scan.syntax.read_zip import Allowance, Archive
from workbench.scan.tree import Tree

TRAIT = "nupkg-native"
_NATIVE = regex(r"runtimes/([\w.-]{1,60})/native/.", re.IGNORECASE)
_NAME = regex(r"[\w.-]{1,200}")
_MOST_BYTES = 1024 * 1024
_MOST_PLATFORMS = 60
_SYMBOLS = ".symbols.nupkg"


def read_nupkg(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield the package that the archive holds: its specification and its file names tell."""
    if document.name.lower().endswith(_SYMBOLS):
        return
    with tree.open(document.path) as stream:
        archive = Archive(stream, Allowance())
        specification = next(
            (n for n in archive.names if "/" not in n and n.lower().endswith(".nuspec")), None
        )
        if specification is None:
            raise Unreadable("is not a NuGet package: it holds no .nuspec")
        root = read_xml(Document(document.path, archive.read(specification, _MOST_BYTES)))
    name, version = _field(root, "id"), _field(root, "version")
    if not _NAME.fullmatch(name) or not version:
        raise Unreadable("holds a .nuspec without id or version")
    platforms = sorted({m[1].lower() for n in archive.names if (m := _NATIVE.match(n))})
    yield nuget_sighting(
        *(name, nuget_required(version), document.path, 0),
        direct=True,
        traits=tuple(Trait(TRAIT, platform) for platform in platforms[:_MOST_PLATFORMS]),
        reader=FORMAT.id,
    )


def _field(root: etree._Element, name: str) -> str:
    found = root.find(f"./{{*}}metadata/{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""


FORMAT = Format(
    id="nupkg",
    title="NuGet package",
    patterns=("*.nupkg",),
    read=read_nupkg,
    documentation="https://learn.microsoft.com/nuget/create-packages/native-files-in-net-packages",
    unread=True,
    most_bytes=OF_ANY_SIZE,
)
