"""Looks at odd bytes: nothing ends one, and what it keeps stays bounded."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.scan.source.go_package import answers, go_file
from workbench.scan.source.look import look_for, look_for_script

PATHS = """
a.go a_amd64.s a.s a.rs A.java A.kt A.cs a.py setup.py a.js a.rb a.php Makefile CMakeLists.txt
meson.build a.sh configure.ac BUILD .bazelrc binding.gyp .cargo/config.toml pom.xml
build.gradle config.sub .github/workflows/a.yml
"""
PIECES = [
    *(
        "x86_64",
        '"x86_64"',
        "amd64",
        "aarch64",
        "-msse4.2",
        "#cgo amd64 CFLAGS: -mavx2\n",
        "import",
    ),
    *("platform.machine()", "process.arch", "GOARCH", "RUBY_PLATFORM", "php_uname()", "os.arch"),
    *("#[cfg(", "target_arch = ", "mod a;", "asm!(", "cfg(any(not(", ")", "(", "{", "}", "[", "]"),
    *(
        "if ",
        "else",
        "elif ",
        "case ",
        " in\n",
        "esac",
        "fi",
        "endif",
        "select({",
        "==",
        "!=",
        "\n",
    ),
    *(
        "TEXT ·a(SB)\n",
        "MOVQ AX, BX\n",
        "//go:build (amd64 ||",
        "// +build !amd64\n",
        "package a\n",
    ),
    *(
        "func a(",
        "var (\n\ta\n",
        "Avx2.Add(",
        "IsSupported",
        "Intrinsics.X86",
        "[DllImport(A",
        "=>",
    ),
    *(
        "yum install a.x86_64 ",
        "https://a.example/amd64",
        '"',
        "'",
        "`",
        "\\\n",
        "/*",
        "//",
        "#",
        "\t",
    ),
    *(
        "System.loadLibrary(",
        "native int a(",
        "ffi_lib ",
        "CDLL(",
        "FFI::cdef(",
        'require("a.node")',
    ),
    *("timestamp='2001-01-01'\n", "\0", "\x7f", "é", " " * 50),
]


@pytest.mark.parametrize("path", PATHS.split())
@settings(deadline=None, max_examples=60)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=60), noise=st.binary(max_size=40))
def test_that_nothing_ends_a_look(path, pieces, noise):
    look = look_for(path)
    assert look is not None
    data = "".join(pieces).encode() + noise
    looked = look.look(path, data)
    lines = data.count(b"\n") + 1
    assert all(1 <= hit.line <= lines for hit in looked.hits)
    assert all(len(hit.text) <= 200 for hit in looked.hits)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), max_size=5))
def test_that_nothing_ends_the_look_at_a_go_package(texts):
    paths = ["a.go", "a_amd64.go", "a_amd64.s", "a_arm64.go", "a_test.go"]
    answers(go_file(p, t.encode()) for p, t in zip(paths, texts, strict=False))


@given(st.binary(max_size=300))
def test_that_nothing_ends_the_reading_of_a_first_line(start):
    look_for_script(b"#!" + start)


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("a.js", "process.arch === 'x64';\n"),
        ("a.rs", 'asm!("cpuid");\n'),
        ("A.cs", '[DllImport("codec")]\n'),
        ("Makefile", "CFLAGS += -msse2\n"),
    ],
)
def test_that_very_many_places_in_one_file_are_bounded_and_that_is_said(path, piece):
    look = look_for(path)
    assert look is not None
    looked = look.look(path, piece.encode() * 6_000)
    assert len(looked.hits) <= 5_000
    assert "holds more than 5,000" in looked.problem


@pytest.mark.parametrize("path", ["a.js", "a.py"])
@pytest.mark.timeout(20)
def test_that_a_line_of_what_begins_a_pattern_is_looked_at_once(path):
    """A pattern that runs on to the line's end from each of them would take hours."""
    tested = b"process.arch === 'x64'\nimport platform; platform.machine() == 'x86_64'\n"
    data = tested + b"a[({" * 200_000 + b"\n" + b"import " * 100_000 + b"\n"
    assert look_for(path).look(path, data).hits
