"""paket.dependencies and paket.lock: NuGet packages by Paket's own lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.component import Kind, Scope
from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.dotnet.nuget_version import nuget_required
from workbench.scan.format import WRITTEN_BY_TOOLS, Discovery, Format
from workbench.scan.formats.dotnet import nuget_sighting
from workbench.scan.group_scope import group_scope
from workbench.scan.jvm.jvm_version import Required
from workbench.scan.tree import Tree, within

_MAIN = "main"
_ENTRY = regex(r"[ \t]*(nuget|clitool)[ \t]+([\w.-]+)[ \t]*(.*)", re.IGNORECASE)
_GROUP = regex(r"[ \t]*group[ \t]+(\S+)[ \t]*", re.IGNORECASE)
_OPTION = regex(r"(?:^|[ \t,])[a-z_]+[ \t]*:.*", re.IGNORECASE)
_EXACT = regex(r"=?=?[ \t]*(\d[\w.+-]*)")
_SECTION = regex(r"[A-Z]+")
_LOCKED = regex(r" {4}([\w.-]+) \(([^\s()]+)\).*")

Entry = tuple[str, str, str, str, int]
"""Group, `nuget` or `clitool`, name, version text, line."""


def read_paket(document: Document, tree: Tree) -> Iterator[Discovery]:  # noqa: ARG001
    """Yield the packages and tools of a paket.dependencies."""
    for group, keyword, name, version, line in _entries(document):
        exact = _EXACT.fullmatch(version)
        is_tool = keyword == "clitool"
        yield nuget_sighting(
            *(name, nuget_required(exact[1]) if exact else Required(constraint=version)),
            *(document.path, line),
            scope=Scope.BUILD if is_tool else group_scope(group, Scope.RUNTIME),
            kind=Kind.TOOL if is_tool else Kind.LIBRARY,
            reader=PAKET.id,
        )


def read_paket_lock(document: Document, tree: Tree) -> Iterator[Discovery]:
    """Yield each locked package; direct where the paket.dependencies beside it asks for it."""
    asked = _asked(document, tree)
    group, section = _MAIN, ""
    for number, line in enumerate(document.lines, 1):
        if line.startswith("GROUP "):
            group, section = line[6:].strip(), ""
        elif _SECTION.fullmatch(line.rstrip()):
            section = line.rstrip()
        locked = _LOCKED.fullmatch(line) if section == "NUGET" else None
        if locked is None:
            continue
        name, version = locked.groups()
        yield nuget_sighting(
            *(name, Required(version=version), document.path, number),
            scope=group_scope(group, Scope.RUNTIME),
            direct=(group.lower(), name.lower()) in asked,
            reader=PAKET_LOCK.id,
        )


def _asked(document: Document, tree: Tree) -> set[tuple[str, str]]:
    path = within(document.folder, "paket.dependencies")
    try:
        beside = tree.read(path)
        return {(group.lower(), name.lower()) for group, _, name, _, _ in _entries(beside)}
    except Unreadable:
        return set()


def _entries(document: Document) -> Iterator[Entry]:
    group = _MAIN
    for number, line in enumerate(document.lines, 1):
        said = re.split(r"(?:^|\s)(?://|#)", line[:2000], maxsplit=1)[0]
        named = _GROUP.fullmatch(said)
        if named:
            group = named[1]
            continue
        entry = _ENTRY.fullmatch(said)
        if entry:
            version = _OPTION.sub("", entry[3]).strip()
            yield group, entry[1].lower(), entry[2], version, number


PAKET = Format(
    id="paket",
    title="Paket dependencies",
    patterns=("paket.dependencies",),
    read=read_paket,
    documentation="https://fsprojects.github.io/Paket/dependencies-file.html",
)
PAKET_LOCK = Format(
    id="paket-lock",
    title="Paket lock file",
    patterns=("paket.lock",),
    read=read_paket_lock,
    documentation="https://fsprojects.github.io/Paket/lock-file.html",
    most_bytes=WRITTEN_BY_TOOLS,
)
FORMATS = (PAKET, PAKET_LOCK)
