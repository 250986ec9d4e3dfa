""".NET: which x86 instructions are called only where the processor was asked for them."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.model.regex import regex
from workbench.scan.source.construct import Construct
from workbench.scan.source.hit import Guard
from workbench.scan.source.pattern_look import needed

_FOR_ARM = regex(rb"\bIntrinsics\.Arm\b|\bAdvSimd\b|\bArmBase\b")
_ASKED = regex(
    rb"\b(?:\w+\.)?Is(?:Hardware)?(?:Supported|Accelerated)\b|\bVector\d*\.IsHardwareAccelerated\b"
)
_OTHERWISE = regex(rb"\bif[ \t]*\([ \t]*[\w.]+\.IsSupported[ \t]*\)\s*(\{)|(\})\s*else\s*(\{)")
_SIGN = regex(rb"[{}]")
_REFUSED = regex(
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
    found = _of_file(code)
    if found is Guard.FALLBACK and any(a <= match.start() < b for a, b in _unasked(code)):
        return Guard.CONDITIONAL
    return found


@lru_cache(maxsize=4)
def _unasked(code: bytes) -> tuple[tuple[int, int], ...]:
    """Return from where to where x86 is what remains where an instruction set is not there.

    That is what `else` holds behind a test for one, where it asks for no other.
    """
    pairs: dict[int, int] = {}
    open_: list[int] = []
    for sign in _SIGN.finditer(code):
        if sign[0] == b"{":
            open_.append(sign.start())
        elif open_:
            pairs[open_.pop()] = sign.start()
    tested = {pairs.get(m.start(1), -1) for m in _OTHERWISE.finditer(code) if m[1]}
    found = []
    for other in _OTHERWISE.finditer(code):
        if other[2] and other.start(2) in tested:
            end = pairs.get(other.start(3), len(code))
            if not _ASKED.search(code, other.end(), end):
                found.append((other.end(), end))
    return tuple(found)


@lru_cache(maxsize=4)
def _of_file(code: bytes) -> Guard:
    if _FOR_ARM.search(code):
        return Guard.PORTED
    if _REFUSED.search(code):
        return Guard.REFUSED
    return Guard.FALLBACK if _ASKED.search(code) else Guard.CONDITIONAL
