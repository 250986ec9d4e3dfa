"""PE files: programs and libraries of Windows, boot code for UEFI, and .NET code.

Layout: Microsoft's PE Format; ECMA-335, partition II, section 25, for what .NET adds.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.scan.binaries.binary import Binary, Window
from workbench.scan.binaries.platform_names import processor_of
from workbench.scan.document import Unreadable

MAGIC = b"MZ"
_UEFI = range(10, 14)
_LIBRARY = 0x2000
_WIDE = 0x20B
_CLI_DIRECTORY = 14
_IL_ONLY, _NEEDS_32_BIT, _PREFERS_32_BIT = 1, 2, 0x20000
_MOST_SECTIONS = 96
_SYSTEMS = (0, 0x7B79, 0x4644, 0xADC4, 0x1993)
"""What .NET puts over the machine of code that is compiled ahead for Linux, macOS and the BSDs."""


@dataclass(frozen=True, slots=True)
class _Header:
    processor: str
    flags: int
    subsystem: int
    cli: int
    """The address of what .NET adds; 0 where it does not."""
    sections: tuple[int, int]
    """Offset and count."""


def read_pe(window: Window) -> Binary | None:
    """Return what the file in `window` is, None for a program of DOS. Raises Unreadable."""
    if window.size < 64:
        return None
    (start,) = window.unpack("<I", 60)
    if start > window.size - 24 or window.at(start, 4) != b"PE\0\0":
        return None
    header = _header(window, start)
    if header.cli:
        return _dotnet(window, header)
    if header.subsystem in _UEFI:
        return Binary("uefi", "UEFI program", (f"uefi-{header.processor}",))
    form = "Windows library" if header.flags & _LIBRARY else "Windows program"
    return Binary("windows", form, (f"windows-{header.processor}",))


def _header(window: Window, start: int) -> _Header:
    machine, sections, _, _, _, size, flags = window.unpack("<HHIIIHH", start + 4)
    optional = start + 24
    subsystem = cli = 0
    if size >= 96:
        (magic,) = window.unpack("<H", optional)
        (subsystem,) = window.unpack("<H", optional + 68)
        directories = optional + (112 if magic == _WIDE else 96)
        place = directories + _CLI_DIRECTORY * 8
        (count,) = window.unpack("<I", directories - 4)
        if count > _CLI_DIRECTORY and place + 8 <= optional + size:
            (cli,) = window.unpack("<I", place)
    processor = next((p for x in _SYSTEMS if (p := processor_of("pe", machine ^ x))), "")
    return _Header(
        processor or f"machine-{machine}",
        flags,
        subsystem,
        cli,
        (optional + size, min(sections, _MOST_SECTIONS)),
    )


def _dotnet(window: Window, header: _Header) -> Binary:
    form = ".NET library" if header.flags & _LIBRARY else ".NET program"
    place = _place(window, header)
    (flags,) = window.unpack("<I", place + 16)
    (compiled_ahead,) = window.unpack("<I", place + 64)
    if not compiled_ahead and not flags & _IL_ONLY:
        return Binary("windows", f"{form} with Windows code", (f"windows-{header.processor}",))
    bound = flags & _NEEDS_32_BIT and not flags & _PREFERS_32_BIT
    free = header.processor == "x86" and not bound and not compiled_ahead
    return Binary("dotnet", form, ("dotnet-any" if free else f"dotnet-{header.processor}",))


def _place(window: Window, header: _Header) -> int:
    """Return the offset in the file of what .NET adds. Raises Unreadable."""
    start, count = header.sections
    for at in range(count):
        length, address, size, offset = window.unpack("<IIII", start + at * 40 + 8)
        if address <= header.cli < address + max(length, size):
            return offset + header.cli - address
    raise Unreadable("starts like a .NET file, but its header is broken")
