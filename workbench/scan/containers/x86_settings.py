"""Settings at the places where container files name x86: what could be written there instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.component import Kind, Sighting, Trait
from workbench.model.regex import regex
from workbench.model.setting import Setting, Syntax
from workbench.scan.document import Document, Unreadable
from workbench.scan.format import Discovery
from workbench.scan.shell.download_address import X86, named_architecture

FLAG = "base-image-platform"
"""`--platform=` of FROM, with the blank behind it."""
DEFAULT = "platform-default"
"""An ARG and its default."""
TARGET = "build-target"
"""A compiler's target: `GOARCH=amd64`."""
PACKAGE = "package-architecture"
"""A package with its architecture."""
IMAGE = "image-platform"
"""The one platform of an image that is run."""
BUILD = "build-platforms"
"""The platforms of a build, as a list."""
BUILD_ITEM = "build-platforms-item"
"""The same, where each element of the list has a line of its own."""

_ITEM = regex(r"(\s*)- ([\"']?)linux/(?:amd64|x86_64)\2\s*(?:#.*)?$")


def with_settings(discoveries: Iterable[Discovery], document: Document) -> Iterator[Discovery]:
    """Yield `discoveries`, and behind each sighting that names x86 what stands there as written.

    A value that does not stand on the sighting's line as a whole, once, is for a person to find.
    """
    told: set[tuple[str, int, int]] = set()
    for seen in discoveries:
        yield seen
        if not isinstance(seen, Sighting) or seen.occurrence.path != document.path:
            continue
        for trait in seen.occurrence.traits:
            if named_architecture(trait.value) != X86:
                continue
            setting = _setting(seen, trait, document)
            if setting is None or (setting.role, setting.line, setting.column) in told:
                continue
            told.add((setting.role, setting.line, setting.column))
            yield setting


def written(document: Document, line: int, text: str, role: str, seen: Sighting) -> Setting | None:
    """Return the setting `text` on `line`; None where it is not there, or more than once."""
    try:
        lines = document.lines
    except Unreadable:
        return None
    if not 0 < line <= len(lines) or lines[line - 1].count(text) != 1:
        return None
    return Setting(
        role=role,
        path=document.path,
        line=line,
        column=lines[line - 1].index(text),
        text=text,
        purl=seen.purl,
        scope=seen.occurrence.scope,
    )


def _setting(seen: Sighting, trait: Trait, document: Document) -> Setting | None:
    own = any(t.name == "own-image" for t in seen.occurrence.traits)
    for text, role in _ways(trait, seen, own, document):
        setting = written(document, seen.occurrence.line, text, role, seen)
        if setting is not None:
            return setting
    return _item(seen, document) if trait.name == "platform" and own else None


def _ways(trait: Trait, seen: Sighting, own: bool, document: Document) -> Iterator[tuple[str, str]]:
    """Yield how the trait may be written, the longest form first, and the role of each."""
    value = trait.value
    if trait.name == "platform-default":
        yield value, DEFAULT
    elif trait.name == "build-arch":
        yield value, TARGET
    elif trait.name == "package-arch" and seen.kind is Kind.OS_PACKAGE:
        yield f"{seen.name}:{value}", PACKAGE
        yield f"{seen.name}.{value}", PACKAGE
    elif trait.name == "platform":
        if seen.occurrence.reader == "dockerfile":
            yield f"--platform={value} ", FLAG
            return
        for quote in ('"', "'", ""):
            yield f"[{quote}{value}{quote}]", BUILD
        listed = own and seen.occurrence.reader == "github-actions"
        yield value, BUILD if listed else IMAGE
        if "=" in _line(document, seen.occurrence.line):  # `Arch=amd64` of a quadlet
            yield value.rpartition("/")[2], IMAGE


def _line(document: Document, line: int) -> str:
    try:
        return document.lines[line - 1] if 0 < line <= len(document.lines) else ""
    except Unreadable:
        return ""


def _item(seen: Sighting, document: Document) -> Setting | None:
    """Return where another element goes in a list whose only one stands on the next line."""
    line = seen.occurrence.line + 1
    item = _ITEM.match(_line(document, line))
    if item is None:
        return None
    return Setting(
        role=BUILD_ITEM,
        path=document.path,
        line=line,
        column=len(item[1]),
        purl=seen.purl,
        syntax=Syntax.YAML,
        lead=f"\n{item[1]}",
        scope=seen.occurrence.scope,
    )
