"""Names of two architectures that are one function, and names that are not."""

import pytest

from workbench.results.flame.matching import matched_names
from workbench.results.flame.rules import frame_rules

SAME = [
    ("score_avx2", "score_neon"),
    ("score_sse42", "score_sve"),
    ("score.evex", "score_asimd"),
    ("crc32_pclmul", "crc32_pmull"),
    ("atomic_add_x86_64", "atomic_add_lse"),
    ("simdjson::haswell::parse(char)", "simdjson::arm64::parse(char)"),
    ("foo.constprop.0", "foo.isra.1"),
    ("foo.part.2.cold", "foo.llvm.123"),
    ("foo [clone .cold]", "foo"),
    ("vfs_read_[k]", "vfs_read"),
    ("Main.run_[j]", "Main.run_[i]"),
    ("foo+0x1f", "foo"),
    ("A$$Lambda$12/0x0000000800c03000.run", "A$$Lambda/0x000000f001.run"),
    ("A$$Lambda$12.run", "A$$Lambda$13.run"),
    ("_ZN4core3ptr13drop_in_place17h0123456789abcdefE", "core::ptr::drop_in_place"),
    ("_ZN3foo8bar_avx2Ev", "foo::bar_neon()"),
    ("_ZN3foo8bar_avx2Ev.constprop.0", "_ZN3foo8bar_neonEv"),
    ("_ZZ4loopvENKUlvE_clEv", "loop()::'lambda'()::operator()() const"),
    ("_ZZ4loopvE5count", "loop()::count"),
    ("_ZN3log6vprintEPKcP13__va_list_tag", "_ZN3log6vprintEPKcSt9__va_list"),
    ("_RNvC6_123foo3bar", "_RNvCs15kBYyAo9fc_6_123foo3bar.llvm.77"),
    ("_RNvNtC5crate3mod8dot_avx2", "crate::mod::dot_neon"),
    ("_RNCNvC6_123foo3bar0B3_", "123foo::bar::{closure#0}"),
    (
        "_ZN45_$LT$Test$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE",
        "<Test as foo::Bar<Test>>::bar",
    ),
    ("__memmove_avx512_unaligned_erms", "__memcpy_sve"),
    ("__strlen_avx2", "__strlen_asimd"),
    ("__x64_sys_read", "__arm64_sys_read"),
    ("entry_SYSCALL_64_after_hwframe", "el0_svc"),
    ("f (a.py:3)", "f (a.py:9)"),
    ("0x7f001122", "[unknown]"),
]
APART = [
    ("score", "render"),
    ("score_generic", "score"),
    ("std::vector<int>::size()", "std::vector<long>::size()"),
    ("neon_glow", "glow"),
    ("main.func1", "main.func2"),
    ("force", "for"),
    ("aesni", "ni"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_that_two_names_of_one_function_fold(one, other):
    found = matched_names([one, other])
    assert found[one] == found[other]


@pytest.mark.parametrize(("one", "other"), APART)
def test_that_different_functions_stay_apart(one, other):
    found = matched_names([one, other])
    assert found[one] != found[other]


def test_that_a_portable_version_folds_only_beside_one_for_an_instruction_set():
    assert matched_names(["dot_generic"])["dot_generic"] == "dot_generic"
    found = matched_names(["dot_generic", "dot_avx2"])
    assert found["dot_generic"] == found["dot_avx2"] == "dot"


@pytest.mark.parametrize("name", ["_Z", "_ZZ3fooENKUlvE_clEv", "_ZN", "_Z" + "N" * 5000, "", "$"])
def test_that_what_cannot_be_demangled_keeps_a_name(name):
    assert matched_names([name])[name]


def test_that_a_symbol_that_would_double_without_end_stays_as_it_is():
    nested = "_Z1f1AIiiE" + "".join(
        f"S_I{r}{r}E" for r in (f"S{n}_" for n in "0123456789ABCDEFGHI")
    )
    assert matched_names([nested]) == {nested: nested}


def test_that_every_rule_is_a_pattern():
    assert len(frame_rules().replacements) > 15
