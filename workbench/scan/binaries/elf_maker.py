"""Which toolchain an ELF file says that it was made with, where that tells how to build it again.

Go writes its version into `.go.buildinfo` (package debug/buildinfo of its library), rustc into
`.comment`.
"""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.scan.binaries.binary import Window
from workbench.scan.binaries.elf_header import ElfHeader
from workbench.scan.document import Unreadable

_MOST_SECTIONS = 512
_MOST_NAMES = 32 * 1024
_GO = b"\xff Go buildinf:"
_GO_INLINE = 2
_GO_VERSION = regex(rb"go\d[\w.\-]{0,40}")
_RUST_VERSION = regex(rb"rustc version (\d[\w.\-]{0,40})")


def maker_of(window: Window, header: ElfHeader) -> str:
    """Return `go1.22.1`, `go` or `rustc 1.75.0`; empty for every other maker."""
    try:
        places = _sections(window, header)
        if ".go.buildinfo" in places:
            return _go(window.some(places[".go.buildinfo"]))
        if ".note.go.buildid" in places or ".gopclntab" in places:
            return "go"
        if ".comment" in places:
            found = _RUST_VERSION.search(window.some(places[".comment"], 1024))
            return f"rustc {found[1].decode()}" if found else ""
    except Unreadable:
        return ""
    return ""


def _go(data: bytes) -> str:
    if not data.startswith(_GO) or len(data) < 34 or not data[15] & _GO_INLINE:
        return "go"
    found = _GO_VERSION.match(data, 33)
    return found[0].decode() if found and len(found[0]) <= data[32] else "go"


def _sections(window: Window, header: ElfHeader) -> dict[str, int]:
    """Return the offset of each section, by name."""
    offset, size, count = header.sections
    if not offset or header.names >= count or count > _MOST_SECTIONS:
        return {}
    form = f"{header.order}{'IIQQQQ' if header.wide else 'IIIIII'}"
    rows = [window.unpack(form, offset + at * size) for at in range(count)]
    names = window.some(rows[header.names][4], min(rows[header.names][5], _MOST_NAMES))
    return {
        names[start : names.find(b"\0", start)].decode("latin-1"): place
        for start, _, _, _, place, _ in rows
        if start < len(names)
    }
