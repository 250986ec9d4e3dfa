"""Which things a file's name meets, asked for a folder at a time."""

from __future__ import annotations

import pytest

from workbench.scan.format import named_like
from workbench.scan.formats import SHELVES
from workbench.scan.name_index import NameIndex

PATHS = (
    *("Dockerfile", "web.Dockerfile", "Dockerfile.dev", "dockerfile.md", "deploy/Dockerfile-arm"),
    *("values.yaml", "values-prod.yaml", "chart/values/prod.yaml", "templates/a.yaml"),
    *("x/templates/b/c.yml", "x/templates/notes.txt", "yaml", ".yaml", "a.", ".", "a.YAML"),
    *("requirements.txt", "requirements/dev.in", "my-requirements-old.txt", "dpkg/status"),
    *("root/var/lib/dpkg/status", "rootfs/dpkg/status.d/base", "lib/apk/db/installed"),
    *("vendor/modules.txt", "a/vendor/modules.txt", "mise/conf.d/a.toml", "a/mise/conf.d/a.toml"),
    *("project/Build.scala", "a/project/x/Build.scala", "go.tools.mod", "Package@swift-5.swift"),
    *("copilot/api/manifest.yml", "a/.github/workflows/ci.yml", "conda-linux-64.lock", "Makefile"),
)


@pytest.mark.parametrize("path", PATHS)
def test_that_the_index_answers_as_each_pattern_alone(path):
    index = NameIndex((module, shelf.patterns) for module, shelf in SHELVES.items())
    alone = [module for module, shelf in SHELVES.items() if named_like(path, shelf.patterns)]
    assert index.of(path) == alone


def test_that_names_of_a_folder_come_in_order_and_do_not_mix():
    index = NameIndex([("first", ("a*.txt", "*.c")), ("second", ("*b*", "*.txt"))])
    names = ["z.c", "ab.txt", "plain", "cab", "c.txt", "a.c"]
    assert list(index.among("src", names)) == [
        ("z.c", ["first"]),
        ("ab.txt", ["first", "second"]),
        ("cab", ["second"]),
        ("c.txt", ["second"]),
        ("a.c", ["first"]),
    ]


def test_that_what_the_folder_holds_makes_no_name_meet_a_pattern_on_names():
    index = NameIndex([("image", ("*Dockerfile*",))])
    assert index.of("Dockerfiles/readme.md") == []
