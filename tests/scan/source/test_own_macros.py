"""Macros that a file defines itself, on one architecture only."""

from __future__ import annotations

import pytest

from workbench.scan.source.c_look import look
from workbench.scan.source.hit import Guard

VECTOR = "__m128i v;\n"


def guards(source: str) -> list[Guard]:
    hits = look("a.c", source.encode()).hits
    return [hit.guard for hit in hits if hit.construct != "x86-branch"]


@pytest.mark.parametrize(
    ("source", "guard"),
    [
        (
            "#ifndef __SSE2__\n#define USE_PLAIN\n#endif\n"
            f"#if defined(USE_PLAIN)\nint v;\n#else\n{VECTOR}#endif\n",
            Guard.FALLBACK,
        ),
        (
            "#if defined(__x86_64__)\n#define WAY WAY_NI\n#elif defined(__aarch64__)\n"
            f"#define WAY WAY_OTHER\n#endif\n#if WAY == WAY_NI\n{VECTOR}#endif\n",
            Guard.ALONE,
        ),
        (
            "#if defined(__x86_64__)\n#define FAST 1\n#else\n#define FAST 0\n#endif\n"
            f"#if FAST\n{VECTOR}#endif\n",
            Guard.ALONE,
        ),
        (
            "#ifdef __x86_64__\n#define FAST\n#endif\n"
            f"#ifdef FAST\n# if WIDE\n{VECTOR}# endif\n#else\nint v;\n#endif\n",
            Guard.FALLBACK,
        ),
        (
            "#if defined(__x86_64__) || defined(__arm__)\n#define HAS_HOOK\n#endif\n"
            '#ifdef HAS_HOOK\n#ifdef __x86_64__\nasm("mov $15, %rax");\n'
            "#else\n#error unsupported\n#endif\n#endif\n",
            Guard.ALONE,
        ),
    ],
)
def test_that_what_they_keep_from_arm64_is_left_out_there(source, guard):
    assert guards(source) == [guard]


@pytest.mark.parametrize(
    "source",
    [
        f"#define WAY WAY_NI\n#if WAY == WAY_NI\n{VECTOR}#endif\n",
        f"#define FAST\n#ifdef FAST\n{VECTOR}#endif\n",
        f"#ifdef WIDE\n#define FAST\n#endif\n#ifdef FAST\n{VECTOR}#endif\n",
        f"/*\n#ifdef __x86_64__\n#define FAST\n#endif\n*/\n#ifdef FAST\n{VECTOR}#endif\n",
        "#ifdef __x86_64__\n#define FAST 1\n#else\n#define FAST 0\n#endif\n"
        f"#if defined(FAST)\n{VECTOR}#endif\n",
    ],
)
def test_that_others_leave_it_open(source):
    assert guards(source) == [Guard.CONDITIONAL]


def test_that_a_builtin_that_is_asked_for_is_no_finding():
    source = "#if HAS_BUILTIN(__builtin_ia32_addcarryx_u64)\nint a;\n#endif\n"
    assert guards(source) == []
    assert guards("int f(void) { return __builtin_ia32_addcarryx_u64(0, 1, 2, 0); }") != []


def test_that_what_only_an_older_compiler_takes_is_no_finding():
    assert guards(f"#if defined(__GNUC__) && __GNUC__ < 4\n{VECTOR}#endif\n") == []
