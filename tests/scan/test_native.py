"""vcpkg, CMake, Meson, Autoconf: what C and C++ builds ask for."""

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.scan.scanned import FIXTURES, scan_files, scan_folder
from workbench.model.component import Kind, Scope, Trait
from workbench.scan.document import Document
from workbench.scan.native.cmake_calls import cmake_calls
from workbench.scan.native.meson_file import meson_calls

CMAKE = FIXTURES / "cmake" / "app"
MESON = FIXTURES / "meson" / "app"
BASELINE = Trait("baseline", "a42af01b72c28a8e1d7b48107b33e4f286a55ef6")


def test_that_only_an_override_pins_a_version_of_vcpkg():
    found = scan_folder(FIXTURES / "vcpkg" / "app")
    assert [
        (s.purl, s.occurrence.line, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
    ] == [
        ("pkg:generic/zlib", 7, Scope.RUNTIME, ""),
        ("pkg:generic/boost-system", 9, Scope.RUNTIME, ">=1.82.0#2"),
        ("pkg:generic/openssl", 13, Scope.RUNTIME, ""),
        ("pkg:generic/vcpkg-cmake", 18, Scope.BUILD, ""),
        ("pkg:generic/corp-auth", 21, Scope.RUNTIME, ""),
        ("pkg:generic/fmt@10.1.1", 22, Scope.RUNTIME, ""),
        ("pkg:generic/prometheus-cpp", 28, Scope.OPTIONAL, ""),
    ]
    assert found.at("vcpkg.json:13").traits == (Trait("target", "!windows"), BASELINE)
    assert found.at("vcpkg.json:21").traits == (
        Trait("registry", "https://git.example/registry.git"),
    )


def test_that_cmake_gives_what_is_looked_for_and_what_is_fetched():
    found = scan_folder(CMAKE)
    assert [
        (s.purl, s.occurrence.place, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
    ] == [
        ("pkg:generic/openssl", "CMakeLists.txt:6", Scope.RUNTIME, ">=1.1.1"),
        ("pkg:generic/boost", "CMakeLists.txt:7", Scope.RUNTIME, ">=1.74,<1.90"),
        ("pkg:generic/fmt@10.2.1", "CMakeLists.txt:9", Scope.RUNTIME, ""),
        ("pkg:generic/zlib", "CMakeLists.txt:10", Scope.OPTIONAL, ""),
        ("pkg:generic/doxygen", "CMakeLists.txt:11", Scope.BUILD, ""),
        ("pkg:generic/curl", "CMakeLists.txt:19", Scope.RUNTIME, ">=7.68"),
        ("pkg:generic/postgresql", "CMakeLists.txt:19", Scope.RUNTIME, ""),
        ("pkg:github/abseil/abseil-cpp@20240116.1", "CMakeLists.txt:22", Scope.RUNTIME, ""),
        (
            "pkg:generic/json?download_url=https://git.example/json/v3.11.3/json.tar.xz",
            "CMakeLists.txt:27",
            Scope.RUNTIME,
            "",
        ),
        (
            "pkg:generic/ledger?vcs_url=https://git.example/ledger.git",
            "CMakeLists.txt:28",
            Scope.RUNTIME,
            "",
        ),
        ("pkg:github/gabime/spdlog@1.13.0", "CMakeLists.txt:30", Scope.RUNTIME, ""),
        ("pkg:github/jarro2783/cxxopts@3.1.1", "CMakeLists.txt:31", Scope.RUNTIME, ""),
        ("pkg:generic/re2", "cmake/ShopConfig.cmake.in:3", Scope.RUNTIME, ""),
        ("pkg:generic/googletest", "tests/CMakeLists.txt:1", Scope.TEST, ""),
    ]
    assert Trait("unresolved", "${LEDGER_TAG}") in found.at("CMakeLists.txt:28").traits
    assert {s.name for s in found.sightings if s.kind is Kind.TOOL} == {"Doxygen"}


def test_that_meson_gives_the_dependencies_that_meson_itself_lists():
    listed = json.loads((MESON / "expected.json").read_text())
    found = {s.name: s.occurrence for s in scan_folder(MESON).sightings}
    toolchain, looped, libraries = {"threads"}, {"x11", "xext"}, {"lz4"}
    wraps = {"ledger", "zlib"}
    assert (
        found.keys() - wraps
        == {d["name"] for d in listed} - toolchain - {"zlib"} | looped | libraries
    )
    for declared in listed:
        if declared["name"] not in toolchain | {"zlib"}:
            assert found[declared["name"]].constraint == ",".join(declared["version"])
    assert found["openssl"].scope is Scope.OPTIONAL
    assert found["wayland-scanner"].scope is Scope.BUILD


def test_that_wraps_give_version_and_source():
    found = scan_folder(MESON)
    assert ("subprojects/zlib.wrap:2", "pkg:generic/zlib@1.3.1") in found.places
    assert ("subprojects/ledger.wrap:2", "pkg:github/example/ledger@v2.1") in found.places
    assert found.problems == []


def test_that_checks_of_a_configure_script_are_read():
    found = scan_folder(FIXTURES / "autoconf" / "app")
    assert [
        (s.purl, s.occurrence.line, s.occurrence.scope, s.occurrence.constraint)
        for s in found.sightings
    ] == [
        ("pkg:generic/glib", 5, Scope.RUNTIME, ">=2.56"),
        ("pkg:generic/glib", 5, Scope.RUNTIME, ""),
        ("pkg:generic/curl", 6, Scope.OPTIONAL, ""),
        ("pkg:generic/zlib", 8, Scope.RUNTIME, ""),
        ("pkg:generic/pcre2", 10, Scope.RUNTIME, ""),
    ]


def test_that_one_library_is_one_component_whoever_asks_for_it(tmp_path):
    files = {
        "a/CMakeLists.txt": "find_package(OpenSSL)\n",
        "b/meson.build": "dependency('libssl')\n",
        "c/configure.ac": "AC_CHECK_LIB([crypto], [x])\n",
        "d/vcpkg.json": '{"dependencies": ["openssl"]}',
    }
    assert scan_files(tmp_path, files).purls == {"pkg:generic/openssl"}


_cmake = st.sampled_from(
    [
        "find_package",
        "(",
        ")",
        "Foo",
        '"',
        "\\",
        "#",
        "[[",
        "]]",
        "#[[",
        "${A}",
        "set",
        "\n",
        " ",
        ";",
        "é",
    ]
)


@given(st.lists(_cmake, max_size=60).map("".join))
def test_that_any_cmake_file_is_read_with_lines_in_range(text):
    document = Document("CMakeLists.txt", text.encode())
    assert all(1 <= c.line <= len(document.lines) for c in cmake_calls(document))


_meson = st.sampled_from(
    [
        "dependency",
        "(",
        ")",
        "'a'",
        "'",
        "'''",
        "\\",
        "#",
        "version :",
        "foreach x : ['a']",
        "x",
        "\n",
        ",",
    ]
)


@given(st.lists(_meson, max_size=60).map("".join))
def test_that_any_meson_file_is_read_with_lines_in_range(text):
    document = Document("meson.build", text.encode())
    assert all(1 <= c.line <= len(document.lines) for c in meson_calls(document))
