"""Constructs of portable languages under guards, and what stands in for them."""

from __future__ import annotations

import pytest

from workbench.model.finding import Effect, Reason
from workbench.scan.source.hit import Guard
from workbench.scan.source.look import look_for_script

from .test_inspect import inspected
from .test_languages import hits

SIMD = "using System.Runtime.Intrinsics.X86;\nclass A {{ void F() {{ {} }} }}\n"
CALL = "var x = Avx2.Add(a, b);"


@pytest.mark.parametrize(
    ("body", "guard"),
    [
        (CALL, Guard.CONDITIONAL),
        (f"if (Avx2.IsSupported) {{ {CALL} }} else {{ Plain(); }}", Guard.FALLBACK),
        (f"if (!Avx2.IsSupported) throw new NotSupportedException(); {CALL}", Guard.REFUSED),
        (f"if (Avx2.IsSupported) {{ {CALL} }} else {{ AdvSimd.Add(a, b); }}", Guard.PORTED),
    ],
)
def test_that_x86_instructions_of_dotnet_are_judged_by_who_asks_first(body, guard):
    found = dict(hits("A.cs", SIMD.format(body)))
    assert found["dotnet-simd"] is guard


def test_that_names_like_instructions_are_none_without_the_namespace():
    assert hits("A.cs", "class A { void F() { Aes.Create(); Lzcnt.Of(1); } }") == []


@pytest.mark.parametrize(
    ("path", "source", "found"),
    [
        ("a.py", 'lib = ctypes.CDLL(os.path.join(here, "libcodec.so"))\n', ["python-load"]),
        ("a.py", "lib = ctypes.CDLL(None)\n", []),
        ("a.py", 'lib = ctypes.CDLL("codec.dll")\n', []),
        ("a.py", 'if sys.platform == "win32":\n    lib = CDLL("codec")\n', []),
        ("a.py", 'lib = ffi.dlopen("libcodec.so.1")\n', ["python-load"]),
        ("a.js", 'const lib = ffi.Library("libcodec", {});\n', ["node-load"]),
        ("a.js", 'const a = require("./native/codec.node");\n', ["node-load"]),
        ("a.js", 'const a = require("./build/Release/codec.node");\n', []),
        ("a.rb", "module A\n  ffi_lib 'codec'\nend\n", ["ruby-load"]),
        ("a.rb", "module A\n  # ffi_lib 'codec'\nend\n", []),
        ("a.php", '<?php $ffi = FFI::cdef($header, "libcodec.so");\n', ["php-load"]),
        ("A.cs", 'var h = NativeLibrary.Load("codec");\n', ["dotnet-load"]),
        ("A.kt", "  private external fun open(name: String): Int\n", ["java-native"]),
        ("A.scala", "  @native def open(name: String): Int\n", ["java-load"]),
        ("A.java", "import sun.misc.Unsafe;\n", ["java-unsafe"]),
    ],
)
def test_that_libraries_which_programs_load_are_found(path, source, found):
    assert [construct for construct, _ in hits(path, source)] == found


@pytest.mark.parametrize(
    ("path", "source", "guard"),
    [
        ("setup.py", 'args = ["-mavx2"]\n', Guard.OPEN),
        (
            "setup.py",
            'if platform.machine() in ("x86_64",):\n    args = ["-mavx2"]\n',
            Guard.FALLBACK,
        ),
        ("setup.py", 'if has_flag(compiler, "-mavx2"):\n    args += ["-mavx2"]\n', Guard.FALLBACK),
        (
            "setup.py",
            'if m == "x86_64":\n    args = ["-mavx2"]\nelif m == "aarch64":\n    pass\n',
            Guard.PORTED,
        ),
        ("extconf.rb", "$CFLAGS << ' -msse4.2' if RUBY_PLATFORM =~ /x86_64/\n", Guard.FALLBACK),
        (
            "extconf.rb",
            "if try_cflags('-msse4.2')\n  $CFLAGS << ' -msse4.2'\nend\n",
            Guard.FALLBACK,
        ),
        ("build.rs", 'build.flag_if_supported("-mavx2");\n', Guard.FALLBACK),
        ("build.rs", 'if arch == "x86_64" { build.flag("-mavx2"); }\n', Guard.FALLBACK),
        ("a.go", "package a\n\n// #cgo amd64 CFLAGS: -mavx2\n", Guard.FALLBACK),
        ("a.go", "package a\n\n// #cgo linux,!arm64 CFLAGS: -mavx2\n", Guard.FALLBACK),
        (
            "a.go",
            "package a\n\n// #cgo amd64 CFLAGS: -mavx2\n// #cgo arm64 CFLAGS: -DNEON\n",
            Guard.PORTED,
        ),
    ],
)
def test_that_flags_are_judged_by_the_conditions_around_them(path, source, guard):
    found = [g for construct, g in hits(path, source) if "flag" in construct]
    assert set(found) == {guard}


def test_that_c_in_a_go_file_is_read_by_its_own_conditions():
    c = "/*\n#ifdef __x86_64__\n#include <immintrin.h>\n#else\n#include <arm_neon.h>\n#endif\n*/\n"
    assert hits("a.go", f'package a\n\n{c}import "C"\n') == [("go-cgo-header", Guard.PORTED)]


CARGO = '[package]\nname = "a"\nversion = "1.0.0"\n'
INTRINSICS = "use core::arch::x86_64::*;\npub fn f() {}\n"


def reasons(tmp_path, files: dict[str, str]) -> dict[str, Reason]:
    findings, _ = inspected(tmp_path, files)
    return {finding.path: finding.reason for finding in findings}


def test_that_a_rust_module_is_judged_by_what_takes_it_in(tmp_path):
    x86 = 'target_arch = "x86_64"'
    gate = f"#[cfg({x86})]\nmod fast;\n#[cfg(not({x86}))]\nmod slow;\n"
    files = {"Cargo.toml": CARGO, "src/lib.rs": gate, "src/fast.rs": INTRINSICS, "src/slow.rs": ""}
    assert reasons(tmp_path, files) == {"src/fast.rs": Reason.FALLBACK}


def test_that_the_modules_below_a_rust_module_are_judged_with_it(tmp_path):
    gate = '#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]\npub(crate) mod fast;\n'
    files = {
        "Cargo.toml": CARGO,
        "src/lib.rs": f'{gate}#[cfg(target_arch = "aarch64")]\nmod neon;\n',
        "src/fast/mod.rs": "mod wide;\n",
        "src/fast/wide.rs": INTRINSICS,
    }
    assert reasons(tmp_path, files) == {"src/fast/wide.rs": Reason.BRANCH}


def test_that_a_rust_module_that_everybody_takes_in_is_open(tmp_path):
    files = {"Cargo.toml": CARGO, "src/lib.rs": "mod fast;\n", "src/fast.rs": INTRINSICS}
    assert reasons(tmp_path, files) == {"src/fast.rs": Reason.OPEN}


def test_that_compile_error_for_all_but_x86_refuses():
    refusal = '#[cfg(not(target_arch = "x86_64"))]\ncompile_error!("no");\n'
    assert hits("a.rs", refusal) == [("rust-refusal", Guard.REFUSED)]
    assert hits("a.rs", '#[cfg(windows)]\ncompile_error!("no");\n') == []


def test_that_scripts_are_told_by_their_first_line(tmp_path):
    script = "#!/usr/bin/env bash\ncurl -LO https://a.example/tool-linux-amd64.tgz\n"
    files = {"bin/fetch": script, "bin/notes": script[2:], "bin/run": f"#!/opt/other\n{script}"}
    findings, _ = inspected(tmp_path, files)
    assert [(f.path, f.line, f.rule) for f in findings] == [("bin/fetch", 2, "x86-download")]


@pytest.mark.parametrize(
    ("start", "family"),
    [
        (b"#!/bin/sh -e\n", "build"),
        (b"#!/usr/bin/env python3\n", "python"),
        (b"#! /usr/bin/env -S node --x\n", "javascript"),
        (b"#!/usr/bin/ruby2.7\n", "ruby"),
        (b"#!/usr/bin/perl\n", None),
        (b"#!", None),
    ],
)
def test_which_look_a_first_line_asks_for(start, family):
    look = look_for_script(start)
    assert (look.family if look else None) == family


def test_that_what_autoconf_wrote_is_not_read(tmp_path):
    text = "#!/bin/sh\n# Generated by GNU Autoconf 2.71.\nCFLAGS=-msse4.2\n"
    findings, _ = inspected(tmp_path, {"configure": text})
    assert findings == []


@pytest.mark.parametrize(
    "fetch",
    [
        "curl -LO https://a.example/tool-linux-amd64.tgz\n",
        'echo "deb [arch=amd64] https://a.example/linux stable main" >> a.list\n',
        "SUFFIX=$(uname -m | sed -e s/x86_64/-64/)\n",
    ],
)
def test_that_what_scripts_fetch_is_no_source_for_x86(tmp_path, fetch):
    pom = "<project><artifactId>a</artifactId></project>"
    files = {"pom.xml": pom, "src/main/java/A.java": "class A {}\n", "fetch.sh": fetch}
    findings, verdicts = inspected(tmp_path, files)
    assert [f.effect for f in findings] == [Effect.CHANGE]
    assert verdicts == {"a": ["pinned"]}


def test_that_notes_alone_leave_source_clean(tmp_path):
    files = {"pom.xml": "<project><artifactId>a</artifactId></project>"}
    cs = {"A.csproj": "<Project Sdk='Microsoft.NET.Sdk'/>", "A.cs": SIMD.format("")}
    _, verdicts = inspected(tmp_path, files | cs)
    assert verdicts["A"] == ["clean"]


def test_that_libraries_of_other_systems_are_not_asked_for(tmp_path):
    load = 'class A {{ static {{ System.loadLibrary("{}"); }} }}\n'
    files = {
        "src/macosx/A.java": load.format("codec"),
        "src/windows/B.java": load.format("codec"),
        "src/linux/C.java": load.format("codec"),
        "src/D.java": load.format("z"),
    }
    findings, _ = inspected(tmp_path, files)
    assert [f.path for f in findings] == ["src/linux/C.java"]


def test_that_a_constant_names_the_library():
    source = 'class A {{ const string Lib = "{}"; [DllImport(Lib)] static extern int F(); }}\n'
    assert hits("A.cs", source.format("security.dll")) == []
    assert [c for c, _ in hits("A.cs", source.format("codec"))] == ["dotnet-import"]


def test_that_the_function_is_not_taken_for_the_library():
    source = '[LibraryImport("libc", EntryPoint = "sysctlbyname", SetLastError = true)]\n'
    assert hits("A.cs", source) == []


def test_that_what_remains_without_avx2_is_no_way_for_arm64_where_it_is_sse2():
    body = f"if (Avx2.IsSupported)\n{{\n{CALL}\n}}\nelse\n{{\nif (a) {{ Sse2.Or(a, b); }}\n}}"
    found = hits("A.cs", SIMD.format(body))
    assert [guard for construct, guard in found if construct == "dotnet-simd"] == [
        Guard.FALLBACK,
        Guard.CONDITIONAL,
    ]


def test_that_it_is_one_where_it_asks_again():
    body = f"if (Avx2.IsSupported) {{ {CALL} }}\nelse {{ if (Sse2.IsSupported) Sse2.Or(a, b); }}"
    found = hits("A.cs", SIMD.format(body))
    assert {guard for construct, guard in found if construct == "dotnet-simd"} == {Guard.FALLBACK}
