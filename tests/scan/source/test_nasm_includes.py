"""Files of NASM that others take in."""

from __future__ import annotations

from workbench.model.finding import Effect

from .test_inspect import inspected

UNIT = '%include "deep/regs.asm"\nsection .text\nglobal f\nf:\n  mov rax, rdi\n  ret\n'
REGS = '%include "wide.inc"\n%define ARG1 rdi\n%macro CLEAR 0\n  xor rax, rax\n%endmacro\n'
WIDE = "%ifndef WIDE\n%define WIDE\n%macro GO 1\n  vpxor %1, %1, %1\n%endmacro\n%endif\n"
MAKE = "SRC_x86_64 = hash.asm\nSRC = plain.c\n"


def effects(root, files: dict[str, str]) -> dict[str, Effect]:
    found, _ = inspected(root, files)
    return {f.path: f.effect for f in found}


def test_that_they_fare_as_those_that_take_them_in(tmp_path):
    files = {"Makefile": MAKE, "hash.asm": UNIT, "deep/regs.asm": REGS, "deep/wide.inc": WIDE}
    assert effects(tmp_path, files) == dict.fromkeys(list(files)[1:], Effect.NOTE)
    files["Makefile"] = "SRC = hash.asm\n"
    assert effects(tmp_path, files) == dict.fromkeys(list(files)[1:], Effect.CHANGE)


def test_that_one_that_nobody_takes_in_stands_for_itself(tmp_path):
    files = {"Makefile": MAKE, "hash.asm": UNIT, "deep/regs.asm": REGS, "other.asm": UNIT}
    found = effects(tmp_path, files)
    assert found["other.asm"] is found["deep/regs.asm"] is Effect.CHANGE
    assert found["hash.asm"] is Effect.NOTE
