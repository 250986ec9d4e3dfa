"""Compiled files as their public formats describe them, byte by byte: small, and never run."""

from __future__ import annotations

import struct

X86_64, AARCH64, X86, ARM, BPF = 62, 183, 3, 40, 247
OBJECT, PROGRAM, SHARED, CORE = 1, 2, 3, 4


def elf(
    machine: int = X86_64,
    type_: int = SHARED,
    *,
    wide: bool = True,
    order: str = "<",
    abi: int = 0,
    interpreter: str = "",
    needed: tuple[str, ...] = (),
    note: str = "",
    sections: dict[str, bytes] | None = None,
) -> bytes:
    """An ELF file whose one loaded segment is the file itself, at address 0x1000."""
    head, each = (64, 56) if wide else (52, 32)
    segments = [(1, 0)] + [(3, 0)] * bool(interpreter) + [(2, 0)] * bool(needed)
    segments += [(4, 0)] * bool(note)
    body = bytearray(head + each * len(segments))
    rows = []
    for type_of, _ in segments:
        start = len(body)
        if type_of == 3:
            body += interpreter.encode() + b"\0"
        elif type_of == 4:
            owner = note.encode() + b"\0"
            body += struct.pack(f"{order}III", len(owner), 4, 1) + owner + b"\0" * 8
        elif type_of == 2:
            names = b"\0" + b"".join(n.encode() + b"\0" for n in needed)
            offsets = [names.index(b"\0" + n.encode() + b"\0") + 1 for n in needed]
            body += names
            start = len(body)
            form = f"{order}{'qQ' if wide else 'iI'}"
            for tag, value in [
                *((1, o) for o in offsets),
                (5, 0x1000 + start - len(names)),
                (0, 0),
            ]:
                body += struct.pack(form, tag, value)
        rows.append((type_of, start, len(body) - start))
    rows[0] = (1, 0, len(body))
    for at, (type_of, start, size) in enumerate(rows):
        place = 0x1000 + start
        if wide:
            row = struct.pack(f"{order}IIQQQQQQ", type_of, 5, start, place, place, size, size, 8)
        else:
            row = struct.pack(f"{order}IIIIIIII", type_of, start, place, place, size, size, 5, 4)
        body[head + at * each : head + (at + 1) * each] = row
    table, count = _sections(body, sections or {}, wide, order)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1, abi]) + b"\0" * 8
    form = f"{order}HHI{'QQQ' if wide else 'III'}IHHHHHH"
    body[:head] = ident + struct.pack(
        form,
        *(type_, machine, 1, 0, head, table, 0, head, each, len(rows)),
        *(64 if wide else 40, count, max(count - 1, 0)),
    )
    return bytes(body)


def _sections(
    body: bytearray, sections: dict[str, bytes], wide: bool, order: str
) -> tuple[int, int]:
    if not sections:
        return 0, 0
    names = b"\0"
    rows = []
    for name, data in sections.items():
        rows.append((len(names), len(body), len(data)))
        names += name.encode() + b"\0"
        body += data
    rows.append((0, len(body), len(names)))
    body += names
    table = len(body)
    form = f"{order}IIQQQQIIQQ" if wide else f"{order}IIIIIIIIII"
    for name_at, start, size in rows:
        body += struct.pack(form, name_at, 1, 0, 0, start, size, 0, 0, 1, 0)
    return table, len(rows)


def pe(
    machine: int = 0x8664,
    *,
    library: bool = True,
    subsystem: int = 3,
    cli: int | None = None,
    ahead: bool = False,
) -> bytes:
    """A PE file; `cli` are the flags of its .NET header, None for a file without."""
    wide = machine != 0x14C
    size = (112 if wide else 96) + 16 * 8
    optional = bytearray(size)
    struct.pack_into("<H", optional, 0, 0x20B if wide else 0x10B)
    struct.pack_into("<H", optional, 68, subsystem)
    directories = 112 if wide else 96
    struct.pack_into("<I", optional, directories - 4, 16)
    if cli is not None:
        struct.pack_into("<II", optional, directories + 14 * 8, 0x2008, 72)
    coff = struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, size, 0x2000 if library else 2)
    start = 64 + 4 + 20 + size + 40
    section = b".text\0\0\0" + struct.pack("<IIII", 200, 0x2000, 200, start) + b"\0" * 16
    net = bytearray(80)
    struct.pack_into("<I", net, 16, cli or 0)
    struct.pack_into("<II", net, 64, 0x3000 if ahead else 0, 8 if ahead else 0)
    dos = b"MZ" + b"\0" * 58 + struct.pack("<I", 64)
    return dos + b"PE\0\0" + coff + bytes(optional) + section + b"\0" * 8 + bytes(net)


def mach_o(cpu: int = 0x01000007, type_: int = 6) -> bytes:
    return struct.pack("<IIIIIIII", 0xFEEDFACF, cpu, 3, type_, 0, 0, 0, 0)


def fat(*cpus: int) -> bytes:
    rows = b"".join(struct.pack(">IIIII", cpu, 0, 4096, 32, 12) for cpu in cpus)
    return struct.pack(">II", 0xCAFEBABE, len(cpus)) + rows


def archive(members: dict[str, bytes]) -> bytes:
    """A static library as GNU ar writes it."""
    data = b"!<arch>\n"
    for name, content in members.items():
        data += f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(content):<10}`\n".encode() + content
        data += b"\n" * (len(content) % 2)
    return data
