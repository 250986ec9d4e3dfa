"""A small codec in C: something to change, performance notes, something ported, a test."""

from __future__ import annotations

from pathlib import Path

_SCAN = """#include <emmintrin.h>
#include <stdint.h>

static int{name}(const uint8_t *data, int size) {{
    __m128i wanted = _mm_set1_epi8(0x47);
    for (int n = 0; n + 16 <= size; n += 16) {{
        __m128i seen = _mm_loadu_si128((const __m128i *)(data + n));
        int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(seen, wanted));
        if (mask)
            return n;
    }}
    return -1;
}}
"""
_CLOCK = """#include <stdint.h>

uint64_t ticks(void) {
#if defined(__x86_64__)
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return ((uint64_t)high << 32) | low;
#elif defined(__aarch64__)
    uint64_t count;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
#else
#error "no clock for this processor"
#endif
}
"""
_SUM = """#include <stdint.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

uint32_t sum(const uint8_t *data, int size) {
    uint32_t total = 0;
    int n = 0;
#if defined(__AVX2__)
    __m256i all = _mm256_setzero_si256();
    for (; n + 32 <= size; n += 32)
        all = _mm256_add_epi32(all, _mm256_loadu_si256((const __m256i *)(data + n)));
    total = (uint32_t)_mm256_extract_epi32(all, 0);
#else
    for (; n + 4 <= size; n += 4)
        total += data[n];
#endif
    return total;
}

long double mean(const uint8_t *data, int size) {
    return (long double)sum(data, size) / size;
}
"""
_SPIN = """void pause_for(int rounds) {
    while (rounds--)
        __asm__ volatile("pause");
}
"""
CODEC: dict[str, str] = {
    "CMakeLists.txt": "cmake_minimum_required(VERSION 3.16)\nproject(codec C)\n"
    "add_library(codec src/clock.c src/sum.c src/spin.c)\n",
    "src/clock.c": _CLOCK,
    "src/sum.c": _SUM,
    "src/spin.c": _SPIN,
    "tests/test_scan.c": _SCAN.format(name=" expected_sync_word"),
    **{
        f"src/demux/{folder}/{name}.c": _SCAN.format(name=f" find_{name}_sync_word_in_packet")
        for folder, name in (
            ("transport_stream", "program_association"),
            ("transport_stream", "conditional_access"),
            ("elementary", "adaptation_field"),
            ("elementary", "sequence_header"),
        )
    },
}


def write_codec(folder: Path) -> Path:
    """Write the codec into a new folder below `folder` and return it."""
    project = folder / "codec"
    for path, text in CODEC.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return project
