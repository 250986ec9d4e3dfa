"""Looks at files that are made to be slow: four times the size takes about four times the work."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.scan.work import LARGER, MOST, work
from workbench.scan.source.look import look_for
from workbench.scan.source.worlds import World, evaluate

SMALL = 10_000
"""Signs, roughly, of the smaller file."""
FLAG = "\n\tcc -msse2 a.c\n"
SHAPES: dict[str, tuple[str, Callable[[int], str]]] = {
    "target and spaces": ("Makefile", lambda n: "a" + " " * n + "b" + FLAG),
    "a line of commands": ("Makefile", lambda n: "\tarm-" * (n // 5) + "-msse2 -m64" + FLAG),
    "folders in each other": (
        "Makefile",
        lambda n: "obj-$(CONFIG_X86) += b.o\n" + "a/" * (n // 2) + FLAG,
    ),
    "variables for folders": (
        "Makefile",
        lambda n: "obj-$(CONFIG_X86) += b.o\n" + "$(A)/" * (n // 5) + FLAG,
    ),
    "a long variable": (
        "Makefile",
        lambda n: "obj-$(CONFIG_X86) += b.o\n" + "a." * (n // 2) + " b.o" * 50 + FLAG,
    ),
    "compilers": ("Makefile", lambda n: "CC/" * (n // 3) + "x icc " + FLAG),
    "targets": ("Makefile", lambda n: "x86_64-linux-" * (n // 13) + FLAG),
    "addresses": ("build.sh", lambda n: "http://" * (n // 7) + " amd64\ncc -msse2 a.c\n"),
    "a case and spaces": ("build.sh", lambda n: "case" + " " * n + "x\ncc -msse2 a.c\n"),
    "exclamation marks": ("build.sh", lambda n: "!" * n + " -msse2 -m64\n"),
    "calls that check": (
        "CMakeLists.txt",
        lambda n: "check_c_compiler_flag(" * (n // 22) + "\nadd_compile_options(-msse2)\n",
    ),
    "platforms": (".bazelrc", lambda n: "build " + "--platforms=" * (n // 12) + " -msse2\n"),
    "cgo and spaces": ("a.go", lambda n: "package a\n// #cgo" + " " * n + "CFLAG\n"),
    "cgo and negations": ("a.go", lambda n: "package a\n// #cgo " + "!" * n + "a CFLAGS: -mavx\n"),
    "a constraint and spaces": (
        "a.go",
        lambda n: "//go:build a" + " " * n + "$ amd64\npackage a\n",
    ),
    "headers": ("a.go", lambda n: "package a\n" + "#include <immintrin.h>\n" * (n // 23)),
    "conditions of a file": (
        "a.rs",
        lambda n: "#![cfg(" + "()" * (n // 2) + "target_arch\nmod a;\n",
    ),
    "visible to": ("a.rs", lambda n: "#[cfg(target_arch)]\n" + "pub(" * (n // 4) + "\nmod a;\n"),
    "open blocks": ("a.rs", lambda n: "{" * n + 'asm!("cpuid");\n'),
    "a test of flags": (
        "setup.py",
        lambda n: "if check" + "flag" * (n // 4) + ':\n    extra = ["-msse2", "-mavx"]\n',
    ),
    "escaped quotes": ("setup.py", lambda n: 'a = "-msse2"\n' + "'" + "\\'" * (n // 2) + "\n"),
    "constants": (
        "A.cs",
        lambda n: "".join(f'const string A{i} = "a";\n[DllImport(A{i})]\n' for i in range(n // 40)),
    ),
}


def _look_at(path: str, text: str) -> Callable[[], object]:
    look = look_for(path)
    assert look is not None
    return lambda: look.look(path, text.encode())


@pytest.mark.parametrize("shape", SHAPES)
def test_that_a_look_takes_work_in_proportion_to_the_size(shape):
    path, text = SHAPES[shape]
    plain = work(_look_at(path, "a b c d e\n" * (SMALL // 10)))
    small = work(_look_at(path, text(SMALL)))
    large = work(_look_at(path, text(SMALL * LARGER)))
    assert large < MOST * max(small, plain)


@pytest.mark.parametrize("sign", [" ", "!", "(", "a", "0"])
def test_that_a_condition_takes_work_in_proportion_to_its_size(sign):
    def read(size: int) -> Callable[[], object]:
        return lambda: evaluate.__wrapped__(f"defined(A) {sign * size}", World.X86)

    plain = work(lambda: evaluate.__wrapped__("a " * (SMALL // 2), World.X86))
    assert work(read(SMALL * LARGER)) < MOST * max(work(read(SMALL)), plain)
