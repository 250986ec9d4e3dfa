"""ELF files: the header, the loader, the libraries asked for (System V ABI, chapters 4 and 5)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.scan.binaries.binary import Binary, Window
from workbench.scan.binaries.elf_header import ElfHeader, read_header
from workbench.scan.binaries.elf_maker import maker_of
from workbench.scan.binaries.platform_names import natives, processor_of
from workbench.scan.document import Unreadable

MAGIC = b"\x7fELF"
_OBJECT, _PROGRAM, _SHARED = 1, 2, 3
_PT_LOAD, _PT_DYNAMIC, _PT_INTERP, _PT_NOTE = 1, 2, 3, 4
_DT_NEEDED, _DT_STRTAB, _DT_FLAGS_1 = 1, 5, 0x6FFFFFFB
_PIE = 0x08000000
_MOST_SEGMENTS = 128
_MOST_ENTRIES = 1024
_MOST_NEEDED = 100
_MOST_NOTES = 2048
_PORTABLE = (247,)
"""Machines that are none: eBPF, which every kernel runs."""


@dataclass(frozen=True, slots=True)
class _Segment:
    type: int
    offset: int
    address: int
    size: int


def read_elf(window: Window) -> Binary | None:
    """Return what the file in `window` is, None for what is no software. Raises Unreadable.

    Only the header must be sound. Where what it points at is not, that part stays empty.
    """
    header = read_header(window)
    if header.type not in (_OBJECT, _PROGRAM, _SHARED) or header.machine in (0, *_PORTABLE):
        return None
    segments = _segments(window, header)
    interpreter = _interpreter(window, segments)
    needed, pie = _dynamic(window, header, segments)
    system = _system(window, header, segments, interpreter)
    processor = processor_of("elf", header.machine) or f"machine-{header.machine}"
    if processor == "aarch64" and header.order == ">":
        processor = "aarch64-big-endian"
    forms = {_OBJECT: "ELF object file", _PROGRAM: "ELF program", _SHARED: "ELF shared library"}
    form = forms[_PROGRAM if interpreter or pie else header.type]
    maker = maker_of(window, header)
    return Binary("elf", form, (f"{system}-{processor}",), interpreter, needed, maker)


def _segments(window: Window, header: ElfHeader) -> list[_Segment]:
    offset, size, count = header.segments
    found = []
    try:
        for at in range(min(count, _MOST_SEGMENTS)):
            place = offset + at * size
            if header.wide:
                type_, _, start, address, _, length = window.unpack(f"{header.order}IIQQQQ", place)
            else:
                type_, start, address, _, length = window.unpack(f"{header.order}IIIII", place)
            found.append(_Segment(type_, start, address, length))
    except Unreadable:
        return found
    return found


def _interpreter(window: Window, segments: list[_Segment]) -> str:
    for segment in segments:
        if segment.type == _PT_INTERP:
            try:
                return window.text(segment.offset)
            except Unreadable:
                return ""
    return ""


def _dynamic(
    window: Window, header: ElfHeader, segments: list[_Segment]
) -> tuple[tuple[str, ...], bool]:
    """Return the libraries that are needed, and whether it says that it is a program."""
    form = f"{header.order}{'qQ' if header.wide else 'iI'}"
    step = 16 if header.wide else 8
    offsets, names, flags = [], -1, 0
    for segment in segments:
        if segment.type != _PT_DYNAMIC:
            continue
        for at in range(min(segment.size // step, _MOST_ENTRIES)):
            try:
                tag, value = window.unpack(form, segment.offset + at * step)
            except Unreadable:
                break
            if tag == 0:
                break
            if tag == _DT_NEEDED:
                offsets.append(value)
            elif tag == _DT_STRTAB:
                names = _place(value, segments)
            elif tag == _DT_FLAGS_1:
                flags = value
    needed = _names(window, names, offsets) if names >= 0 else ()
    return needed, bool(flags & _PIE)


def _place(address: int, segments: list[_Segment]) -> int:
    """Return the offset in the file of what is loaded at `address`; -1 where nothing is."""
    for segment in segments:
        if segment.type == _PT_LOAD and 0 <= address - segment.address < segment.size:
            return segment.offset + address - segment.address
    return -1


def _names(window: Window, start: int, offsets: list[int]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for offset in offsets[:_MOST_NEEDED]:
        try:
            name = window.text(start + offset)
        except Unreadable:
            continue
        if name:
            found[name] = None
    return tuple(found)


def _system(window: Window, header: ElfHeader, segments: list[_Segment], interpreter: str) -> str:
    marks = natives().elf_system
    if interpreter.startswith("/system/bin/linker"):
        return "android"
    for segment in segments:
        if segment.type != _PT_NOTE:
            continue
        try:
            notes = window.at(segment.offset, min(segment.size, _MOST_NOTES))
        except Unreadable:
            continue
        for owner, system in marks.note.items():
            if notes[12:].startswith(owner.encode() + b"\0"):
                return system
    return marks.abi.get(str(header.abi), "linux")
