"""Assembly files: which architecture they are written for."""

from __future__ import annotations

import re
from itertools import islice

from workbench.model.regex import regex
from workbench.scan.source.branches import Branches
from workbench.scan.source.c_look import guard_at
from workbench.scan.source.c_text import CText
from workbench.scan.source.engine import Mark
from workbench.scan.source.go_build import built
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.inline_asm import Dialect, dialect_of, first_x86
from workbench.scan.source.worlds import World

FAMILY = "assembly"
_ALWAYS_X86 = (".nasm", ".yasm")
_MICROSOFT = (".asm",)
_GO_X86 = ("_amd64.s", "_386.s")
_GO = regex(
    rb"^#include \"(?:textflag|funcdata|go_asm|go_tls)\.h\"|^TEXT\s+\S*(?:\xc2\xb7|<>)",
    re.MULTILINE,
)
_GO_TEXT = regex(rb"^TEXT\b", re.MULTILINE)
_GO_WORD = regex(
    rb"\b(?:MOV[QLBW]|LEAQ|ADDQ|SUBQ|XORQ|ANDQ|IMULQ|SHLQ|SHRQ|CMPQ|TESTQ|V?MOV[OU]\w*|VMOVDQ\w+"
    rb"|V?P[A-Z]{3,}\w*|V?MOV[AU]P[SD]|CPUID|XGETBV|RDTSC|[ABCD]X|[SD]I|[XYZ]\d{1,2})\b"
)
_COMMENT = regex(rb"/\*[\s\S]*?(?:\*/|\Z)|(?m:(?://|;|@|#(?![ \t]*(?:if|el|en|de|in|er))).*$)")
_NASM = regex(
    rb"(?im)^[ \t]*(?:%(?:include|macro|define|if|ifdef|ifidn|assign)|bits[ \t]+\d"
    rb"|default[ \t]+rel|cglobal|section[ \t]+\.|global[ \t])|INIT_[XYZ]MM"
)
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))
_ENOUGH_WORDS = 2_000
_ENOUGH = 24_000
"""Bytes that are looked at: an architecture shows at once, and tables of data are long."""


def look(path: str, data: bytes, marks: list[Mark] | None = None) -> Looked:  # noqa: ARG001
    """Return one hit for a file of x86 assembly, at its first instruction."""
    name = path.rpartition("/")[2].lower()
    code = _COMMENT.sub(_blank, data)
    if path.endswith(".s") and (name.endswith(_GO_X86) or _GO.search(data)):
        return _go(path, data, code)
    if name.endswith(_ALWAYS_X86) or (name.endswith(_MICROSOFT) and _NASM.search(code)):
        return Looked(path, FAMILY, (Hit("nasm", _first(code), Guard.OPEN),))
    lines = filter(None, (line.strip() for line in code.split(b"\n")))
    found = dialect_of(b"\n".join(lines)[:_ENOUGH])
    if found is Dialect.ARM:
        return Looked(path, FAMILY, arm=True)
    if found is not Dialect.X86:
        return Looked(path, FAMILY)
    start = first_x86(code)
    text = CText(data)
    place = Branches(text).at(start)
    if place.truth(World.X86) is False:
        return Looked(path, FAMILY)
    return Looked(
        path,
        FAMILY,
        (Hit("gnu-asm", text.line_at(start), guard_at(place, text), "", "", place.condition),),
    )


def _go(path: str, data: bytes, code: bytes) -> Looked:
    """Assembly of Go's own: which processor builds it is said as in Go files."""
    here = built(path, data)
    if not here.x86:
        return Looked(path, FAMILY, arm=here.arm, portable=here.arm)
    text = CText(data)
    start = _GO_TEXT.search(code)
    guard = Guard.CONDITIONAL
    if here.arm:
        branches = Branches(text)
        words = islice(_GO_WORD.finditer(code, start.start() if start else 0), _ENOUGH_WORDS)
        places = [branches.at(word.start()) for word in words]
        places = [place for place in places if place.truth(World.X86) is True]
        if not places:
            return Looked(path, FAMILY)
        left_out = [place for place in places if place.truth(World.ARM) is False]
        open_ = next((p for p in places if p.truth(World.ARM) is not False), None)
        guard = guard_at(open_ or left_out[0], text)
    line = text.line_at(start.start()) if start else 1
    return Looked(path, FAMILY, (Hit("go-asm", line, guard),))


def _blank(match: re.Match[bytes]) -> bytes:
    return match[0].translate(_KEPT)


def _first(code: bytes) -> int:
    """Return the line of the first thing that is neither blank nor a directive."""
    for number, line in enumerate(code.split(b"\n"), 1):
        text = line.strip()
        if text and not text.startswith((b"#", b".", b"%")):
            return number
    return 1
