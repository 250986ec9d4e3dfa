"""C-like sources that nobody would write: the look ends, says no nonsense, and never fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.source.c_look import look
from workbench.scan.source.look import look_for
from workbench.scan.source.worker import look_at

_TEXTS = """
#if A|#else|#endif|#elif defined(__aarch64__)|#ifdef __x86_64__|#ifndef NO_AVX|#error no x86
#include <emmintrin.h>|#include "a_x86.h"|__m128i x;|_mm_add_ps(|_mm_pause();|__cpuid(1, a, b)
_rdtsc(void)|#define __cpuid(a) a|#undef _mm_pause|typedef int __m64;|char c = -1;|asm("cpuid");
asm volatile(|__asm {|__asm mov eax, 1|:::|"memory"|__attribute__((target("avx2|"))|(|)|{|}|;
/*|*/|//|"|'|R"x(|)x"|!DIR$ IVDEP|real(10) :: x|c = getc(f)|volatile int ready;|movq %rax, %rbx
%macro A|TEXT a(SB)|arm_neon.h|sse2neon.h|simde/|strcmp(u.machine, "x86_64")|syscall(SYS_open,
""".replace("\n", "|").split("|")
_TEXTS += [f"{text}\n" for text in _TEXTS] + ["\\\n", "\r\n", "\x00", "é"]
_NAMES = ("a.c", "a.h", "a.pyx", "a.f", "a.f90", "a.inc", "a.S", "a.asm", "a_amd64.s", "a.mm")
_PIECES = st.lists(st.sampled_from(_TEXTS), max_size=60)


@given(_PIECES, st.sampled_from(_NAMES))
def test_that_every_line_lies_in_the_file(pieces, name):
    source = "".join(pieces)
    found = look_for(name)
    assert found is not None
    lines = [hit.line for hit in found.look(name, source.encode()).hits]
    assert all(1 <= line <= source.count("\n") + 1 for line in lines)


@given(_PIECES)
def test_that_what_is_behind_a_comment_is_never_seen(pieces):
    source = "/*" + "".join(pieces).replace("*/", "")
    assert look("a.c", source.encode()).hits == ()


@given(st.binary(max_size=300), st.sampled_from(_NAMES))
def test_that_no_bytes_break_a_look(data, name):
    found = look_for(name)
    assert found is not None
    found.look(name, data)


MANY = 60_000


@pytest.mark.parametrize(
    "source",
    [
        "__cpuid(" * MANY,
        "__cpuid((((" * MANY,
        "#define __cpuid(a)\n" * MANY,
        "typedef " * MANY + "__m64;",
        "{" * MANY + "__m128i x;",
        "}" * MANY + "__m128i x;",
        "#ifdef __x86_64__\n" * MANY + "__m128i x;",
        "#ifdef __x86_64__\n#endif\n" * MANY,
        "#ifdef __x86_64__\n__m128i x;\n#elif B\n" * MANY,
        'asm("cpuid" :' * MANY,
        "__asm {" * MANY,
        "char c[] = { 1, " * MANY,
        "c = getc(f);\n" * MANY,
        '__attribute__((target("' * MANY,
        "x = _mm_add_ps(a, b); " * MANY,
        "/*" * MANY,
        "\\\n" * MANY + "__m128i x;",
        '#include "a_x86.h"\n' * MANY,
    ],
    ids=lambda text: text[:24].strip(),
)
def test_that_much_of_one_thing_is_looked_at_to_the_end(tmp_path, source):
    """Each takes seconds at most here, where a step for each pair of places would take hours."""
    (tmp_path / "a.c").write_text(source, encoding="utf-8")
    for looked in look_at(str(tmp_path), ["a.c"]):
        assert len(looked.hits) <= source.count("\n") * 3 + 3
