"""The header of an ELF file (System V ABI, chapter 4)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.scan.binaries.binary import Window
from workbench.scan.document import Unreadable


@dataclass(frozen=True, slots=True)
class ElfHeader:
    """The part of the header that leads on; `order` is struct's sign for the byte order."""

    wide: bool
    order: str
    abi: int
    type: int
    machine: int
    segments: tuple[int, int, int]
    """Offset, size of each, count."""
    sections: tuple[int, int, int]
    names: int
    """Which of the sections holds their names."""


def read_header(window: Window) -> ElfHeader:
    """Return the header of the file in `window`. Raises Unreadable where it is broken."""
    start = window.at(0, 16)
    if start[4] not in (1, 2) or start[5] not in (1, 2):
        raise Unreadable("starts like an ELF file, but its header is broken")
    order = "<" if start[5] == 1 else ">"
    form = f"{order}HHI{'QQQ' if start[4] == 2 else 'III'}IHHHHHH"
    type_, machine, _, _, phoff, shoff, _, _, phsize, phcount, shsize, shcount, names = (
        window.unpack(form, 16)
    )
    return ElfHeader(
        wide=start[4] == 2,
        order=order,
        abi=start[7],
        type=type_,
        machine=machine,
        segments=(phoff, phsize, phcount),
        sections=(shoff, shsize, shcount),
        names=names,
    )
