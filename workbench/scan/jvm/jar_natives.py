"""Native libraries inside a JAR: for which systems and processors there are any."""

from __future__ import annotations

import struct
from posixpath import basename

from workbench.model.component import Trait
from workbench.model.regex import regex
from workbench.scan.binaries.platform_names import natives, processor_of, word_in
from workbench.scan.document import Unreadable
from workbench.scan.syntax.read_zip import Archive

TRAIT = "jar-native"
NONE = "none"
"""The JAR was looked through, and holds no native library."""

MAX_LOOKED_AT = 2000
_HEADER = 20
_VERSIONED = regex(r"\.so(?:\.\d+)+$")


def native_traits(archive: Archive) -> tuple[Trait, ...]:
    """One trait for each platform that the archive holds native code for, e.g. `linux-x86_64`.

    `linux` alone where the processor is not to be seen; NONE where there is no native code at all.
    """
    found: set[str] = set()
    looked_at = 0
    for name in archive.names:
        if name.endswith(".class") or not _may_be_native(name):
            continue
        looked_at += 1
        if looked_at > MAX_LOOKED_AT:
            break
        platform = _platform(archive, name)
        if platform:
            found.add(platform)
    return tuple(Trait(TRAIT, platform) for platform in sorted(found) or [NONE])


def _may_be_native(path: str) -> bool:
    """Whether an entry is named like a library, or like a program of a Unix system."""
    name = basename(path)
    return "." not in name or _ending(name) in natives().ending


def _ending(name: str) -> str:
    return "so" if _VERSIONED.search(name) else name.rpartition(".")[2].lower()


def _platform(archive: Archive, path: str) -> str:
    try:
        header = archive.head(path, _HEADER)
    except Unreadable:
        header = b""
    is_elf = header.startswith(b"\x7fELF")
    if not is_elf and "." not in basename(path):
        return ""
    default = "linux" if is_elf else natives().ending.get(_ending(basename(path)), "")
    system = word_in(path, natives().system) or default
    processor = (_machine(header) if is_elf else "") or word_in(path, natives().processor)
    return f"{system}-{processor}" if processor else system


def _machine(header: bytes) -> str:
    """The processor in an ELF header; empty where it is cut off or none that we know."""
    if len(header) < _HEADER:
        return ""
    machine: int = struct.unpack_from(">H" if header[5] == 2 else "<H", header, 18)[0]
    return processor_of("elf", machine)
