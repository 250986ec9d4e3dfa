"""The source of whole projects: findings, and what they come to for each module."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.model.component import Sighting
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.problem import Problem
from workbench.scan.scanner import scan
from workbench.scan.source import engine
from workbench.scan.source.look import LOOKS


def inspected(root: Path, files: dict[str, str]) -> tuple[list[Finding], dict[str, list[str]]]:
    """Scan the files; return the findings, and the verdicts by module."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    events = list(scan(root))
    verdicts: dict[str, list[str]] = {}
    for event in events:
        if isinstance(event, Sighting) and event.occurrence.reader == "source":
            verdicts[event.name] = [t.value for t in event.occurrence.traits]
    return [e for e in events if isinstance(e, Finding)], verdicts


CMAKE = "project(blend C)\nadd_library(blend blend.c)\n"
OPEN = "#include <emmintrin.h>\nint f(void) { return 0; }\n"


def test_that_open_x86_source_makes_the_module_change(tmp_path):
    findings, verdicts = inspected(tmp_path, {"CMakeLists.txt": CMAKE, "blend.c": OPEN})
    assert [(f.rule, f.path, f.line, f.effect) for f in findings] == [
        ("x86-intrinsic", "blend.c", 1, Effect.CHANGE)
    ]
    assert verdicts == {"blend": ["change"]}


@pytest.mark.parametrize(
    ("folder", "files", "verdict"),
    [
        ("src", 0, "change"),
        ("src", 1, "doubtful"),
        ("src", 2, "doubtful"),
        ("src", 3, "mixed"),
        ("third_party", 3, "change"),
    ],
)
def test_that_a_port_shows_by_how_much_is_written_for_arm(tmp_path, folder, files, verdict):
    arm = {f"{folder}/f{n}.c": "#include <arm_neon.h>\n" for n in range(files)}
    _, verdicts = inspected(tmp_path, {"CMakeLists.txt": CMAKE, "blend.c": OPEN, **arm})
    assert verdicts == {"blend": [verdict]}


def test_that_sse2neon_in_a_module_translates_its_intrinsics(tmp_path):
    simd = "#ifdef __aarch64__\n#include <sse2neon.h>\n#else\n#include <emmintrin.h>\n#endif\n"
    files = {"CMakeLists.txt": CMAKE, "simd.h": simd, "blend.c": "__m128i x;\n"}
    findings, verdicts = inspected(tmp_path, files)
    assert {f.effect for f in findings} == {Effect.PORTED}
    assert Reason.TRANSLATED in {f.reason for f in findings}
    assert verdicts == {"blend": ["ported"]}


def test_that_a_file_for_arm_beside_it_makes_it_ported(tmp_path):
    files = {
        "CMakeLists.txt": CMAKE,
        "blend_sse2.c": OPEN,
        "blend_neon.c": "#include <arm_neon.h>\n",
    }
    findings, verdicts = inspected(tmp_path, files)
    assert [(f.path, f.reason) for f in findings] == [("blend_sse2.c", Reason.TWIN)]
    assert verdicts == {"blend": ["ported"]}


def test_that_what_is_only_left_out_is_not_taken_for_ready(tmp_path):
    files = {"CMakeLists.txt": CMAKE, "blend.c": "#ifdef __SSE2__\n__m128i x;\n#endif\n"}
    _, verdicts = inspected(tmp_path, files)
    assert verdicts == {"blend": ["left-out"]}


def test_that_tests_do_not_decide_on_the_module(tmp_path):
    files = {"CMakeLists.txt": CMAKE, "blend.c": "int x;\n", "tests/a.c": OPEN}
    findings, verdicts = inspected(tmp_path, files)
    assert len(findings) == 1
    assert verdicts == {"blend": ["clean"]}


def test_that_source_outside_of_modules_belongs_to_the_project(tmp_path):
    root = tmp_path / "tools"
    findings, verdicts = inspected(root, {"scratch/a.c": OPEN})
    assert findings[0].component == "pkg:generic/tools"
    assert verdicts == {"tools": ["change"]}


ASSEMBLY = ".text\nfoo:\n  movq %rax, %rbx\n  vmovdqa (%rdi), %ymm0\n  ret\n"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("copy.S", ASSEMBLY, [Reason.OPEN]),
        ("copy.S", f"#ifdef __x86_64__\n{ASSEMBLY}#endif\n", [Reason.LEFT_OUT]),
        ("copy.s", ".text\nfoo:\n  ldp x0, x1, [x2]\n  ret\n", []),
        ("copy.asm", "%include 'x86inc.asm'\nsection .text\nmov rax, 1\n", [Reason.OPEN]),
        ("copy_amd64.s", "TEXT foo(SB)\n\tMOVQ AX, BX\n", [Reason.NAMED]),
        ("data.S", '.section .rodata\nblob:\n.incbin "x.bin"\n', []),
    ],
)
def test_that_assembly_files_are_told_by_what_is_in_them(tmp_path, name, text, found):
    findings, _ = inspected(tmp_path, {name: text})
    assert [f.reason for f in findings] == found


@pytest.mark.parametrize("places", [False, True])
def test_that_both_engines_choose_the_same_files(monkeypatch, places):
    texts = [b"int x;", b"__m128i x;", b"#include <asm/io.h>", b"x = _mm_add_ps(a);", b"#error a"]
    texts += [b'asm volatile ("nop")', b"// plain", b"_mm_slot", b"long  double d;", b"rdtsc"]
    texts += [b"__m128i a = _mm_pause(); __m128i b; // SSE2NEON.h", b"SIMDE/x86 x-simde_"]
    look = next(look for look in LOOKS if look.family == "c")
    patterns = [*look.triggers(), *look.hints()]
    fast = [{n for n, _ in engine.compiled(patterns, places)(text)} for text in texts]
    monkeypatch.setattr(engine, "hyperscan", None)
    slow = [{n for n, _ in engine.compiled(patterns, places)(text)} for text in texts]
    assert fast == slow
    assert [text for text, marks in zip(texts, fast, strict=True) if not marks] == [
        *(b"int x;", b"#include <asm/io.h>", b"// plain", b"_mm_slot", b"rdtsc")
    ]


def test_that_a_source_that_is_too_large_is_looked_at_in_part_and_that_is_said(tmp_path):
    (tmp_path / "big.c").write_bytes(OPEN.encode() + b"int a;\n" * 1_300_000)
    events = list(scan(tmp_path))
    assert [e.path for e in events if isinstance(e, Problem)] == ["big.c"]
    assert any(isinstance(e, Finding) for e in events)
