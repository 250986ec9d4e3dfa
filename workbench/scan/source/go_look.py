"""Go: files built on x86 only, flags of C compilers for cgo, and what is asked at run time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import structs

from workbench.model.regex import regex
from workbench.scan.source.c_text import line_starts
from workbench.scan.source.engine import Mark
from workbench.scan.source.go_build import built
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.line_text import Comments
from workbench.scan.source.pattern_look import PatternLook
from workbench.scan.source.worlds import World, evaluate

_PATTERNS = PatternLook("go", Comments.SLASHES)
_BY_NAME = regex(
    r"_(amd64|arm64|386|arm|ppc64|ppc64le|s390x|riscv64|mips\w*|loong64|wasm)(?:_test)?\.(?:go|s)$"
)
_CGO = regex(rb"^[/ \t*]*#cgo[ \t]++([^:\n]*)\b(?:C|CXX|CPP|LD)FLAGS[ \t]*:([^\n]*)", re.MULTILINE)
_FLAG = regex(
    rb"-m(?:sse|ssse3|avx|bmi|fma|aes\b|pclmul|popcnt|lzcnt|f16c|mmx|64\b|32\b"
    rb"|arch=(?:x86|haswell|skylake|nehalem|core2|corei7|znver))[\w.=-]*"
)
_LIBRARY = regex(rb"-l(?:mkl_?\w*|ipp\w+|svml|imf|iomp5|daal\w*|sgx_\w+|hs)\b|-qmkl\b")
_HEADER = regex(
    rb"^[/ \t*]*#[ \t]*include[ \t]*<((?:[a-z]?mmintrin|x86intrin|immintrin|cpuid)\.h)>",
    re.MULTILINE,
)
_IF = regex(rb"^[/ \t*]*#[ \t]*(if\w*|el\w+|endif)\b([^\n]*)", re.MULTILINE)
_MOST_LINES = 500
"""Lines for cgo in one file."""


def triggers() -> list[str]:
    """Return what makes a Go file worth a look."""
    return [*_PATTERNS.triggers(), r"^//go:build ", r"^// ?\+build ", r"#cgo[ \t]", "intrin\\.h>"]


def always(path: str) -> bool:
    """Whether the name alone makes the file worth a look."""
    return _BY_NAME.search(path) is not None


def look(path: str, data: bytes, marks: list[Mark] | None = None) -> Looked:
    """Return the hits of one file: its constraint, and what it asks at run time.

    `marks` are what the engine gave for `triggers`.
    """
    here = built(path, data)
    line_at = line_starts(data)
    if here.x86 and not here.arm:
        hit = Hit("go-constraint", line_at(here.offset), Guard.CONDITIONAL, here.text[:60])
        return Looked(path, _PATTERNS.family, (hit,))
    if not here.x86 and not here.arm:
        tagged = built(path, data, tagged=True)
        if tagged.x86 and not tagged.arm:
            hit = Hit("go-constraint", line_at(tagged.offset), Guard.ALONE, tagged.text[:60])
            return Looked(path, _PATTERNS.family, (hit,))
        return Looked(path, _PATTERNS.family)
    looked = _PATTERNS.look(path, data, marks) if here.x86 else Looked(path, _PATTERNS.family)
    hits = (*looked.hits, *(_cgo(data) if here.x86 and here.arm else ()))
    stands_in = here.arm and not here.x86
    return structs.replace(
        looked,
        hits=tuple(sorted(hits, key=lambda hit: hit.line)),
        arm=stands_in and not here.elsewhere,
        portable=stands_in,
    )


def _cgo(data: bytes) -> Iterator[Hit]:
    """Yield what the lines for cgo, which stand in a comment, say of x86."""
    line_at = line_starts(data)
    lines = list(islice(_CGO.finditer(data), _MOST_LINES)) if b"#cgo" in data else []
    wheres = [match[1].decode("latin-1") for match in lines]
    stands_in = any("arm64" in where and _for(where, "arm64") for where in wheres)
    for match, where in zip(lines, wheres, strict=True):
        if _for(where, "amd64") is False:
            continue
        for pattern, construct in ((_FLAG, "go-cgo-flag"), (_LIBRARY, "go-cgo-library")):
            found = pattern.search(match[2])
            if not found:
                continue
            guard = Guard.OPEN
            if _for(where, "arm64") is False:
                guard = Guard.PORTED if stands_in else Guard.FALLBACK
            yield Hit(construct, line_at(match.start()), guard, found[0].decode("latin-1"))
    for match in islice(_HEADER.finditer(data), _MOST_LINES) if b".h>" in data else ():
        guard_of = _guarded(data, match.start())
        if guard_of is not None:
            yield Hit("go-cgo-header", line_at(match.start()), guard_of, match[1].decode("latin-1"))


def _for(where: str, processor: str) -> bool:
    """Whether a `#cgo` line with these conditions counts on `processor`: spaces are or."""
    groups = where.split()
    return not groups or any(
        all(_tag(word, processor) for word in group.split(",")) for group in groups
    )


def _tag(word: str, processor: str) -> bool:
    if word.startswith("!"):
        plain = word.lstrip("!")
        return _tag(plain, processor) != bool((len(word) - len(plain)) % 2)
    return word in ("linux", "cgo", "unix", "gc", processor)


def _guarded(data: bytes, offset: int) -> Guard | None:
    """Return how C in a comment fares under the `#if` lines before it."""
    stack: list[str] = []
    for match in _IF.finditer(data, 0, offset):
        word, condition = match[1].decode(), match[2].decode("latin-1").strip()
        if word == "endif":
            stack = stack[:-1]
        elif word.startswith("if"):
            names = {"ifdef": f"defined({condition})", "ifndef": f"!defined({condition})"}
            stack.append(names.get(word, condition))
        elif stack:
            stack[-1] = condition if word == "elif" else f"!({stack[-1]})"
    values = [(evaluate(c, World.X86), evaluate(c, World.ARM)) for c in stack]
    if any(x86 is False for x86, _ in values):
        return None
    if any(arm is False for _, arm in values):
        return Guard.PORTED if b"arm_neon.h" in data else Guard.FALLBACK
    return Guard.CONDITIONAL if any(arm is None for _, arm in values) else Guard.OPEN
