"""Whether a file is compiled code, by how it starts: its name does not matter."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from workbench.scan.binaries import elf, mach_o, pe, static_archive
from workbench.scan.binaries.binary import Binary, Window

HEAD = 8
"""Bytes that tell whether a file is worth a look."""
SMALLEST = 32
"""No file of fewer bytes holds a header."""
_READERS = (
    ((elf.MAGIC,), elf.read_elf),
    ((pe.MAGIC,), pe.read_pe),
    (mach_o.MAGICS, mach_o.read_mach_o),
    ((static_archive.MAGIC,), static_archive.read_archive),
)
MAGICS = tuple(magic for magics, _ in _READERS for magic in magics)


def read_binary(stream: BinaryIO, size: int) -> Binary | None:
    """Return what the file in `stream`, of `size` bytes, is; None where it is no compiled code.

    Raises Unreadable where it starts like compiled code and is broken.
    """
    window = Window(stream, size)
    head = window.some(0, HEAD)
    for magics, read in _READERS:
        if head.startswith(magics):
            found = read(window)
            return msgspec.structs.replace(found, mark=window.mark()) if found else None
    return None
