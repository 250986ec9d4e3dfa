"""C-like sources: which x86 words reach the arm64 compiler."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.source.c_look import look
from workbench.scan.source.hit import Guard


def hits(source: str) -> list[tuple[str, int, Guard]]:
    return [(hit.construct, hit.line, hit.guard) for hit in look("a.c", source.encode()).hits]


def test_that_an_unguarded_intrinsic_reaches_the_arm_compiler():
    assert hits("int f(void) {\n  x = _mm_add_ps(a, b);\n}\n") == [("sse", 2, Guard.OPEN)]


@pytest.mark.parametrize(
    "source",
    [
        "/* _mm_add_ps(a, b) */",
        "// _mm_add_ps(a, b)",
        "/* a\n _mm_add_ps(a, b)\n*/",
        'const char *s = "_mm_add_ps(a, b)";',
        'const char *s = R"x( __m128i )x";',
        "// a line that goes on \\\n __m128i x;",
        "int my_mm_slot; int _mm_slot;",
        "#ifndef _MM_SLOT_H\n#define _MM_SLOT_H\n#endif",
    ],
)
def test_that_comments_strings_and_other_names_are_no_findings(source):
    assert hits(source) == []


def test_that_a_quote_in_a_character_opens_no_string():
    assert hits("char q = '\"';\n__m128i x;\nchar r = '\"';") == [("sse", 2, Guard.OPEN)]


def test_that_a_branch_for_arm_makes_it_ported():
    source = "#if defined(__SSE2__)\n__m128i x;\n#elif defined(__ARM_NEON)\nint8x16_t x;\n#endif"
    assert hits(source) == [("sse", 2, Guard.PORTED)]


def test_that_an_else_with_neon_in_it_is_code_for_arm():
    source = "#ifdef __SSE2__\n__m128i x;\n#else\n#include <arm_neon.h>\n#endif"
    assert hits(source) == [("sse", 2, Guard.PORTED)]


def test_that_an_else_for_everybody_is_a_fallback():
    source = "#ifdef __SSE2__\n__m128i x;\n#else\nint x[4];\n#endif"
    assert hits(source) == [("sse", 2, Guard.FALLBACK)]


def test_that_a_guard_without_else_leaves_it_out():
    assert hits("#ifdef __AVX2__\n__m256i x;\n#endif") == [("avx", 2, Guard.ALONE)]


def test_that_an_error_for_everybody_else_refuses():
    source = '#if defined(__x86_64__)\n__m128i x;\n#else\n#error "no"\n#endif'
    assert hits(source) == [("sse", 2, Guard.REFUSED), ("error", 4, Guard.OPEN)]


def test_that_an_error_on_other_grounds_is_no_finding():
    assert hits("#if defined(__x86_64__) && !defined(__SSE2__)\n#error enable SSE2\n#endif") == []
    assert hits("#ifndef HAVE_THREADS\n#error no threads\n#endif") == []


def test_that_a_condition_on_something_else_is_said():
    found = look("a.c", b"#ifdef USE_FAST\n__m128i x;\n#endif").hits
    assert [(h.guard, h.condition) for h in found] == [(Guard.CONDITIONAL, "defined(USE_FAST)")]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("defined(__x86_64__)", [("asm", 2, Guard.FALLBACK)]),
        ("defined(__GNUC__)", []),
        ("defined(__powerpc__)", []),
    ],
)
def test_that_assembly_without_words_is_told_by_its_branch(condition, found):
    body = '#define TURN(op, x) ({ int r; __asm__(op " %1,%0" : "=r" (r) : "0" (x)); r; })'
    assert hits(f"#if {condition}\n{body}\n#else\nint turn;\n#endif\n") == found


@pytest.mark.parametrize("macro", ["do { put(d); } while (0)", "do { put(d); \\\n} while (0)"])
def test_that_the_braces_of_a_macro_before_it_hide_no_function(macro):
    source = f"#define PUT(d) {macro}\nstatic void copy(char *d)\n{{\n  x = _mm_add_ps(a, b);\n}}\n"
    assert [hit.function for hit in look("a.c", source.encode()).hits] == ["copy"]


def test_that_an_include_guard_is_no_condition():
    source = "#ifndef A_H\n#define A_H\n__m128i x;\n#endif"
    assert hits(source) == [("sse", 3, Guard.OPEN)]


def test_that_code_for_arm_or_for_others_is_no_finding():
    assert hits('#ifdef __aarch64__\nvoid f(){ asm("dmb ish"); }\n#endif') == []
    assert hits('#ifdef __powerpc__\nvoid f(){ asm("movl %eax, %ebx"); }\n#endif') == []


@pytest.mark.parametrize(
    "statement",
    [
        'asm("cpuid" : "=a"(a));',
        'asm volatile ("rdtsc" : "=a"(a));',
        '__asm__ __volatile__ ("lock; addl $1, %0" : "+m"(x));',
        '__asm__\n  __volatile__ ("mfence" ::: "memory");',
        "__asm { mov eax, 1 }",
        "__asm mov eax, ebx",
        'asm goto ("jmp %l0; movq %%rax, %%rbx" : : : : out);',
        'asm(LOCK_PREFIX "cmpxchgl %1, %2");',
    ],
)
def test_that_x86_assembly_is_found_in_every_spelling(statement):
    assert [c for c, _, _ in hits(f"void f(void) {{\n{statement}\n}}")] == ["asm"]


@pytest.mark.parametrize(
    "statement",
    [
        'asm volatile("" : "+r"(x));',
        'asm("dmb ish" ::: "memory");',
        'asm volatile("mrs %0, cntvct_el0" : "=r"(t));',
        'asm("nop");',
        'asm(".symver memcpy, memcpy@GLIBC_2.2.5");',
        'int f(void) __asm__("_f_alias");',
        'asm volatile("lwsync" ::: "memory");',
        "#include <asm/types.h>",
    ],
)
def test_that_portable_or_foreign_assembly_is_no_finding(statement):
    assert hits(f"{statement}\n") == []


@pytest.mark.parametrize(
    "source",
    [
        'static const char *names[] = { "eax", "ecx", "edx" };',
        'const char *f(int w) { return w ? "rax" : "eax"; }',
        'void f(int w) { show(w ? "rax" : "eax", w); }',
        'enum { A }; void f(int w) { switch (w) { case A: show("rax", 1); } }',
        'void f(void) { RUN(: : : "r0", "memory") }',
    ],
)
def test_that_names_of_registers_alone_are_no_assembly(source):
    assert hits(source) == []


def _constructs(source: str) -> list[str]:
    return [construct for construct, _, _ in hits(source)]


def test_that_one_statement_is_one_finding():
    """Its registers say nothing more, be they of a macro's statement or of one that is seen."""
    listed = ': : : "rax", "rbx",\n "ymm0", "memory")'
    assert _constructs(f"void f(void) {{ RUN() END({listed} }}") == ["asm-hidden"]
    assert _constructs(f'void f(void) {{ asm("cpuid" {listed}; }}') == ["asm"]


@pytest.mark.parametrize(
    "source",
    [
        '%module shapes\n%include "shapes.h"\n%define LIMIT 3\n%enddef',
        ".macro SAVE\n stp x0, x1, [sp, #-16]!\n.endm",
        "struct op op = {\n    .macro = 1,\n};",
        "s = tree->rax;",
        "struct smm_regs regs; regs.eax = 1;",
    ],
)
def test_that_other_lines_of_that_shape_are_no_assembly(source):
    assert hits(source) == []


def test_that_a_target_attribute_counts_only_for_x86():
    assert hits('__attribute__((target("avx2"))) void f(void);')[0][0] == "target"
    assert hits('__attribute__((target("+sve"))) void f(void);') == []


@pytest.mark.parametrize("name", ["emmintrin", "immintrin", "x86intrin", "cpuid"])
def test_that_headers_are_found_with_their_guard(name):
    assert hits(f"#include <{name}.h>") == [("header", 1, Guard.OPEN)]
    guarded = f"#if defined(__x86_64__)\n#include <{name}.h>\n#endif"
    assert hits(guarded) == [("header", 2, Guard.ALONE)]


def test_that_the_function_around_a_finding_is_named():
    before = b"static int before(void) { return 1; }\n#ifdef A\n#endif\n"
    body = b"int\nfoo(int a, int b)\n{\n  if (a) {\n    __m128i x;\n  }\n}\n__m128i y;\n"
    assert [(h.line, h.function) for h in look("a.c", before + body).hits] == [(8, "foo"), (11, "")]


def test_that_windows_line_ends_change_nothing():
    source = "#if defined(__SSE2__) \\\r\n && 1\r\n__m128i x;\r\n#else\r\nint x;\r\n#endif\r\n"
    assert hits(source) == [("sse", 3, Guard.FALLBACK)]


def test_that_conditionals_nested_without_end_are_read_in_linear_time():
    deep = "#if A\n" * 200_000 + "__m128i x;\n" + "#endif\n" * 200_000
    assert hits(deep) == [("sse", 200_001, Guard.CONDITIONAL)]


def test_that_one_endless_line_is_read():
    assert hits("int a[] = {" + "1," * 2_000_000 + "};\n__m128i x;") == [("sse", 2, Guard.OPEN)]


@given(st.binary(max_size=400))
def test_that_no_bytes_break_the_look(data):
    look("a.c", data)


_PIECES = st.lists(
    st.sampled_from(
        [
            *("#if A\n", "#else\n", "#endif\n", "#elif defined(__aarch64__)\n", "__m128i x;\n"),
            *("/*", "*/", '"', "'", "\\\n", "//", "{", "}", 'asm("cpuid");\n', "#error no\n"),
            "#ifdef __x86_64__\n",
        ]
    ),
    max_size=40,
)


@given(_PIECES)
def test_that_lines_lie_in_the_file_and_come_in_order(pieces):
    source = "".join(pieces)
    lines = [hit.line for hit in look("a.c", source.encode()).hits]
    assert lines == sorted(lines)
    assert all(1 <= line <= source.count("\n") + 1 for line in lines)
