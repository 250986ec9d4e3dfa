"""Which file for Arm stands in for which for x86."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.scan.source.named import architecture_in
from workbench.scan.source.twins import Twins
from workbench.scan.tree import Tree
from workbench.scan.walk import File, grouped


def twins(*paths):
    files = [File(path, 1) for path in paths]
    for_arm = [file for file in files if architecture_in(file.path) == "arm"]
    return Twins(Tree(Path("nowhere"), grouped(files)), grouped(for_arm))


@pytest.mark.parametrize(
    ("x86", "arm"),
    [
        ("src/blend_avx2.c", "src/blend_neon.c"),
        ("src/asm_amd64.s", "src/asm_arm64.s"),
        ("arch/x86/memcpy.S", "arch/arm64/other.S"),
        ("simd/x86_64/jdct.asm", "simd/arm/aarch64/jsimd.S"),
    ],
)
def test_that_a_twin_is_found_by_name_or_by_folder(x86, arm):
    assert twins(x86, arm).has(x86)


def test_that_a_file_for_something_else_is_no_twin():
    assert not twins("src/blend_avx2.c", "src/mix_neon.c", "src/blend_vsx.c").has(
        "src/blend_avx2.c"
    )


def test_that_a_file_at_the_top_has_no_twin_in_a_folder_for_arm():
    assert not twins("foo_x86.c", "arm64/foo.c").has("foo_x86.c")


@pytest.mark.parametrize(
    ("x86", "portable"),
    [
        ("src/blend_avx2.c", "src/blend.c"),
        ("src/blend_avx2.c", "SRC/Blend-Generic.cpp"),
        ("x86/blend.c", "c/blend.c"),
        ("dsp/x86/blend_sse2.asm", "dsp/ref/blend.c"),
    ],
)
def test_that_code_for_everybody_is_found_beside(x86, portable):
    assert twins(x86, portable).have_portable(x86)
    assert not twins(x86, "other/blend.c").have_portable(x86)
