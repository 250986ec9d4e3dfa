"""conanfile and conan.lock, against what Conan itself makes of them."""

import json

import pytest

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Scope, Trait

RECIPE = FIXTURES / "conan" / "recipe"
EXPECTED = json.loads((RECIPE / "expected.json").read_text())


def spelled(sighting) -> str:
    """The reference as Conan writes it."""
    user = "@acme/stable" if "user=acme" in sighting.purl else ""
    return f"{sighting.name}/{sighting.version}{user}"


def test_that_the_lock_gives_the_graph_that_conan_gives():
    locked = [s for s in scan_folder(RECIPE).sightings if s.occurrence.path == "conan.lock"]
    assert sorted(map(spelled, locked)) == EXPECTED["packages"]
    direct = sorted([spelled(s), str(s.occurrence.scope)] for s in locked if s.occurrence.direct)
    assert direct == EXPECTED["direct"]


def test_that_a_recipe_gives_what_conan_says_is_direct_and_what_other_systems_need():
    asked = [s for s in scan_folder(RECIPE).sightings if s.occurrence.path == "conanfile.py"]
    found = sorted([spelled(s), str(s.occurrence.scope)] for s in asked)
    assert found == sorted([*EXPECTED["direct"], ["wintools/1.0", "runtime"]])
    assert {s.occurrence.constraint for s in asked} == {"", ">=10 <11", ">=3.25"}


def test_that_the_text_form_is_read_by_section_without_a_lock():
    found = scan_folder(FIXTURES / "conan" / "text")
    assert [
        (s.purl, s.occurrence.line, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
    ] == [
        ("pkg:conan/openssl@3.2.0", 3, Scope.RUNTIME, ""),
        ("pkg:conan/fmt", 4, Scope.RUNTIME, ">=10 <11"),
        ("pkg:conan/corplib@4.0?channel=stable&user=acme", 5, Scope.RUNTIME, ""),
        ("pkg:conan/cmake", 8, Scope.BUILD, ">=3.25"),
        ("pkg:conan/gtest@1.14.0", 11, Scope.TEST, ""),
    ]


def test_that_the_graph_of_a_first_generation_lock_tells_direct_and_scope():
    found = scan_folder(FIXTURES / "conan" / "lock1")
    assert [(s.purl, s.occurrence.direct, s.occurrence.scope) for s in found.sightings] == [
        ("pkg:conan/openssl@1.1.1t", True, Scope.RUNTIME),
        ("pkg:conan/zlib@1.2.13", False, Scope.RUNTIME),
        ("pkg:conan/cmake@3.25.3", True, Scope.BUILD),
    ]


def test_that_a_version_put_together_at_run_time_is_unresolved(tmp_path):
    text = "class A:\n    def requirements(self):\n        self.requires(f'zlib/{self.v}')\n"
    text += "        self.requires(name)\n        other.requires('x/1.0')\n"
    found = scan_files(tmp_path, {"conanfile.py": text})
    assert [(s.purl, s.occurrence.traits) for s in found.sightings] == [
        ("pkg:conan/zlib", (Trait("unresolved"),))
    ]


@pytest.mark.parametrize("text", ["class A(:\n", "\0"])
def test_that_a_recipe_that_is_no_python_is_a_problem(tmp_path, text):
    found = scan_files(tmp_path, {"conanfile.py": text})
    assert (found.sightings, len(found.problems)) == ([], 1)


def test_that_what_cmake_finds_is_what_conan_brings_unless_versions_differ(tmp_path):
    found = scan_files(
        tmp_path,
        {
            "CMakeLists.txt": "find_package(ZLIB REQUIRED)\nfind_package(SQLite3 REQUIRED)\n",
            "conanfile.txt": "[requires]\nzlib/1.2.11\nsqlite3/3.40.1\n",
            "tools/conanfile.txt": "[requires]\nsqlite3/3.44.0\n",
        },
    )
    cmake = [s for s in found.sightings if s.occurrence.path == "CMakeLists.txt"]
    assert [(s.purl, s.version, s.occurrence.line) for s in cmake] == [
        ("pkg:conan/zlib@1.2.11", "1.2.11", 1),
        ("pkg:generic/sqlite", "", 2),
    ]
