"""The source of whole projects: findings, and what they come to for each module."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.model.component import Sighting
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.problem import Problem
from workbench.scan.scanner import scan
from workbench.scan.source import crew, engine
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


def test_that_a_module_with_code_for_arm_is_mixed(tmp_path):
    files = {"CMakeLists.txt": CMAKE, "blend.c": OPEN, "neon.c": "#include <arm_neon.h>\n"}
    _, verdicts = inspected(tmp_path, files)
    assert verdicts == {"blend": ["mixed"]}


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
    texts += [b"__m128i a = _mm_pause(); __m128i b; // SSE2NEON.h", b"SimDe/x86 x-simde_"]
    look = next(look for look in LOOKS if look.family == "c")
    patterns = [*look.triggers(), *look.hints()]
    fast = [{n for n, _ in engine.compiled(patterns, places)(text)} for text in texts]
    monkeypatch.setattr(engine, "hyperscan", None)
    slow = [{n for n, _ in engine.compiled(patterns, places)(text)} for text in texts]
    assert fast == slow
    assert [text for text, marks in zip(texts, fast, strict=True) if not marks] == [
        *(b"int x;", b"#include <asm/io.h>", b"// plain", b"_mm_slot", b"rdtsc")
    ]


def test_that_several_processes_find_what_one_does(tmp_path, monkeypatch):
    for number in range(60):
        (tmp_path / f"a{number}.c").write_text(OPEN)
    paths = [f"a{number}.c" for number in range(60)]
    alone = [x for _, found in crew.look_everywhere(str(tmp_path), paths) for x in found]
    monkeypatch.setattr(crew, "SMALL", 1)
    monkeypatch.setattr(crew, "_BATCH", 7)
    answers = list(crew.look_everywhere(str(tmp_path), paths, jobs=2))
    together = [x for _, found in answers for x in found]
    assert answers[-1][0] == 60
    assert sorted(together, key=lambda x: x.path) == sorted(alone, key=lambda x: x.path)


@pytest.mark.skipif(os.name != "posix", reason="counts processes as POSIX lists them")
def test_that_closing_the_generator_ends_the_workers(tmp_path, monkeypatch):
    for number in range(30):
        (tmp_path / f"a{number}.c").write_text(OPEN)
    monkeypatch.setattr(crew, "SMALL", 1)
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def remember(*arguments, **more):
        started.append(real(*arguments, **more))
        return started[-1]

    monkeypatch.setattr(crew.subprocess, "Popen", remember)
    running = crew.look_everywhere(str(tmp_path), [f"a{n}.c" for n in range(30)], jobs=2)
    next(running)
    running.close()
    assert started
    assert all(process.poll() is not None for process in started)


def test_that_a_file_that_stops_a_worker_is_one_problem(tmp_path, monkeypatch):
    stuck = tmp_path / "stuck.py"
    stuck.write_text(
        "import sys, time\n"
        "from workbench.scan.source import worker\n"
        "real = worker.look_at\n"
        "def look_at(root, paths):\n"
        "    for path in paths:\n"
        "        if path == 'a3.c':\n"
        "            time.sleep(60)\n"
        "        yield from real(root, (path,))\n"
        "worker.look_at = look_at\n"
        "worker.serve(sys.stdin.buffer, sys.stdout.buffer)\n"
    )
    for number in range(6):
        (tmp_path / f"a{number}.c").write_text(OPEN)
    monkeypatch.setattr(crew, "SMALL", 1)
    monkeypatch.setattr(crew, "_PATIENCE", 1.0)
    monkeypatch.setattr(crew, "_PATIENCE_ALONE", 1.0)
    monkeypatch.setattr(crew, "_COMMAND", [sys.executable, str(stuck)])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    answers = list(crew.look_everywhere(str(tmp_path), [f"a{n}.c" for n in range(6)], jobs=2))
    looked = {x.path: x for _, found in answers for x in found}
    assert looked["a3.c"].problem
    assert all(looked[f"a{n}.c"].hits for n in (0, 1, 2, 4, 5))
    assert answers[-1][0] == 6


def test_that_a_source_that_is_too_large_is_looked_at_in_part_and_that_is_said(tmp_path):
    (tmp_path / "big.c").write_bytes(OPEN.encode() + b"int a;\n" * 1_300_000)
    events = list(scan(tmp_path))
    assert [e.path for e in events if isinstance(e, Problem)] == ["big.c"]
    assert any(isinstance(e, Finding) for e in events)
