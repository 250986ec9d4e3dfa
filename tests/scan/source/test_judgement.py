"""What decides on a finding besides the place where it stands."""

from __future__ import annotations

import pytest

from tests.scan.source.test_inspect import CMAKE, OPEN, inspected
from workbench.assess.effort import effort
from workbench.model.component import Scope
from workbench.model.finding import Effect, Reason
from workbench.scan.source.scopes import scope_of

NASM = "section .text\nglobal f\nf:\n  mov rax, rdi\n  ret\n"
ARM = "#include <arm_neon.h>\nint f(void) { return vaddvq_s32(x); }\n"


def reasons(root, files: dict[str, str]) -> dict[str, Reason]:
    """Return why each file's first finding has its effect."""
    found, _ = inspected(root, files)
    return {f.path: f.reason for f in reversed(found)}


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"cpu.c": OPEN, "cpu_arm64.c": "int x;\n"}, Reason.TWIN),
        ({"cpu.c": OPEN, "aarch64/cpu.c": "int x;\n"}, Reason.TWIN),
        ({"cpu.c": OPEN, "alarm.c": "int x;\n"}, Reason.OPEN),
        ({"lib/jit/emit.h": OPEN, "lib/jit_aarch64/asm.h": "int x;\n"}, Reason.TWIN),
        ({"md/hash.asm": NASM, "md/aarch64/hash.S": "  ret\n"}, Reason.TWIN),
        ({"md/hash.asm": NASM, "md/aarch64/other.S": "  ret\n"}, Reason.OPEN),
        ({"lib/jit/emit.h": OPEN, "jit_aarch64/asm.h": "int x;\n"}, Reason.OPEN),
        ({"lib/jit/emit.h": OPEN, "lib/arm64/asm.h": "int x;\n"}, Reason.OPEN),
        ({"mix_avx2.c": OPEN, "mix.c": "int x;\n"}, Reason.FALLBACK),
        ({"mix_avx2.c": OPEN, "mix_generic.c": "int x;\n"}, Reason.FALLBACK),
        ({"x86/mix.c": OPEN, "c/mix.c": "int x;\n"}, Reason.FALLBACK),
        ({"mix_avx2.c": OPEN, "blend.c": "int x;\n"}, Reason.NAMED),
        ({"win32/cpu.c": OPEN}, Reason.ELSEWHERE),
        ({"win32/cpu_avx2.c": OPEN}, Reason.ELSEWHERE),
        ({"MacMSRDriver/cpu.c": OPEN}, Reason.ELSEWHERE),
        ({"kernels/penryn/axpy.c": OPEN}, Reason.NAMED),
        ({"acl_avx512x16.c": OPEN}, Reason.NAMED),
        ({"fast.c": OPEN, "Makefile": "ifdef X86\nOBJS += fast.o\nendif\n"}, Reason.SELECTED),
    ],
)
def test_that_names_and_builds_decide(tmp_path, files, reason):
    path = next(iter(files))
    assert reasons(tmp_path, files)[path] is reason


def test_that_a_header_that_x86_alone_includes_fares_as_the_include_does(tmp_path):
    other = '#if defined(__x86_64__)\n#include "lock_x86.h"\n#else\nint lock;\n#endif\n'
    files = {"lock_x86.h": OPEN, "lock.h": f"#include <emmintrin.h>\n{other}"}
    assert reasons(tmp_path, files)["lock_x86.h"] is Reason.FALLBACK


def test_that_sse2neon_gives_no_avx(tmp_path):
    simd = "#include <sse2neon.h>\n__m128i a;\n__m256i b;\n"
    found, _ = inspected(tmp_path, {"a.c": simd})
    assert [(f.construct, f.effect) for f in found] == [
        ("sse", Effect.PORTED),
        ("avx", Effect.CHANGE),
    ]


def test_that_simde_gives_it(tmp_path):
    found, _ = inspected(tmp_path, {"a.c": "#include <simde/x86/avx2.h>\n__m256i b;\n"})
    assert [f.effect for f in found] == [Effect.PORTED]


@pytest.mark.parametrize(
    "source",
    [
        "#ifndef __x86_64__\n#define __cpuid(l, a, b) ((void) 0)\n#endif\n__cpuid(1, a, b);",
        "static int __builtin_cpu_is(const char *name) { return 0; }\n",
        "typedef int64x1_t __m64;\n__m64 x;\n",
        "static uint64_t _rdtsc(void)\n{\n  return 0;\n}\n",
    ],
)
def test_that_a_name_that_the_file_defines_itself_is_no_finding(tmp_path, source):
    assert inspected(tmp_path, {"a.c": source})[0] == []


def test_that_the_name_of_another_processor_is_no_finding(tmp_path):
    source = 'int f(void) { return __builtin_cpu_is("power9"); }\n'
    assert inspected(tmp_path, {"a.c": source})[0] == []


def test_that_a_header_of_the_project_is_not_that_of_the_compiler(tmp_path):
    files = {"cpuid.h": "int x;\n", "a.c": '#include "cpuid.h"\n'}
    assert inspected(tmp_path, files)[0] == []
    assert inspected(tmp_path, {"a.c": "#include <cpuid.h>\n"})[0]


def test_that_harmless_notes_leave_a_module_clean(tmp_path):
    files = {"CMakeLists.txt": CMAKE, "blend.c": "#define PAGE_SIZE 4096\n"}
    found, verdicts = inspected(tmp_path, files)
    assert [f.effect for f in found] == [Effect.NOTE]
    assert verdicts == {"blend": ["clean"]}


def test_that_a_macro_with_no_before_the_name_of_an_instruction_set_says_nothing(tmp_path):
    found, _ = inspected(tmp_path, {"a.c": "#ifndef NO_AVX512\n__m512i x;\n#endif\n"})
    assert [f.reason for f in found] == [Reason.CONDITIONAL]


def test_that_neon_in_the_file_stands_in_for_what_is_left_out(tmp_path):
    source = f"#if KIND == KIND_AVX2\n__m256i x;\n#endif\n#if KIND == KIND_NEON\n{ARM}#endif\n"
    found, _ = inspected(tmp_path, {"a.c": source})
    assert [f.effect for f in found] == [Effect.PORTED]


def test_that_vendored_code_is_told_apart(tmp_path):
    found, _ = inspected(tmp_path, {"third_party/a.c": OPEN, "src/b.c": OPEN})
    assert {f.path: f.vendored for f in found} == {"third_party/a.c": True, "src/b.c": False}


def test_that_a_library_counts_once_for_all_files_that_name_it(tmp_path):
    files = {f"f{n}.c": "#include <mkl.h>\n" for n in range(5)}
    found, _ = inspected(tmp_path, files)
    spent = effort(found)
    assert (spent.files, spent.functions, spent.minutes) == (5, 5, found[0].minutes)
    assert [share.functions for share in spent.shares] == [1]


def test_that_the_sdk_of_sgx_counts_where_it_lies_in_the_project(tmp_path):
    files = {
        "lib/thread.c": '#include "sgx_thread.h"\n',
        "lib/mkl.c": '#include "mkl.h"\n',
        "inc/sgx_thread.h": "int x;\n",
        "inc/mkl.h": "int x;\n",
        "enclave/calls.edl": "enclave {\n  trusted { public void run(void); };\n};\n",
        "enclave/Makefile": "calls_t.c: calls.edl\n\tsgx_edger8r --trusted $<\n",
    }
    found, _ = inspected(tmp_path, files)
    assert {(f.path, f.construct, f.effect) for f in found} == {
        ("lib/thread.c", "sgx-header", Effect.CHANGE),
        ("enclave/calls.edl", "sgx-header", Effect.CHANGE),
        ("enclave/Makefile", "intel-only", Effect.CHANGE),
    }


def test_that_an_assembler_written_in_c_plus_plus_is_found(tmp_path):
    writes = "void vaddps(const Xmm& x1, const Operand& op) { opAVX(x1, op, 0x58); }\n"
    calls = "void run() { vaddps(xmm0, xmm1); }\n"
    found, _ = inspected(tmp_path, {"asm/mnemonic.h": writes, "run.cpp": calls})
    assert [(f.path, f.construct, f.effect) for f in found] == [
        ("asm/mnemonic.h", "machine-code", Effect.CHANGE)
    ]
    beside, _ = inspected(tmp_path, {"asm/mnemonic.h": writes, "asm_aarch64/a.h": "int x;\n"})
    assert {f.effect for f in beside} == {Effect.PORTED}


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("scripts/gen_run_tests.py", Scope.TEST),
        ("deps/lib/scripts/runtests.sh", Scope.TEST),
        ("scripts/latest.sh", Scope.BUILD),
        ("src/run_tests.py", Scope.RUNTIME),
        ("parser/testfiles/a/run.c", Scope.TEST),
    ],
)
def test_that_what_steers_tests_is_of_the_tests(path, scope):
    assert scope_of(path) is scope


def test_that_a_name_like_a_register_is_none_where_nothing_holds_registers(tmp_path):
    found, _ = inspected(tmp_path, {"table.c": "int f(void) { return tbl->eip + entry.eip; }\n"})
    assert found == []
