"""Go packages: what stands in on arm64 for the files that are built on x86 only."""

from __future__ import annotations

import pytest

from workbench.model.finding import Reason
from workbench.scan.source.go_build import built, holds
from workbench.scan.source.go_package import Answer, answers, go_file

from .test_languages import go_reasons

ASM = """#include "textflag.h"

// func sum(x []byte) int
TEXT ·sum(SB), NOSPLIT, $0
	MOVQ AX, BX
	RET
"""
USES = "package a\n\nfunc Sum(x []byte) int { return sum(x) }\n"
STUB = "package a\n\nfunc sum(x []byte) int\n"
PLAIN = "package a\n\nfunc sum(x []byte) int { return 0 }\n"


def said(files: dict[str, str]) -> dict[str, Answer]:
    return dict(answers(go_file(path, text.encode()) for path, text in files.items()))


@pytest.mark.parametrize(
    ("path", "text", "x86", "arm"),
    [
        ("a_amd64.go", "package a\n", True, False),
        ("a_arm64.s", "TEXT ·f(SB)\n", False, True),
        ("a_windows_amd64.go", "package a\n", False, False),
        ("a_linux.go", "package a\n", True, True),
        ("a_amd64_test.go", "package a\n", True, False),
        ("amd64.go", "package a\n", True, True),  # a name alone is no tag
        ("a.go", "//go:build amd64 && !noasm\n\npackage a\n", True, False),
        ("a.go", "//go:build (amd64 || 386 || ppc64le) && !appengine\n\npackage a\n", True, False),
        ("a.go", "//go:build !amd64 || purego\n\npackage a\n", False, True),
        ("a.go", "//go:build (!amd64 && !arm64) || purego\n\npackage a\n", False, False),
        ("a.go", "// +build amd64,!appengine\n\npackage a\n", True, False),
        ("a.go", "// +build !amd64 appengine\n\npackage a\n", False, True),
        ("a.go", "// +build linux\n// +build amd64 arm64\n\npackage a\n", True, True),
        ("a.go", "//+build amd64\n\npackage a\n", True, False),
        ("a.go", "//go:build go1.21 && gc && cgo\n\npackage a\n", True, True),
        ("a.go", "//go:build ignore\n\npackage a\n", False, False),
        ("a.go", "package a\n\n//go:build amd64\n", True, True),
    ],
)
def test_where_a_file_is_built(path, text, x86, arm):
    assert built(path, text.encode())[:2] == (x86, arm)


@pytest.mark.parametrize("condition", ["", "(((", "amd64 ||", "amd64 && && arm64", "!" * 5000])
def test_that_a_constraint_that_cannot_be_read_keeps_nothing_out(condition):
    assert holds(condition, "arm64")


def test_that_assembly_for_arm64_stands_in():
    files = {
        "a.go": USES,
        "sum_amd64.go": STUB,
        "sum_amd64.s": ASM,
        "sum_arm64.go": STUB,
        "sum_arm64.s": ASM,
    }
    assert said(files) == {"sum_amd64.go": Answer.ARM, "sum_amd64.s": Answer.ARM}


def test_that_plain_go_for_all_others_stands_in():
    files = {
        "a.go": USES,
        "sum_amd64.go": STUB,
        "sum_amd64.s": ASM,
        "sum_generic.go": f"//go:build !amd64 || purego\n\n{PLAIN}",
    }
    assert said(files) == {"sum_amd64.go": Answer.PORTABLE, "sum_amd64.s": Answer.PORTABLE}


def test_that_a_name_that_arm64_lacks_is_missing(tmp_path):
    files = {"use.go": USES, "sum_amd64.go": STUB, "other.go": "//go:build !amd64\n\npackage a\n"}
    assert said(files)["sum_amd64.go"] is Answer.MISSING
    assert go_reasons(tmp_path, files) == {"sum_amd64.go": Reason.MISSING}


def test_that_a_local_name_or_a_method_is_not_taken_for_it():
    local = "package a\n\nfunc Sum(x []byte) int { sum := f; return sum(x) + x.sum() }\n"
    assert said({"a.go": local, "sum_amd64.go": STUB}) == {"sum_amd64.go": Answer.UNUSED}


def test_that_what_only_sets_flags_is_left_out():
    files = {
        "a.go": "package a\n\nvar has bool\n",
        "cpu_amd64.go": "package a\n\nfunc init() { has = ask() }\n\nfunc ask() bool\n",
    }
    assert said(files) == {"cpu_amd64.go": Answer.UNUSED}


def test_that_a_stub_that_refuses_is_no_port(tmp_path):
    other = (
        '//go:build !amd64\n\npackage a\n\nimport "errors"\n\n'
        'func Parse() error { return errors.New("Unsupported platform") }\n'
    )
    files = {
        "parse_amd64.go": "package a\n\nfunc Parse() error { return nil }\n",
        "other.go": other,
    }
    assert go_reasons(tmp_path, files) == {"parse_amd64.go": Reason.REFUSED}


def test_that_what_others_may_ask_for_stays_open():
    files = {"a.go": "package a\n", "sum_amd64.go": PLAIN.replace("sum", "Sum")}
    assert said(files) == {"sum_amd64.go": Answer.UNTOLD}


def test_that_go_assembly_without_a_constraint_reaches_arm64(tmp_path):
    assert go_reasons(tmp_path, {"use.go": USES, "sum.go": STUB, "sum.s": ASM}) == {
        "sum.s": Reason.OPEN
    }


def test_that_go_assembly_under_a_constraint_is_judged_by_it(tmp_path):
    files = {
        "use.go": USES,
        "sum.go": f"//go:build amd64\n\n{STUB}",
        "sum.s": f"//go:build amd64\n\n{ASM}",
        "sum_other.go": f"//go:build !amd64\n\n{PLAIN}",
    }
    assert set(go_reasons(tmp_path, files).values()) == {Reason.FALLBACK}


def test_that_a_file_for_all_others_is_not_taken_for_one_for_arm64():
    other = f"//go:build !386 && !amd64 && !(darwin && arm64)\n\n{PLAIN}"
    files = {"a.go": USES, "sum_amd64.go": STUB, "other.go": other}
    assert said(files) == {"sum_amd64.go": Answer.PORTABLE}


def test_that_methods_of_one_name_are_told_apart_by_their_types():
    files = {
        "a.go": "package a\n\nfunc (d *digest) reset() {}\n",
        "wide_amd64.go": "package a\n\nfunc (w *wide) reset() {}\n",
    }
    assert said(files) == {"wide_amd64.go": Answer.UNUSED}


def test_that_go_assembly_for_several_processors_is_judged_by_its_conditions(tmp_path):
    asm = (
        '#include "textflag.h"\nTEXT ·sum(SB), NOSPLIT, $0\n#ifdef GOARCH_amd64\n\tMOVQ AX, BX\n'
        "#endif\n#ifdef GOARCH_arm64\n\tMOVD R0, R1\n#endif\n\tRET\n"
    )
    found = go_reasons(tmp_path, {"use.go": USES, "sum.go": STUB, "sum.s": asm})
    assert Reason.OPEN not in found.values()
