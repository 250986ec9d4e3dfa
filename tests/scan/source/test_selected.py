"""Files that a build takes in on x86 only, as its own settings say."""

from __future__ import annotations

import pytest

from workbench.scan.source.build_look import look_at_build
from workbench.scan.source.selected import Selected


def on_x86_only(build: dict[str, str], path: str) -> bool:
    looked = [look_at_build(name, text.encode()) for name, text in build.items()]
    return Selected(looked).on_x86_only(path)


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        (
            "CMakeLists.txt",
            'if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")\n  list(APPEND S src/fast.c)\nendif()\n',
            "src/fast.c",
        ),
        ("cmake/asm.cmake", "if (NOT APP_ARM)\n  set(S src/loop.S)\nendif()\n", "src/loop.S"),
        (
            "CMakeLists.txt",
            "if(ARCH_X86_64)\n  add_subdirectory(kernels)\nendif()\n",
            "kernels/a.c",
        ),
        ("meson.build", "if arch == 'x86'\n  sources += files('vec.c')\nendif\n", "vec.c"),
        (
            "net/meson.build",
            "build = conf.has('RTE_ARCH_X86')\nsources = files('a.c')\n",
            "net/b.c",
        ),
        (
            "net/meson.build",
            "if not is_linux or not conf.has('ARCH_X86_64')\n  subdir_done()\nendif\n",
            "net/deep/a.c",
        ),
        ("Makefile", "ifeq ($(ARCH),x86_64)\nOBJS += tools/check.o\nendif\n", "tools/check.asm"),
        ("Makefile", "OBJS-$(ARCH_X86_64) += word.o\n", "word.asm"),
        ("Makefile", "SRC_x86_64 = a.c \\\n\tword.asm\nSRC = b.c\n", "word.asm"),
        ("sha/Makefile.am", "lsrc_x86_64 += sha/a.c \\\n\tsha/word.asm\n", "sha/word.asm"),
    ],
)
def test_that_what_is_named_under_x86_is_taken_in_there_only(name, text, path):
    assert on_x86_only({name: text}, path)


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("Makefile", "OBJS += fast.o\nifeq ($(ARCH),x86_64)\nOBJS += fast.o\nendif\n", "fast.c"),
        ("Makefile", "SRC_x86_64 = a.c\nSRC = word.c\n", "word.c"),
        ("Makefile", "SRC_x86_64 = word.c\nSRC_aarch64 = word.c\n", "word.c"),
        ("Makefile", "ifdef FAST\nOBJS += fast.o\nendif\n", "fast.c"),
        ("Makefile", "ifeq ($(ARCH),x86_64)\nOBJS += fast.o\nendif\n", "src/fast.c"),
        ("meson.build", "if arch == 'aarch64'\n  sources += files('vec.c')\nendif\n", "vec.c"),
        ("meson.build", "if is_windows\n  subdir_done()\nendif\n", "vec.c"),
    ],
)
def test_that_what_is_named_elsewhere_too_is_not(name, text, path):
    assert not on_x86_only({name: text}, path)


def test_that_one_build_file_is_enough_to_take_it_in_everywhere():
    one = "ifeq ($(ARCH),x86_64)\nOBJS += fast.o\nelse\nOBJS += slow.o\nendif\n"
    assert on_x86_only({"Makefile": one}, "fast.c")
    assert not on_x86_only({"Makefile": one}, "slow.c")
