"""How a build takes in the files that are still to change."""

from __future__ import annotations

import pytest

from workbench.model.finding import Effect, Reason

from .test_inspect import OPEN, inspected

OPTION = 'option(APP_JIT\n  "builds the \\"JIT\\"" OFF)\n'
LEFT = "if(NOT APP_JIT)\n  message(STATUS off)\n  return()\nendif()\n"
LISTED = "OBJS = a.$(S) b.$(S) c.$(S) d.$(S) e.$(S)\n"
BESIDE = {f"ref/{name}.c": "int x;\n" for name in "abcde"}


def reasons(root, files: dict[str, str], path: str) -> set[Reason]:
    found, _ = inspected(root, files)
    return {f.reason for f in found if f.path == path and f.effect is not Effect.PORTED}


@pytest.mark.parametrize(
    ("files", "path", "reason"),
    [
        (
            {"cmake/options.cmake": OPTION, "src/jit/CMakeLists.txt": LEFT},
            "src/jit/core/run.cpp",
            Reason.OPTIONAL,
        ),
        (
            {"CMakeLists.txt": f"{OPTION}if(APP_JIT)\n  add_subdirectory(jit)\nendif()\n"},
            "jit/core/run.h",
            Reason.OPTIONAL,
        ),
        (
            {
                "meson_options.txt": "option('jit', type: 'boolean', value: false)\n",
                "meson.build": "if get_option('jit')\n  subdir('jit')\nendif\n",
            },
            "jit/run.c",
            Reason.OPTIONAL,
        ),
        (
            {"native/CMakeLists.txt": "if(WIN32)\n  add_subdirectory(outlook)\nendif()\n"},
            "native/outlook/mail.c",
            Reason.ELSEWHERE,
        ),
        (
            {
                "src/CMakeLists.txt": 'if(ARCH STREQUAL "X64")\n'
                "  set(PT ${PROJECT_SOURCE_DIR}/lib/mark.S)\nendif()\n"
            },
            "lib/mark.c",
            Reason.SELECTED,
        ),
        ({"ref/Makefile": LISTED, **BESIDE}, "ref/wide.c", Reason.UNLISTED),
    ],
)
def test_that_what_the_build_leaves_out_is_a_note(tmp_path, files, path, reason):
    assert reasons(tmp_path, {**files, path: OPEN}, path) == {reason}


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"CMakeLists.txt": f"{OPTION}add_subdirectory(jit)\n"}, "jit/run.c"),
        (
            {
                "CMakeLists.txt": OPTION.replace("OFF", "ON")
                + "if(APP_JIT)\nadd_subdirectory(jit)\n"
            },
            "jit/run.c",
        ),
        (
            {"CMakeLists.txt": f"{OPTION}set(APP_JIT ON)\nif(APP_JIT)\nadd_subdirectory(jit)\n"},
            "jit/run.c",
        ),
        (
            {
                "CMakeLists.txt": f"{OPTION}if(APP_JIT)\nadd_subdirectory(jit)\nendif()\n"
                "add_subdirectory(jit)\n"
            },
            "jit/run.c",
        ),
        ({"ref/Makefile": f"{LISTED}# wide\nX = wide.o\n", **BESIDE}, "ref/wide.c"),
        ({"ref/Makefile": f"{LISTED}SRC = $(wildcard *.c)\n", **BESIDE}, "ref/wide.c"),
        ({"ref/Makefile": LISTED, **BESIDE}, "ref/wide.h"),
        ({"ref/Makefile": LISTED, **BESIDE, "ref/a.c": '#include "wide.c"\n'}, "ref/wide.c"),
        ({"ref/Makefile": "OBJS = a.o b.o\n", **BESIDE}, "ref/wide.c"),
    ],
)
def test_that_what_it_may_take_in_stays(tmp_path, files, path):
    assert reasons(tmp_path, {**files, path: OPEN}, path) <= {Reason.OPEN, Reason.CONDITIONAL}
    assert reasons(tmp_path, {**files, path: OPEN}, path)
