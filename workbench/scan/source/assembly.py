"""Assembly files: which architecture they are written for."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from workbench.model.regex import regex
from workbench.scan.source.branches import Branches, Place
from workbench.scan.source.c_look import guard_at
from workbench.scan.source.c_text import CText
from workbench.scan.source.engine import Mark, Marker, compiled
from workbench.scan.source.go_build import built
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.inline_asm import (
    SIGNS_OF_BOTH,
    SIGNS_OF_OTHERS,
    Dialect,
    dialect_of,
    is_x86,
)
from workbench.scan.source.worlds import World

FAMILY = "assembly"
_ALWAYS_X86 = (".nasm", ".yasm")
_MICROSOFT = (".asm",)
_GO_X86 = ("_amd64.s", "_386.s")
_GO = r"^#include \"(?:textflag|funcdata|go_asm|go_tls)\.h\"|^TEXT\s+\S*(?:·|<>)"
_GO_TEXT = regex(rb"^TEXT\b", re.MULTILINE)
_GO_WORD = regex(
    rb"\b(?:MOV[QLBW]|LEAQ|ADDQ|SUBQ|XORQ|ANDQ|IMULQ|SHLQ|SHRQ|CMPQ|TESTQ|V?MOV[OU]\w*|VMOVDQ\w+"
    rb"|V?P[A-Z]{3,}\w*|V?MOV[AU]P[SD]|CPUID|XGETBV|RDTSC|[ABCD]X|[SD]I|[XYZ]\d{1,2})\b"
)
_COMMENT = regex(
    rb"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?|//[^\n]*|;[^\n]*|@[^\n]*"
    rb"|#(?![ \t]*(?:if|el|en|de|in|er))[^\n]*"
)
_COMMENT_OR_WORD = regex(_COMMENT.pattern + rb"|([a-z][a-z0-9_.]*)")
_NASM = (
    r"(?i)^[ \t]*(?:%(?:include|macro|define|if|ifdef|ifidn|assign)|bits[ \t]+\d"
    r"|default[ \t]+rel|cglobal|section[ \t]+\.|global[ \t])|INIT_[XYZ]MM"
)
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))
_ENOUGH_WORDS = 2_000
_ENOUGH = 24_000
"""Bytes that are looked at: an architecture shows at once, and tables of data are long."""
_MOST = 5 * _ENOUGH
"""Bytes among which these are, comments and blanks included."""


def triggers() -> list[str]:
    """Return what makes a file worth a look: what x86 or Arm shows by, and who writes otherwise."""
    return [_GO, _NASM, *SIGNS_OF_BOTH]


def hints() -> list[str]:
    """Return by what other architectures show, which makes no file worth a look."""
    return SIGNS_OF_OTHERS


def always(path: str) -> bool:
    """Whether the name alone tells who reads the file."""
    return path.lower().endswith((*_ALWAYS_X86, *_GO_X86))


@cache
def _marker() -> Marker:
    return compiled([*triggers(), *hints()])


def look(path: str, data: bytes, marks: list[Mark] | None = None) -> Looked:
    """Return one hit for a file of x86 assembly, at its first instruction.

    `marks` are what the engine gave for `triggers` and `hints`; made here where they are left out.
    """
    kinds = {number for number, _ in (_marker()(data) if marks is None else marks)}
    name = path.rpartition("/")[2].lower()
    if path.endswith(".s") and (name.endswith(_GO_X86) or 0 in kinds):
        return _go(path, data)
    if name.endswith(_ALWAYS_X86) or (name.endswith(_MICROSOFT) and 1 in kinds):
        return Looked(path, FAMILY, (Hit("nasm", _first(data), Guard.OPEN),))
    code = b" ".join(_COMMENT.sub(b" ", data[:_MOST]).split())
    found = dialect_of(code[:_ENOUGH], {kind - 2 for kind in kinds})
    if found is Dialect.ARM:
        return Looked(path, FAMILY, arm=True)
    if found is not Dialect.X86:
        return Looked(path, FAMILY)
    start = _first_instruction(data)
    text = CText(data)
    place = _place(text, start)
    if place.truth(World.X86) is False:
        return Looked(path, FAMILY)
    return Looked(
        path,
        FAMILY,
        (Hit("gnu-asm", text.line_at(start), guard_at(place, text), "", "", place.condition),),
    )


def _place(text: CText, offset: int) -> Place:
    """Return where `offset` lies; what comes behind it counts where it stands in a conditional."""
    before = Branches(CText(text.data[: text.data.find(b"\n", offset) + 1 or None])).at(offset)
    return Branches(text).at(offset) if before.around else before


def _go(path: str, data: bytes) -> Looked:
    """Assembly of Go's own: which processor builds it is said as in Go files."""
    here = built(path, data)
    if not here.x86:
        return Looked(path, FAMILY, arm=here.arm, portable=here.arm)
    text = CText(data)
    code = _COMMENT.sub(_blank, data)
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


def _first_instruction(data: bytes) -> int:
    """Return the offset of the first word that x86 assembly has; 0 where there is none."""
    words = (m for m in _COMMENT_OR_WORD.finditer(data) if m[1])
    return next((m.start() for m in words if is_x86(m[1])), 0)


def _first(data: bytes) -> int:
    """Return the line of the first thing that is neither blank nor a directive."""
    code = _COMMENT.sub(_blank, data)
    for number, line in enumerate(code.split(b"\n"), 1):
        text = line.strip()
        if text and not text.startswith((b"#", b".", b"%")):
            return number
    return 1
