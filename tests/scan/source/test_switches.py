"""Switches that the branches of a build for arm64 set."""

from __future__ import annotations

import pytest

from workbench.model.finding import Effect

from .test_inspect import inspected

ARCH = "if(ARM64)\n  set(NO_MODE 1)\n  set(WITH_WIDE OFF)\nendif()\n"


def effects(root, files: dict[str, str]) -> list[Effect]:
    found, _ = inspected(root, files)
    return [f.effect for f in found if f.construct.endswith("-flag")]


@pytest.mark.parametrize(
    "files",
    [
        {"cmake/arch.cmake": ARCH, "cmake/cc.cmake": "if(NOT NO_MODE)\n add(-m64)\nendif()\n"},
        {"cmake/arch.cmake": ARCH, "CMakeLists.txt": "if(WITH_WIDE)\n add(-mavx2)\nendif()\n"},
        {
            "CMakeLists.txt": 'if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")\nelse()\n'
            "set(WITH_AVX2 OFF)\nendif()\nif(WITH_AVX2)\n  add(-mavx2)\nendif()\n"
        },
        {
            "Makefile.system": "ifeq ($(ARCH), arm64)\nNO_MODE = 1\nendif\n"
            "ifndef NO_MODE\nifdef BINARY64\nCCOMMON_OPT += -m64\nendif\nendif\n"
        },
        {
            "Makefile": "ifeq ($(ARCH), arm64)\nMODE = 0\nendif\n"
            "ifeq ($(MODE), 1)\nCCOMMON_OPT += -m64\nendif\n"
        },
        {
            "c_check.sh": 'case "$arch" in\n mips) defined=1 ;;\n arm|arm64) defined=1 ;;\nesac\n'
            'if [ "$defined" -eq 0 ]; then\n  cc="$cc -m64"\nfi\n'
        },
    ],
)
def test_that_what_they_keep_from_arm64_is_a_note(tmp_path, files):
    assert effects(tmp_path, files) == [Effect.NOTE]


@pytest.mark.parametrize(
    "files",
    [
        {"cmake/arch.cmake": ARCH, "cmake/cc.cmake": "if(NO_MODE)\n add(-m64)\nendif()\n"},
        {"a/cmake/arch.cmake": ARCH, "b/cc.cmake": "if(NOT NO_MODE)\n add(-m64)\nendif()\n"},
        {
            "cmake/arch.cmake": "if(ARM64)\nset(NO_MODE 1)\nendif()\nif(ARM64)\n"
            "set(NO_MODE 0)\nendif()\n",
            "cmake/cc.cmake": "if(NOT NO_MODE)\n add(-m64)\nendif()\n",
        },
        {
            "cmake/arch.cmake": "if(MODERN)\nset(NO_MODE 1)\nendif()\n",
            "cmake/cc.cmake": "if(NOT NO_MODE)\n add(-m64)\nendif()\n",
        },
        {
            "arch.sh": 'case "$arch" in\n arm64) defined=1 ;;\nesac\n',
            "cc.sh": 'if [ "$defined" -eq 0 ]; then\n  cc="$cc -m64"\nfi\n',
        },
    ],
)
def test_that_what_they_do_not_decide_stays(tmp_path, files):
    assert effects(tmp_path, files) == [Effect.CHANGE]
