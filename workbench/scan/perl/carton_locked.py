"""What a cpanfile.snapshot pins: distributions, with the modules that each provides."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_NAME = regex(r"  (\S+)\s*")
_PATH = regex(r"    pathname: \S/\S\S/([A-Z][A-Z0-9-]*)/(?:\S*/)?(\S+)\s*")
_SECTION = regex(r"    (provides|requirements):\s*")
_ENTRY = regex(r"      (\S+)(?: (.+))?")
_VERSIONED = regex(r"(.+?)-(v?\d[\w.]*(?:-TRIAL)?)")


class Distribution(msgspec.Struct, frozen=True, kw_only=True):
    """One distribution; `author` is the CPAN id of who released it."""

    name: str
    version: str
    author: str
    line: int
    provides: tuple[str, ...]
    needs: tuple[str, ...]
    """Modules, not distributions."""


class CartonLock(msgspec.Struct, frozen=True, kw_only=True):
    """Distributions in the file's order, and the one that provides each module."""

    distributions: tuple[Distribution, ...]
    providing: dict[str, Distribution]


def carton_locked(document: Document) -> CartonLock:
    """Read a snapshot. Raises Unreadable where it is none."""
    if "DISTRIBUTIONS" not in document.text and document.text.strip():
        raise Unreadable("is no snapshot: it holds no DISTRIBUTIONS", 1)
    found: list[Distribution] = []
    name = author = section = ""
    line = 0
    lists: dict[str, list[str]] = {"provides": [], "requirements": []}

    def close() -> None:
        split = _VERSIONED.fullmatch(name)
        if name:
            found.append(
                Distribution(
                    name=split[1] if split else name,
                    version=split[2] if split else "",
                    author=author,
                    line=line,
                    provides=tuple(lists["provides"]),
                    needs=tuple(lists["requirements"]),
                )
            )

    for number, text in enumerate(document.lines, 1):
        if text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise Unreadable("holds an unresolved merge conflict", number)
        if match := _NAME.fullmatch(text):
            close()
            name, author, section, line = match[1], "", "", number
            lists = {"provides": [], "requirements": []}
        elif match := _PATH.fullmatch(text):
            author = match[1]
        elif match := _SECTION.fullmatch(text):
            section = match[1]
        elif section and (match := _ENTRY.fullmatch(text)):
            lists[section].append(match[1])
    close()
    providing = {module: d for d in reversed(found) for module in d.provides}
    return CartonLock(distributions=tuple(found), providing=providing)
