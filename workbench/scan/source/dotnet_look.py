""".NET: which x86 instructions are called only where the processor was asked for them."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.scan.source.construct import Construct
from workbench.scan.source.hit import Guard
from workbench.scan.source.pattern_look import needed

_FOR_ARM = re.compile(rb"\bIntrinsics\.Arm\b|\bAdvSimd\b|\bArmBase\b")
_ASKED = re.compile(
    rb"\b(?:\w+\.)?Is(?:Hardware)?(?:Supported|Accelerated)\b|\bVector\d*\.IsHardwareAccelerated\b"
)
_REFUSED = re.compile(
    rb"![ \t]*\w+\.(?:X64\.)?IsSupported\b[^{};]{0,200}[\s{]*throw\b"
    rb"|\bIsSupported\b[^{};]{0,80}(?:==[ \t]*false|is[ \t]+false)[^{};]{0,80}[\s{]*throw\b"
)


def guard(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """Return how the code at `match` fares on arm64: .NET compiles it, and throws when it is run.

    Callers in other files may ask for the processor, so that nothing is certain without a test
    that refuses it.
    """
    if construct.id != "dotnet-simd":
        return needed(code, match, construct)
    return _of_file(code)


@lru_cache(maxsize=4)
def _of_file(code: bytes) -> Guard:
    if _FOR_ARM.search(code):
        return Guard.PORTED
    if _REFUSED.search(code):
        return Guard.REFUSED
    return Guard.FALLBACK if _ASKED.search(code) else Guard.CONDITIONAL
