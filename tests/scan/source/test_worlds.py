"""Preprocessor conditions, asked about 64-bit Linux on both architectures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.scan.source.worlds import World, defined, evaluate


@pytest.mark.parametrize(
    ("condition", "x86", "arm"),
    [
        ("defined(__x86_64__)", True, False),
        ("defined __aarch64__", False, True),
        ("!defined(__x86_64__)", False, True),
        ("defined(__x86_64__) || defined(__aarch64__)", True, True),
        ("defined(__SSE2__) && defined(__GNUC__)", True, False),
        ("defined(__AVX2__)", None, False),
        ("defined(HAVE_NEON)", False, None),
        ("defined(USE_THREADS)", None, None),
        ("defined(USE_THREADS) || defined(__aarch64__)", None, True),
        ("0", False, False),
        ("1", True, True),
        ("0x10", True, True),
        ("__GNUC__ >= 4", None, None),
        ("__ARM_ARCH >= 8", False, None),
        ("SIMD == SIMD_AVX2", None, False),
        ("SIMD == SIMD_NEON", False, None),
        ("ARCH_X86 && HAVE_MMX_INLINE", None, False),
        ("defined(__powerpc__) || defined(__s390x__)", False, False),
        ("defined(_WIN32)", False, False),
        ("!(defined(__i386__) || defined(__x86_64__))", False, True),
        ("__has_include(<immintrin.h>)", None, None),
        ("__GNUC__ < 4", False, False),
        ("defined(__GNUC__) && __GNUC__ <= 3", False, False),
        ("__GNUC__ == 4", None, None),
        ("CFG_ARCH == CFG_ARCH_IA32 || CFG_ARCH == CFG_ARCH_IA32E", None, False),
        ("GPU_VENDOR == VENDOR_INTEL", None, None),
        ("defined(GPU_INTEL)", None, None),
        ("CPU_VENDOR == CPU_INTEL", None, False),
    ],
)
def test_that_a_condition_is_answered_for_each_world(condition, x86, arm):
    assert evaluate(condition, World.X86) is x86
    assert evaluate(condition, World.ARM) is arm


@pytest.mark.parametrize("broken", ["", "(", "defined(", "&& 1", "1 ||", "((((" * 100, "@#$"])
def test_that_a_broken_condition_is_left_open(broken):
    assert evaluate(broken, World.ARM) is None


_ATOMS = st.sampled_from(
    ["defined(__x86_64__)", "defined(__aarch64__)", "defined(FOO)", "0", "1", "BAR"]
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda c: f"!({c})"),
    ),
    max_leaves=12,
)


@given(_CONDITIONS, st.sampled_from(list(World)))
def test_that_not_turns_every_answer_round(condition, world):
    value = evaluate(condition, world)
    turned = evaluate(f"!({condition})", world)
    assert turned is (None if value is None else not value)


@given(_CONDITIONS, _CONDITIONS, st.sampled_from(list(World)))
def test_that_and_of_negations_is_the_negation_of_or(left, right, world):
    either = evaluate(f"!(({left}) || ({right}))", world)
    neither = evaluate(f"!({left}) && !({right})", world)
    assert either is neither


@given(st.text(max_size=200), st.sampled_from(list(World)))
def test_that_no_text_breaks_the_reader(text, world):
    assert evaluate(text, world) in (True, False, None)


@pytest.mark.parametrize("name", ["HAVE_SSE4_1", "CONFIG_X86_64", "USE_AVX512BW", "ENABLE_AESNI"])
def test_that_a_project_s_own_x86_macro_is_never_defined_on_arm(name):
    assert defined(name, World.ARM) is False
    assert defined(name, World.X86) is None


@pytest.mark.parametrize("name", ["ASSERT", "PASSED", "INTELLIGENT", "ALARM", "HARM", "MAXIMUM"])
def test_that_a_word_that_only_holds_the_letters_names_no_architecture(name):
    assert defined(name, World.ARM) is None
    assert defined(name, World.X86) is None
