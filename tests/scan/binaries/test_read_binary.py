"""What the headers of compiled files say."""

from __future__ import annotations

import contextlib
import io
import shutil
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scan.binaries import compiled
from tests.scan.binaries.compiled import (
    AARCH64,
    ARM,
    BPF,
    CORE,
    OBJECT,
    PROGRAM,
    X86,
    X86_64,
    archive,
    elf,
    fat,
    mach_o,
    pe,
)
from workbench.scan.binaries.binary import MOST, Binary
from workbench.scan.binaries.read_binary import read_binary
from workbench.scan.document import Unreadable


def read(data: bytes) -> Binary | None:
    return read_binary(io.BytesIO(data), len(data))


def platforms(data: bytes) -> tuple[str, ...]:
    found = read(data)
    return found.platforms if found else ()


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("order", ["<", ">"])
def test_that_loader_and_needed_libraries_are_read(wide, order):
    loader, libraries = "/lib64/ld-linux-x86-64.so.2", ("libz.so.1", "libc.so.6")
    found = read(elf(wide=wide, order=order, interpreter=loader, needed=libraries))
    assert found is not None
    assert (found.form, found.platforms) == ("ELF program", ("linux-x86_64",))
    assert (found.interpreter, found.needed) == (loader, libraries)


@pytest.mark.parametrize(
    ("machine", "platform"),
    [(X86_64, "linux-x86_64"), (AARCH64, "linux-aarch64"), (X86, "linux-x86"), (ARM, "linux-arm")],
)
def test_that_the_machine_tells_the_processor(machine, platform):
    assert platforms(elf(machine)) == (platform,)


def test_that_a_machine_without_a_name_keeps_its_number():
    assert platforms(elf(141)) == ("linux-machine-141",)


def test_that_big_endian_arm_is_not_taken_for_what_servers_run():
    assert platforms(elf(AARCH64, order=">")) == ("linux-aarch64-big-endian",)


@pytest.mark.parametrize(
    ("data", "platform"),
    [
        (elf(abi=9), "freebsd-x86_64"),
        (elf(note="Android"), "android-x86_64"),
        (elf(note="FreeBSD"), "freebsd-x86_64"),
        (elf(note="GNU"), "linux-x86_64"),
        (elf(abi=3), "linux-x86_64"),
        (elf(interpreter="/system/bin/linker64"), "android-x86_64"),
    ],
)
def test_that_other_systems_with_elf_files_are_told_apart(data, platform):
    assert platforms(data) == (platform,)


def test_that_objects_libraries_and_programs_are_told_apart():
    forms = [read(elf(type_=t)).form for t in (OBJECT, PROGRAM, compiled.SHARED)]
    assert forms == ["ELF object file", "ELF program", "ELF shared library"]


@pytest.mark.parametrize("data", [elf(BPF), elf(type_=CORE), elf(0)])
def test_that_what_is_no_software_of_a_processor_is_not_listed(data):
    assert read(data) is None


def test_that_go_and_rust_are_recognised_by_what_they_write():
    build = b"\xff Go buildinf:\x08\x02" + b"\0" * 16 + bytes([8]) + b"go1.22.1" + b"\0" * 20
    assert read(elf(sections={".go.buildinfo": build})).maker == "go1.22.1"
    comment = b"GCC: (Debian) 12.2.0\0rustc version 1.75.0 (82e1608df 2023-12-21)\0"
    assert read(elf(sections={".text": b"x", ".comment": comment})).maker == "rustc 1.75.0"
    assert read(elf(sections={".comment": b"GCC: (Debian) 12.2.0\0"})).maker == ""


@pytest.mark.parametrize(
    ("data", "form", "platform"),
    [
        (pe(), "Windows library", "windows-x86_64"),
        (pe(0xAA64, library=False), "Windows program", "windows-aarch64"),
        (pe(subsystem=10, library=False), "UEFI program", "uefi-x86_64"),
        (pe(0x14C, cli=1), ".NET library", "dotnet-any"),
        (pe(0x14C, cli=1 | 2 | 0x20000), ".NET library", "dotnet-any"),
        (pe(0x14C, cli=1 | 2, library=False), ".NET program", "dotnet-x86"),
        (pe(0x8664, cli=1), ".NET library", "dotnet-x86_64"),
        (pe(0x8664 ^ 0x7B79, cli=4, ahead=True), ".NET library", "dotnet-x86_64"),
        (pe(0xAA64 ^ 0x7B79, cli=4, ahead=True), ".NET library", "dotnet-aarch64"),
        (pe(0x8664, cli=0), ".NET library with Windows code", "windows-x86_64"),
    ],
)
def test_that_windows_uefi_and_dotnet_code_is_told_apart(data, form, platform):
    found = read(data)
    assert found is not None
    assert (found.form, found.platforms) == (form, (platform,))


def test_that_mach_o_names_every_processor():
    assert platforms(mach_o()) == ("macos-x86_64",)
    assert platforms(fat(0x01000007, 0x0100000C)) == ("macos-x86_64", "macos-aarch64")


def test_that_a_java_class_is_not_taken_for_a_fat_file():
    assert read(b"\xca\xfe\xba\xbe" + struct.pack(">HH", 0, 52) + b"\0" * 60) is None


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"/": b"\0" * 8, "//": b"long\n", "a.o/": elf(X86_64, OBJECT)}, ("linux-x86_64",)),
        ({"a.o/": elf(AARCH64, OBJECT), "b.o/": elf(AARCH64, OBJECT)}, ("linux-aarch64",)),
        ({"#1/20": b"__.SYMDEF SORTED\0\0\0\0junk", "a.o": mach_o(type_=1) * 3}, ("macos-x86_64",)),
        ({"a.obj/": struct.pack("<HH", 0x8664, 3) + b"\0" * 60}, ("windows-x86_64",)),
        ({"a.dll/": b"\0\0\xff\xff\0\0\x64\xaa" + b"\0" * 60}, ("windows-aarch64",)),
        ({"_go_.o": b"go object linux amd64 go1.22.1 GOAMD64=v1\n" + b" " * 40}, ("linux-x86_64",)),
        ({"debian-binary": b"2.0\n", "control.tar.xz": b"\0" * 100}, ()),
        ({"readme.txt/": b"nothing compiled" * 8}, ()),
    ],
)
def test_that_a_static_library_is_what_its_members_are_for(members, expected):
    assert platforms(archive(members)) == expected


@pytest.mark.parametrize("data", [b"MZ is how this text starts" * 9, b"\x7fEL", b"", b"#!/bin/sh"])
def test_that_what_is_not_compiled_gives_nothing(data):
    assert read(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF" + b"\xff" * 60,
        elf()[:40],
        b"!<arch>\n" + b"x" * 200,
        pe(0x14C, cli=1)[:-80],
        b"\xcf\xfa\xed\xfe",
    ],
)
def test_that_a_broken_header_is_said_in_one_line(data):
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert "\n" not in caught.value.reason


def test_that_wild_offsets_only_cost_what_they_point_at():
    data = bytearray(elf(interpreter="/lib/ld.so", needed=("libc.so.6",)))
    struct.pack_into("<Q", data, 32, 2**63)
    struct.pack_into("<H", data, 56, 0xFFFF)
    found = read(bytes(data))
    assert found is not None
    assert (found.platforms, found.interpreter, found.needed) == (("linux-x86_64",), "", ())


class _Counting(io.BytesIO):
    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@settings(max_examples=150)
@given(
    st.sampled_from(
        [
            elf(
                interpreter="/lib/ld.so", needed=("a", "b"), note="GNU", sections={".comment": b"x"}
            ),
            elf(wide=False, needed=("a",)),
            pe(0x14C, cli=1),
            fat(7, 12),
            archive({"a.o/": elf(type_=OBJECT), "b.o/": elf(type_=OBJECT)}),
        ]
    ),
    st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=1, max_size=8)), max_size=6),
    st.integers(8, 600),
)
def test_that_damage_never_crashes_and_reading_stays_bounded(data, damage, length):
    broken = bytearray(data)
    for at, patch in damage:
        broken[at : at + len(patch)] = patch
    stream = _Counting(bytes(broken[:length]) + b"\xff" * MOST)
    with contextlib.suppress(Unreadable):
        read_binary(stream, len(stream.getbuffer()))
    assert stream.taken <= MOST + 64


@pytest.mark.skipif(sys.platform != "linux", reason="needs programs of Linux")
def test_that_programs_of_this_machine_are_read():
    for name in ("sh", "true", "ls"):
        path = Path(shutil.which(name) or pytest.skip(f"{name} is not installed")).resolve()
        with path.open("rb") as stream:
            found = read_binary(stream, path.stat().st_size)
        assert found is not None
        assert found.form == "ELF program"
        assert found.platforms[0].startswith("linux-")
        assert any(library.startswith("libc.") for library in found.needed)
