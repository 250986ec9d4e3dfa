"""Languages other than C: what ties them to x86, and what answers for arm64."""

from __future__ import annotations

import pytest

from workbench.model.finding import Effect, Reason
from workbench.scan.source.hit import Guard
from workbench.scan.source.look import look_for

from .test_inspect import inspected


def hits(path: str, source: str) -> list[tuple[str, Guard]]:
    look = look_for(path)
    assert look is not None
    return [(hit.construct, hit.guard) for hit in look.look(path, source.encode()).hits]


RUST = "use core::arch::x86_64::*;\n"


@pytest.mark.parametrize(
    ("source", "guard"),
    [
        (RUST, Guard.OPEN),
        (f'#[cfg(target_arch = "x86_64")]\n{RUST}', Guard.ALONE),
        (f'#![cfg(target_arch = "x86_64")]\n{RUST}', Guard.ALONE),
        (
            f'#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]\nmod a {{\n {RUST} }}',
            Guard.ALONE,
        ),
        (
            f'#[cfg(target_arch = "x86_64")]\n{RUST}#[cfg(target_arch = "aarch64")]\nuse b;\n',
            Guard.PORTED,
        ),
        (
            f'#[cfg(target_arch = "x86_64")]\n{RUST}#[cfg(not(target_arch = "x86_64"))]\nuse b;\n',
            Guard.FALLBACK,
        ),
        (f'#[cfg(feature = "simd")]\n{RUST}', Guard.CONDITIONAL),
    ],
)
def test_that_rust_is_judged_by_its_cfg(source, guard):
    assert hits("src/a.rs", source) == [("rust-arch", guard)]


def test_that_rust_assembly_counts_only_for_x86():
    assert hits("a.rs", 'asm!("cpuid", out("eax") a);') == [("rust-asm", Guard.OPEN)]
    assert hits("a.rs", 'asm!("dmb ish");') == []


def test_that_a_comment_in_rust_is_no_finding():
    assert hits("a.rs", f'// {RUST}/* is_x86_feature_detected!("avx2") */') == []


GO = "package a\n\nfunc sum(x []byte) int { return 0 }\n"


def go_reasons(tmp_path, files: dict[str, str]) -> dict[str, Reason]:
    findings, _ = inspected(tmp_path, {"go.mod": "module a\n", "a.go": "package a\n", **files})
    return {finding.path: finding.reason for finding in findings}


def test_that_go_files_for_x86_are_ported_by_the_one_for_arm64(tmp_path):
    files = {"sum_amd64.go": GO, "sum_amd64.s": "TEXT sum(SB)\n\tMOVQ AX, BX\n", "sum_arm64.go": GO}
    assert go_reasons(tmp_path, files) == dict.fromkeys(
        ("sum_amd64.go", "sum_amd64.s"), Reason.TWIN
    )


@pytest.mark.parametrize("constraint", ["//go:build !amd64", "//go:build !amd64 || purego"])
def test_that_a_go_file_for_all_others_is_a_fallback(tmp_path, constraint):
    files = {"sum_amd64.go": GO, "sum_other.go": f"{constraint}\n\n{GO}"}
    assert go_reasons(tmp_path, files) == {"sum_amd64.go": Reason.FALLBACK}


def test_that_a_go_constraint_without_a_counterpart_is_said(tmp_path):
    offered = GO.replace("sum", "Sum")
    files = {"sum.go": f"//go:build amd64 && !noasm\n\n{offered}"}
    assert go_reasons(tmp_path, files) == {"sum.go": Reason.CONDITIONAL}


@pytest.mark.parametrize(
    "constraint", ["//go:build linux", "//go:build !windows", "//go:build ignore"]
)
def test_that_constraints_on_something_else_are_no_findings(tmp_path, constraint):
    assert go_reasons(tmp_path, {"sum.go": f"{constraint}\n\n{GO}"}) == {}


@pytest.mark.parametrize(
    ("path", "source", "construct"),
    [
        ("A.java", 'System.loadLibrary("codec");', "java-load"),
        ("A.java", "  private static native int open(String name);", "java-native"),
        ("A.kt", 'Native.load("codec", Codec::class.java)', "java-jna"),
        ("A.cs", '[DllImport("codec")]', "dotnet-import"),
        ("A.cs", "using System.Runtime.Intrinsics.X86;", "dotnet-intrinsics"),
        ("a.py", 'lib = ctypes.CDLL("libcodec.so")', "python-load"),
        ("setup.py", 'args = ["-O2", "-mavx2"]', "python-flag"),
    ],
)
def test_that_each_construct_is_found(path, source, construct):
    assert hits(path, f"{source}\n") == [(construct, Guard.OPEN)]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("A.java", '// System.loadLibrary("codec");'),
        ("A.java", 'Native.load("c", Libc.class);'),
        ("A.java", 'String s = "a native int open(";'),
        ("A.cs", '[DllImport("kernel32.dll")]'),
        ("a.py", '# ctypes.CDLL("libcodec.so")'),
        ("a.py", '"""\nif platform.machine() == "x86_64": pass\n"""'),
        ("a.py", 'lib = ctypes.CDLL("libc.so.6")'),
        ("a.py", 'flag = "-march=armv8-a"'),
        ("a.ts", "const arch = process.arch;"),
    ],
)
def test_that_what_only_looks_like_it_is_no_finding(path, source):
    assert hits(path, f"{source}\n") == []


def test_that_a_file_that_names_arm64_has_an_answer():
    source = (
        'if platform.machine() == "x86_64":\n  a()\nelif platform.machine() == "aarch64":\n  b()\n'
    )
    assert hits("a.py", source) == [("python-machine", Guard.PORTED)]


def test_that_a_library_to_load_asks_and_does_not_condemn(tmp_path):
    source = 'class A { static { System.loadLibrary("codec"); } }'
    files = {
        "pom.xml": "<project><artifactId>a</artifactId></project>",
        "src/main/java/A.java": source,
    }
    findings, verdicts = inspected(tmp_path, files)
    assert [(f.effect, f.reason) for f in findings] == [(Effect.CHANGE, Reason.NEEDS)]
    assert verdicts == {"a": ["needs"]}


POM = "<project><artifactId>{}</artifactId></project>"


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("codec-linux64-aarch64", Reason.TWIN),
        ("natives/linux-aarch64", Reason.TWIN),
        ("codec-linux64-ppc64le", Reason.NEEDS),
        ("codec-osx-aarch64", Reason.NEEDS),
        ("other-linux64-aarch64", Reason.NEEDS),
    ],
)
def test_that_a_module_may_build_the_library_for_arm64(tmp_path, module, reason):
    files = {
        "pom.xml": POM.format("all"),
        "codec/pom.xml": POM.format("codec"),
        "codec/src/main/java/A.java": "class A {\n  static native int open(String name);\n}\n",
        f"{module}/pom.xml": POM.format("natives"),
    }
    findings, _ = inspected(tmp_path, files)
    assert [f.reason for f in findings] == [reason]


def test_that_it_builds_no_library_of_another_name(tmp_path):
    files = {
        "pom.xml": POM.format("all"),
        "codec/pom.xml": POM.format("codec"),
        "codec/src/main/java/A.java": 'class A { void f() { System.loadLibrary("vendor"); } }',
        "codec-linux-aarch64/pom.xml": POM.format("natives"),
    }
    findings, _ = inspected(tmp_path, files)
    assert [f.reason for f in findings] == [Reason.NEEDS]
