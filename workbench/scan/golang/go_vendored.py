"""What vendor/modules.txt lists: the modules whose packages were copied into the project."""

from __future__ import annotations

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.golang.go_replaced import GoModule, go_module

_MODULE = regex(r"# (\S+)(?: (v\S+))?(?: => (\S+)(?: (v\S+))?)?")


class VendoredModule(msgspec.Struct, frozen=True, kw_only=True):
    """One module. `built` is None where a folder of the project stands in for it.

    `explicit` ones are required by the main module, directly or not; `packages` counts what was
    copied.
    """

    line: int
    wanted: GoModule
    built: GoModule | None
    explicit: bool = False
    packages: int = 0


def go_vendored(document: Document) -> tuple[VendoredModule, ...]:
    """Read the list. Raises Unreadable where the file holds none.

    Lines without a version, which only repeat replacements that nothing uses, are left out.
    """
    found: list[VendoredModule] = []
    current: VendoredModule | None = None
    for number, line in enumerate(document.lines, 1):
        if line.startswith("## "):
            if current and "explicit" in [note.strip() for note in line[3:].split(";")]:
                current = msgspec.structs.replace(current, explicit=True)
        elif line.startswith("# "):
            if current:
                found.append(current)
            current = _module(line, number)
        elif current and line.strip():
            current = msgspec.structs.replace(current, packages=current.packages + 1)
    if current:
        found.append(current)
    if not found and not document.text.startswith(("#", "\n")) and document.text.strip():
        raise Unreadable("is no list of vendored modules", 1)
    return tuple(found)


def _module(line: str, number: int) -> VendoredModule | None:
    match = _MODULE.fullmatch(line.rstrip())
    wanted = go_module((match[1], match[2])) if match and match[2] else None
    if match is None or wanted is None:
        return None
    if match[3] is None:
        return VendoredModule(line=number, wanted=wanted, built=wanted)
    built = go_module((match[3], match[4])) if match[4] else None
    return VendoredModule(line=number, wanted=wanted, built=built)
