"""A look at one C-like file that holds x86 words: which of them reach the arm64 compiler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workbench.scan.source.branches import Branches, Place, counterpart
from workbench.scan.source.c_doubts import is_meant
from workbench.scan.source.c_text import CText
from workbench.scan.source.construct import Construct, Vocabulary, constructs
from workbench.scan.source.functions import Functions
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.named import architecture_in
from workbench.scan.source.worlds import World, names_x86

FAMILY = "c"
_NAME = re.compile(rb"[A-Za-z_]\w*")
_OWN = re.compile(
    rb"^[ \t]*#[ \t]*(?:define|undef)[ \t]+(_\w+)"
    rb"|\b(_{1,2}[a-z]\w*)[ \t\n]*\((?:[^(){};]|\([^(){};]{0,200}\)){0,400}\)[ \t\n]*\{"
    rb"|\btypedef\b[^;{}]{1,200}\b(_\w+)[ \t]*;",
    re.MULTILINE,
)
_ARM_HEADER = re.compile(rb"#[ \t]*include[ \t]*[<\"]arm_(?:neon|sve|acle)\.h")
_ARM_CODE = re.compile(
    rb"\b(?:__aarch64__|_M_ARM64|__ARM_NEON|A(?:RM|ARCH)64|vld1q?_[usfp]\d+|sv(?:ptrue|ld1)_\w+)\b"
)
_INCLUDE = re.compile(rb"^[ \t]*#[ \t]*include[ \t]*[<\"]([\w./+-]+)[>\"]", re.MULTILINE)
_TRANSLATED = (
    ("simde", re.compile(rb"\bsimde[/_-]|avx2ki\.h", re.IGNORECASE)),
    ("sse2neon", re.compile(rb"sse2neon(?:\.h|_)|neon2sse", re.IGNORECASE)),
)
_PORT = (r"arm_neon\.h", r"\b__aarch64__\b", r"sse2neon\.h", r"\bsimde/")


@cache
def vocabulary() -> Vocabulary:
    """The words of the family."""
    return Vocabulary(constructs(FAMILY))


def triggers() -> list[str]:
    """Return what makes a file worth a look: its words, what stops a build, and code for Arm."""
    return [*vocabulary().triggers(), r"^[ \t]*#[ \t]*error\b", *_PORT]


def look(path: str, data: bytes) -> Looked:
    """Return the hits of one file, at most one a line and construct."""
    text = CText(data, path)
    branches = Branches(text)
    functions = Functions(text.code)
    seen: set[tuple[int, str]] = set()
    guards: dict[int, Guard] = {}
    hits = []
    for offset, construct, word in _met(text, functions):
        line = text.line_at(offset)
        if (line, construct.id) in seen:
            continue
        seen.add((line, construct.id))
        place = branches.at(offset)
        if place.truth(World.X86) is False:
            continue
        guard = guards.get(id(place))
        if guard is None:
            guard = guards[id(place)] = guard_at(place, text)
        hits.append(Hit(construct.id, line, guard, word, functions.at(offset), place.condition))
    hits.extend(_errors(text, branches))
    return Looked(
        path,
        FAMILY,
        tuple(sorted(hits, key=lambda hit: hit.line)),
        arm=bool(_ARM_CODE.search(text.code) or _ARM_HEADER.search(text.data)),
        takes_in=tuple(_taken_in(text, branches)),
        translated=next((name for name, said in _TRANSLATED if said.search(text.data)), ""),
    )


def _met(text: CText, functions: Functions) -> Iterator[tuple[int, Construct, str]]:
    """Yield each construct outside comments and strings: offset, construct, what was read.

    A word of a family wins over a pattern that takes in its name.
    """
    words = vocabulary()
    own = _own_names(text, functions)
    if words.words is not None:
        for match in words.words.finditer(text.code):
            construct = words.of_word(match[0])
            if construct is None or match[0] in own:
                continue
            if is_meant(construct.id, text, match.start(), match[0]):
                yield match.start(), construct, match[0].decode("latin-1")
    for pattern, construct in words.patterns:
        for match in pattern.finditer(text.data):
            start = match.start()
            if text.code[start] != text.data[start]:
                continue
            name = _NAME.match(text.code, start)
            if name and (name[0] in own or words.of_word(name[0]) not in (None, construct)):
                continue
            if is_meant(construct.id, text, start, match[0]):
                yield start, construct, " ".join(match[0].decode("latin-1").split())[:60]


def _own_names(text: CText, functions: Functions) -> frozenset[bytes]:
    """Return the x86 names that the file gives a meaning of its own: it is what stands in for them.

    `#define __cpuid(...)` for others than x86, or a function of the name of an intrinsic.
    """
    return frozenset(
        name
        for match in _OWN.finditer(text.code)
        if vocabulary().of_word(name := match[match.lastindex or 0]) is not None
        and (match.lastindex != 2 or not functions.at(match.start(2)))
    )


def guard_at(place: Place, text: CText) -> Guard:
    """Return how code at `place`, which is compiled on x86, fares on arm64."""
    arm = place.truth(World.ARM)
    if arm is True:
        return Guard.OPEN
    if arm is None:
        return Guard.CONDITIONAL
    kind, _ = counterpart(place, text.code)
    return {
        "arm": Guard.PORTED,
        "portable": Guard.FALLBACK,
        "error": Guard.REFUSED,
    }.get(kind, Guard.ALONE)


def _taken_in(text: CText, branches: Branches) -> Iterator[tuple[str, Guard]]:
    """Yield the headers that are named for x86 and not included on arm64."""
    for match in _INCLUDE.finditer(text.data):
        name = match[1].decode("latin-1")
        if architecture_in(name) != "x86":
            continue
        place = branches.at(match.start())
        if place.truth(World.ARM) is False:
            yield name.rpartition("/")[2], guard_at(place, text)


def _errors(text: CText, branches: Branches) -> Iterator[Hit]:
    """Yield each `#error` that stops an arm64 build in a choice between architectures."""
    for offset, place, message in branches.errors:
        if place.truth(World.ARM) is not True or not place.around:
            continue
        if place.truth(World.X86) is True:
            continue
        chosen = [b.condition for conditional, _ in place.around for b in conditional.branches]
        if any(names_x86(condition) for condition in chosen):
            yield Hit("error", text.line_at(offset), Guard.OPEN, message[:80], "", place.condition)
