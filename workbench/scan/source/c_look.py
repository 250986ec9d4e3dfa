"""A look at one C-like file that holds x86 words: which of them reach the arm64 compiler."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from time import monotonic

from workbench.scan.source.branches import MAX_BRANCHES, Branches, Place, counterpart
from workbench.scan.source.c_text import CText
from workbench.scan.source.construct import Construct, Vocabulary, constructs
from workbench.scan.source.engine import MOST_MARKS, Mark, Marker, compiled
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.inline_asm import Dialect, dialect
from workbench.scan.source.worlds import World, names_arm, names_x86

FAMILY = "c"
_ASSEMBLY = frozenset({"asm"})
_TARGETS = re.compile(rb'"([^"\n]{0,200})"')
_ERROR = r"^[ \t]*#[ \t]*error\b"
_PORT = (r"arm_neon\.h", r"\b__aarch64__\b", r"sse2neon\.h", r"\bsimde/")
"""Beside the words, these make a file worth a look."""
_ARM_CODE = (
    *(r"arm_(?:neon|sve|acle)\.h", r"\b__aarch64__\b", r"\b_M_ARM64\b"),
    *(r"\b__ARM_NEON\b", r"\bA(?:RM|ARCH)64\b"),
)
_TRANSLATED = (r"(?i)sse2neon\.h", r"(?i)\bsimde[/_-]", r"(?i)avx2ki\.h", r"(?i)neon2sse")
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
_DIRECTIVE_LINE = re.compile(rb"^[ \t]*#[^\n]*", re.MULTILINE)
_WINDOW = 6000
_PATIENCE = 2.0
"""Seconds for one file: a thousand times what a large one takes."""
TOO_LONG = "takes too long to look at: only its beginning was looked at"
TOO_MANY = f"holds more than {MOST_MARKS:,} words of x86: only these were looked at"


@cache
def vocabulary() -> Vocabulary:
    """The words of the family."""
    return Vocabulary(constructs(FAMILY))


def triggers() -> list[str]:
    """Return what makes a file worth a look: its words, what stops a build, and code for Arm."""
    return [*vocabulary().triggers(), _ERROR, *_PORT]


def hints() -> list[str]:
    """Return what says more of a file that is worth a look: the flags of `Looked`."""
    return [*_ARM_CODE, *_TRANSLATED]


@cache
def _marker() -> Marker:
    return compiled([*triggers(), *hints()], places=True)


def look(path: str, data: bytes, marks: list[Mark] | None = None) -> Looked:
    """Return the hits of one file, at most one a line and construct.

    `marks` are what the engine gave for `triggers` and `hints`; made here where they are left out.
    """
    if marks is None:
        marks = _marker()(data)
    text = CText(data)
    kinds = {number for number, _ in marks}
    error = vocabulary().count
    arm = error + 1 + len(_PORT)
    translated = arm + len(_ARM_CODE)
    until = monotonic() + _PATIENCE
    met = list(_met(text, marks, until - _PATIENCE / 2))
    hits: list[Hit] = []
    if met or error in kinds:
        branches = Branches(text)
        hits = [*_hits(text, branches, met, until), *_errors(text, branches, until)]
    return Looked(
        path,
        FAMILY,
        tuple(sorted(hits, key=lambda hit: hit.line)),
        arm=any(arm <= kind < translated for kind in kinds),
        translated=any(kind >= translated for kind in kinds),
        problem=TOO_LONG
        if monotonic() > until - _PATIENCE / 2
        else TOO_MANY
        if len(marks) >= MOST_MARKS
        else "",
    )


def _hits(
    text: CText, branches: Branches, met: Iterable[tuple[int, Construct, str]], until: float
) -> Iterator[Hit]:
    seen: set[tuple[int, str]] = set()
    for offset, construct, word in met:
        if monotonic() > until:
            return
        line = text.line_at(offset)
        if (line, construct.id) in seen:
            continue
        seen.add((line, construct.id))
        place = branches.at(offset)
        if place.truth(World.X86) is not False:
            guard, function = guard_at(place, text), _function(text, offset)
            yield Hit(construct.id, line, guard, word, function, place.condition)


def _met(text: CText, marks: list[Mark], until: float) -> Iterator[tuple[int, Construct, str]]:
    """Yield each construct outside comments and strings: offset, construct, what was read."""
    for start, construct, match in vocabulary().met(text.data, marks):
        if monotonic() > until:
            return
        if not text.is_code(start):
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


def _errors(text: CText, branches: Branches, until: float) -> Iterator[Hit]:
    """Yield each `#error` that stops an arm64 build in a choice between architectures."""
    for offset, place, message in branches.errors:
        if monotonic() > until:
            return
        if place.truth(World.ARM) is not True or not place.around:
            continue
        chosen = [
            branch.condition
            for conditional, _ in place.around
            for branch in conditional.branches[:MAX_BRANCHES]
        ]
        if any(names_x86(condition) for condition in chosen):
            yield Hit("error", text.line_at(offset), Guard.OPEN, message[:80], "", place.condition)


def _function(text: CText, offset: int) -> str:
    """Return the name of the function around `offset`; empty outside of functions.

    Told by the braces before it, within a window.
    """
    before = text.code_before(offset, _WINDOW)
    at, closed = len(before), 0
    while (opened := before.rfind(b"{", 0, at)) >= 0:
        closed += before.count(b"}", opened, at)
        at = opened
        if closed:
            closed -= 1
        elif name := _head_name(before[:opened]):
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
