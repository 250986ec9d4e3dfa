"""Libraries that are loaded by name and that the project builds itself."""

from __future__ import annotations

import pytest

from tests.scan.source.test_inspect import inspected
from workbench.model.finding import Effect, Reason

JAVA = (
    'class Codec {\n  static {\n    Native.register("codec");\n  }\n'
    "  public static native int open(String name);\n}\n"
)
BUILT = (Effect.NOTE, Reason.BUILT)
NEEDS = (Effect.CHANGE, Reason.NEEDS)


def judged(root, files: dict[str, str]) -> set[tuple[Effect, Reason]]:
    found, _ = inspected(root, files)
    return {(f.effect, f.reason) for f in found if f.rule == "native-method"}


@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("CMakeLists.txt", "project(codec C)\nadd_library(codec SHARED codec.c)\n"),
        ("CMakeLists.txt", "ADD_LIBRARY(codec ${SOURCES})\n"),
        ("meson.build", "project('codec', 'c')\nlibrary('codec', 'codec.c')\n"),
        ("Makefile.am", "lib_LTLIBRARIES = libcodec.la\nlibcodec_la_SOURCES = codec.c\n"),
    ],
)
def test_that_a_library_of_the_projects_own_needs_nothing_else(tmp_path, name, build):
    files = {"java/Codec.java": JAVA, "codec.c": "int x;\n", name: build}
    assert judged(tmp_path, files) == {BUILT}


@pytest.mark.parametrize(
    "build",
    [
        "project(codec C)\n",
        "add_library(codec STATIC codec.c)\n",
        "add_library(codec SHARED IMPORTED)\n",
        "# add_library(codec SHARED codec.c)\n",
        "add_library(other SHARED other.c)\n",
    ],
)
def test_that_what_the_build_does_not_make_must_come_from_somewhere(tmp_path, build):
    files = {"java/Codec.java": JAVA, "codec.c": "int x;\n", "CMakeLists.txt": build}
    assert judged(tmp_path, files) == {NEEDS}


def test_that_a_library_of_unknown_name_keeps_the_methods_open(tmp_path):
    more = "class More {\n  static {\n    System.loadLibrary(NAME);\n  }\n}\n"
    build = "add_library(codec SHARED codec.c)\n"
    files = {"java/Codec.java": JAVA, "java/More.java": more, "CMakeLists.txt": build}
    found, _ = inspected(tmp_path, files)
    assert {f.line: (f.effect, f.reason) for f in found if f.path.endswith("Codec.java")} == {
        3: BUILT,
        5: NEEDS,
    }
