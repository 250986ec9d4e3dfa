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
