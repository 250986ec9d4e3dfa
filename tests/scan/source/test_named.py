"""What names of files and folders say."""

from __future__ import annotations

import pytest

from workbench.scan.source.named import architecture_in, architectures_in


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


def test_that_files_of_a_folder_are_told_as_each_alone():
    names = ["a.c", "a_avx2.c", "a_neon.c", "cpuSSE2.c", "s390x.S", "asset.c", "b x86.c"]
    for folder in ("", "src", "arch/arm64/lib"):
        alone = [architecture_in(f"{folder}/{name}".lstrip("/")) for name in names]
        assert architectures_in(folder, names) == alone
        assert architectures_in(folder, ["a.c"]) == alone[:1]
