"""Static archives (`ar`): what their members are compiled for."""

from __future__ import annotations

import io

from workbench.model.regex import regex
from workbench.scan.binaries import elf, mach_o
from workbench.scan.binaries.binary import Binary, Window
from workbench.scan.binaries.platform_names import processor_of
from workbench.scan.document import Unreadable

MAGIC = b"!<arch>\n"
_END = b"`\n"
_MOST_MEMBERS = 200
_MOST_LOOKED_AT = 8
"""One build makes all members of an archive; a few may be for all, or not be code."""
_INDEX = (b"/", b"//", b"/SYM64/", b"/<ECSYMBOLS>/")
_BSD_INDEX = b"__.SYMDEF"
_IMPORT = b"\0\0\xff\xff"
_GO = regex(rb"go object (\w+) (\w+) ")
_GO_PROCESSORS = {"amd64": "x86_64", "arm64": "aarch64", "386": "x86"}


def read_archive(window: Window) -> Binary | None:
    """Return what the archive in `window` holds code for, None where it holds none.

    Raises Unreadable where it is broken before the first member that tells.
    """
    platforms: dict[str, None] = {}
    offset, looked_at = len(MAGIC), 0
    for _ in range(_MOST_MEMBERS):
        if offset + 60 > window.size or looked_at == _MOST_LOOKED_AT:
            break
        try:
            name, start, size = _member(window, offset)
            if name == b"debian-binary":
                return None
            found = "" if name.startswith(_BSD_INDEX) else _platform(window, start)
        except Unreadable:
            if platforms:
                break
            raise
        if name not in _INDEX and found:
            platforms[found] = None
            looked_at += 1
        offset = start + size + (start + size) % 2
    if not platforms:
        return None
    return Binary("static-archive", "static library", tuple(platforms))


def _member(window: Window, offset: int) -> tuple[bytes, int, int]:
    """Return the name of a member, where its content starts, and its size."""
    header = window.at(offset, 60)
    digits = header[48:58].strip()
    if header[58:] != _END or not digits.isdigit():
        raise Unreadable("starts like a static library, but a header in it is broken")
    name, start, size = header[:16].strip(), offset + 60, int(digits)
    if name.startswith(b"#1/") and name[3:].isdigit():
        length = min(int(name[3:]), size)
        name = window.some(start, min(length, 256)).rstrip(b"\0")
        return name, start + length, size - length
    return name, start, size


def _platform(window: Window, start: int) -> str:
    """Return what the member at `start` is compiled for; empty where that is not to be seen."""
    head = window.some(start, 64)
    if head.startswith(elf.MAGIC):
        found = elf.read_elf(Window(io.BytesIO(head), len(head)))
    elif head.startswith(mach_o.MAGICS):
        found = mach_o.read_mach_o(Window(io.BytesIO(head), len(head)))
    elif made := _GO.match(head):
        processor = made[2].decode()
        return f"{made[1].decode()}-{_GO_PROCESSORS.get(processor, processor)}"
    else:
        number = head[6:8] if head.startswith(_IMPORT) else head[:2]
        processor = processor_of("pe", int.from_bytes(number, "little"))
        return f"windows-{processor}" if processor else ""
    return found.platforms[0] if found else ""
