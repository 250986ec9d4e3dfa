"""Which files are source, by their names."""

from __future__ import annotations

import pytest

from workbench.scan.languages import extension, is_source


@pytest.mark.parametrize(
    "name",
    [
        "a.c",
        "a.h",
        "A.C",
        "main.go",
        "x.min.css.js",
        "setup.c",
        "my_setup.py",
        "a_pb2_x.py",
        "z.ts",
    ],
)
def test_that_source_is_known_by_its_ending(name):
    assert is_source(name)


@pytest.mark.parametrize(
    "name",
    [
        *("c", ".c", ".eslintrc.js", "a.txt", "Makefile", "setup.py", "Setup.py", "conftest.py"),
        *("jest.config.js", "vite.config.mts", "gulpfile.babel.js", "Gruntfile.js"),
        *("jquery.min.js", "JQUERY.MIN.js", "index.d.ts", "api.pb.go", "api.pb.h", "a.g.dart"),
        *("api_pb2.py", "api_pb2_grpc.py", "api_pb.ts"),
    ],
)
def test_that_settings_and_generated_files_are_none(name):
    assert not is_source(name)


@pytest.mark.parametrize(
    ("path", "ending"),
    [("a/b.c", "c"), ("a.d/b", ""), ("a/.c", ""), (".c", ""), ("a/b.tar.gz", "gz"), ("a/b.", "")],
)
def test_that_the_extension_is_of_the_name_alone(path, ending):
    assert extension(path) == ending
