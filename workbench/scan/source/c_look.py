"""A look at one C-like file that holds x86 words: which of them reach the arm64 compiler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from workbench.scan.source.branches import Branches, Place, counterpart
from workbench.scan.source.c_text import CText
from workbench.scan.source.construct import Construct, Vocabulary, constructs
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.inline_asm import Dialect, dialect
from workbench.scan.source.worlds import World, names_arm, names_x86

FAMILY = "c"
_ASSEMBLY = frozenset({"asm"})
_TARGETS = re.compile(rb'"([^"\n]{0,200})"')
_ARM_CODE = re.compile(
    rb"arm_(?:neon|sve|acle)\.h|\b__aarch64__\b|\b_M_ARM64\b|\b__ARM_NEON\b|\bA(?:RM|ARCH)64\b"
)
_TRANSLATED = re.compile(rb"sse2neon\.h|\bsimde[/_-]|avx2ki\.h|neon2sse", re.IGNORECASE)
_PORT = (r"arm_neon\.h", r"\b__aarch64__\b", r"sse2neon\.h", r"\bsimde/")
_FUNCTION = re.compile(rb"\b([A-Za-z_][\w:~]*)[ \t\r\n]*\(")
_STATEMENTS = frozenset({b"if", b"for", b"while", b"switch", b"return", b"catch"})
_NO_FUNCTION = _STATEMENTS | {
    b"sizeof",
    b"defined",
    b"__attribute__",
    b"__declspec",
    b"alignas",
    b"__asm__",
    b"asm",
    b"target",
}
_BRACE = re.compile(rb"[{}]")
_DIRECTIVE_LINE = re.compile(rb"^[ \t]*#[^\n]*", re.MULTILINE)
_WINDOW = 6000


@cache
def vocabulary() -> Vocabulary:
    """The words of the family."""
    return Vocabulary(constructs(FAMILY))


def triggers() -> list[str]:
    """Return what makes a file worth a look: its words, what stops a build, and code for Arm."""
    return [*vocabulary().triggers(), r"^[ \t]*#[ \t]*error\b", *_PORT]


def look(path: str, data: bytes) -> Looked:
    """Return the hits of one file, at most one a line and construct."""
    text = CText(data)
    branches = Branches(text)
    seen: set[tuple[int, str]] = set()
    hits = []
    for offset, construct, word in _met(text):
        line = text.line_at(offset)
        if (line, construct.id) in seen:
            continue
        seen.add((line, construct.id))
        place = branches.at(offset)
        if place.truth(World.X86) is False:
            continue
        guard = guard_at(place, text)
        hits.append(Hit(construct.id, line, guard, word, _function(text, offset), place.condition))
    hits.extend(_errors(text, branches))
    return Looked(
        path,
        FAMILY,
        tuple(sorted(hits, key=lambda hit: hit.line)),
        arm=_ARM_CODE.search(text.data) is not None,
        translated=_TRANSLATED.search(text.data) is not None,
    )


def _met(text: CText) -> Iterator[tuple[int, Construct, str]]:
    """Yield each construct outside comments and strings: offset, construct, what was read."""
    words = vocabulary()
    if words.words is not None:
        for match in words.words.finditer(text.code):
            construct = words.of_word(match[0])
            if construct is not None:
                yield match.start(), construct, match[0].decode("latin-1")
    for pattern, construct in words.patterns:
        for match in pattern.finditer(text.data):
            start = match.start()
            if text.code[start] != text.data[start]:
                continue
            if construct.id in _ASSEMBLY and dialect(text.data, start) is not Dialect.X86:
                continue
            if construct.id == "target" and not _names_x86_target(text.data, start):
                continue
            yield start, construct, " ".join(match[0].decode("latin-1").split())[:60]


def _names_x86_target(data: bytes, start: int) -> bool:
    match = _TARGETS.search(data, start, start + 300)
    named = match[1].decode("latin-1") if match else ""
    return any(
        names_x86(part.strip().removeprefix("arch=").removeprefix("no-")) and not names_arm(part)
        for part in named.split(",")
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


def _errors(text: CText, branches: Branches) -> Iterator[Hit]:
    """Yield each `#error` that stops an arm64 build in a choice between architectures."""
    for offset, place, message in branches.errors:
        if place.truth(World.ARM) is not True or not place.around:
            continue
        chosen = [b.condition for conditional, _ in place.around for b in conditional.branches]
        if any(names_x86(condition) for condition in chosen):
            yield Hit("error", text.line_at(offset), Guard.OPEN, message[:80], "", place.condition)


def _function(text: CText, offset: int) -> str:
    """Return the name of the function around `offset`; empty outside of functions.

    Told by the braces before it, within a window.
    """
    start = max(0, offset - _WINDOW)
    before = text.code[start:offset]
    closed = 0
    for brace in reversed(list(_BRACE.finditer(before))):
        if brace[0] == b"}":
            closed += 1
        elif closed:
            closed -= 1
        elif name := _head_name(before[: brace.start()]):
            return name
    return ""


def _head_name(before: bytes) -> str:
    """Return what the statement that ends at an opening brace defines, if that is a function."""
    head = before[max(before.rfind(end) for end in (b";", b"}", b"{")) + 1 :]
    head = _DIRECTIVE_LINE.sub(b"", head)
    names = [m[1] for m in _FUNCTION.finditer(head)]
    told = [n for n in names if n not in _NO_FUNCTION]
    if not told or (names and names[0] in _STATEMENTS):
        return ""
    return next((n for n in told if not n.isupper()), told[0]).decode("latin-1")
