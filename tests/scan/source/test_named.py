"""What names of files and folders say, and which file for Arm stands in for which for x86."""

from __future__ import annotations

import pytest

from workbench.scan.source.named import Twins, architecture_in


@pytest.mark.parametrize(
    ("path", "architecture"),
    [
        ("arch/x86/kernel/a.c", "x86"),
        ("arch/arm64/kernel/a.c", "arm"),
        ("arch/powerpc/lib/a.S", "other"),
        ("arch/h8300/a.c", "other"),
        ("arch/common/a.c", ""),
        ("src/blend_avx2.c", "x86"),
        ("src/blend-sse4.1.c", "x86"),
        ("src/x86_64/memcpy.S", "x86"),
        ("src/asm_amd64.s", "x86"),
        ("src/blend_neon.c", "arm"),
        ("simd/i386/a.asm", "x86"),
        ("drivers/net/ethernet/intel/a.c", ""),
        ("src/charm/alarm.c", ""),
        ("src/parser.c", ""),
    ],
)
def test_that_the_most_telling_part_of_a_path_decides(path, architecture):
    assert architecture_in(path) == architecture


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
    assert Twins([x86, arm]).has(x86)


def test_that_a_file_for_something_else_is_no_twin():
    assert not Twins(["src/blend_avx2.c", "src/mix_neon.c", "src/blend_vsx.c"]).has(
        "src/blend_avx2.c"
    )
