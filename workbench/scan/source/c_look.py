"""A look at one C-like file that holds x86 words: which of them reach the arm64 compiler."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from workbench.model.regex import regex
from workbench.scan.source.branches import MAX_BRANCHES, Branches, Place, counterpart
from workbench.scan.source.c_doubts import is_meant
from workbench.scan.source.c_text import CText
from workbench.scan.source.construct import Construct, Vocabulary, constructs
from workbench.scan.source.engine import MOST_MARKS, Mark, Marker, compiled
from workbench.scan.source.functions import Functions, function_at
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.inline_asm import Dialect, statement
from workbench.scan.source.named import architecture_in
from workbench.scan.source.own_macros import settle
from workbench.scan.source.patience import Patience
from workbench.scan.source.worlds import World, names_x86

FAMILY = "c"
_NAME = regex(rb"[A-Za-z_]\w*")
_GIVEN = regex(rb"#[ \t]*(?:define|undef)[ \t]+\Z")
_TYPE = regex(rb"\btypedef\b[^;{}\n]{1,200}\Z")
_ENDS = regex(rb"\w+[ \t]*;")
_BODY = regex(rb"\w*[ \t\n]*\((?:[^(){};]|\([^(){};]{0,200}\)){0,400}\)[ \t\n]*\{")
_BEFORE = 200
_INCLUDE = regex(rb"#[ \t]*include[ \t]*[<\"]([\w./+-]+)[>\"]")
_CONDITION = regex(rb"#[ \t]*(?:el)?if(?:n?def)?\b((?:[^\n\\]++|\\\r?\n|\\.)*+)")
_MANY = 40
"""Hits in one file from which on it is read as a whole for its functions."""
_ERROR = r"^[ \t]*#[ \t]*error\b"
_PORT = (r"arm_neon\.h", r"\b__aarch64__\b", r"sse2neon\.h", r"\bsimde/")
"""Beside the words, these make a file worth a look."""
_ARM_CODE = (
    *(r"arm_(?:neon|sve|acle)\.h", r"\b__aarch64__\b", r"\b_M_ARM64\b"),
    *(r"\b__ARM_NEON\b", r"\bA(?:RM|ARCH)64\b", r"\bvld1q?_[usfp]\d", r"\bsv(?:ptrue|ld1)_\w"),
)
_NEON = frozenset({0, 3, 5, 6})
"""Those of them that are vector code."""
_HANGING = (Guard.CONDITIONAL, Guard.REFUSED)
"""Guards that may hang on macros of the file's own."""
_BRANCH = "x86-branch"
_ASM = "asm"
_VECTOR = "x86-intrinsic"
_CONSTANT = "_MM_"
"""What is handed to intrinsics of every width: it says nothing beside one."""
_TRANSLATED = {
    r"(?:sse2neon|SSE2NEON)[._]": "sse2neon",
    r"neon2sse|NEON2SSE": "sse2neon",
    r"\b(?:simde|SIMDE)[/_-]": "simde",
    r"(?:avx2ki|AVX2KI)\.h": "simde",
}
"""What shows that a header is included that gives x86 names on Arm, and which names it gives."""
_GIVES = ("", "sse2neon", "simde")
"""The later, the more names."""
_PATIENCE = 2.0
"""Seconds of the processor for each half of a look: a thousand times what a large file takes."""
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
    text = CText(data, path)
    kinds = {number for number, _ in marks}
    error = vocabulary().count
    arm = error + 1 + len(_PORT)
    translated = arm + len(_ARM_CODE)
    patience, rest = Patience(_PATIENCE), Patience(_PATIENCE)
    met = list(_met(text, marks, patience))
    taken = [m for m in _INCLUDE.finditer(data) if _is_of_x86(m)]
    hits: list[Hit] = []
    takes_in: tuple[tuple[str, Guard], ...] = ()
    if met or taken or (error in kinds and _chooses_x86(data)):
        branches = Branches(text)
        neon = any(kind - arm in _NEON for kind in kinds)
        hits = [
            *_hits(text, branches, met, neon=neon, patience=rest),
            *_errors(text, branches, rest),
        ]
        takes_in = tuple(_taken_in(text, branches, taken))
    headers = [name for kind, name in enumerate(_TRANSLATED.values(), translated) if kind in kinds]
    return Looked(
        path,
        FAMILY,
        tuple(sorted(hits, key=lambda hit: hit.line)),
        arm=any(
            arm <= kind < translated and (kind == arm or text.is_code(end - 1))
            for kind, end in marks
        ),
        translated=max(headers, default="", key=_GIVES.index),
        problem=_problem(patience.is_over or rest.is_over, marks),
        takes_in=takes_in,
    )


def _problem(too_long: bool, marks: list[Mark]) -> str:
    if too_long:
        return TOO_LONG
    return TOO_MANY if len(marks) >= MOST_MARKS else ""


def _plain(path: bytes) -> str:
    return path.decode("latin-1")


def _hits(
    text: CText,
    branches: Branches,
    met: Sequence[tuple[int, Construct, str]],
    *,
    neon: bool,
    patience: Patience,
) -> Iterator[Hit]:
    """Yield the hits; `neon` says that the file holds vector code for Arm.

    Files that hold a kernel for each architecture choose between them with macros of their own.
    """
    busy = {text.line_at(offset) for offset, _, word in met if not word.startswith(_CONSTANT)}
    functions = Functions(text.code) if len(met) > _MANY else None
    places = sorted(offset for offset, _, _ in met)
    guards: dict[int, Guard] = {}
    settled = False
    seen: set[tuple[int, str]] = set()
    for offset, construct, word in met:
        if patience.ends():
            return
        line = text.line_at(offset)
        if (line, construct.id) in seen or (word.startswith(_CONSTANT) and line in busy):
            continue
        seen.add((line, construct.id))
        if construct.id == _BRANCH:
            if _stands_alone(text, branches, offset, places):
                condition = branches.inside(offset).condition
                yield Hit(construct.id, line, Guard.ALONE, word, "", condition)
            continue
        place = branches.at(offset)
        if place.truth(World.X86) is False:
            continue
        if construct.id == _ASM and not _told_x86(text, offset, place):
            continue
        guard = guards.get(id(place))
        if guard is None:
            guard = guard_at(place, text)
            if guard in _HANGING and not settled:
                settled = True
                settle(text, branches)
                guard = guard_at(place, text)
            guards[id(place)] = guard
        if neon and guard is Guard.ALONE and construct.rule == _VECTOR:
            guard = Guard.PORTED
        if construct.asked_first and guard is Guard.CONDITIONAL:
            guard = Guard.FALLBACK
        function = functions.at(offset) if functions else function_at(text, offset)
        yield Hit(construct.id, line, guard, word, function, place.condition)


def _told_x86(text: CText, offset: int, place: Place) -> bool:
    """Whether the words of an assembly statement, or else the branch around it, say x86.

    Macros may hand over the very instruction: `__asm__(op " %1,%0" ...)`.
    """
    if text.once(statement, offset).dialect is Dialect.X86:
        return True
    return place.truth(World.ARM) is False and names_x86(place.condition)


def _stands_alone(text: CText, branches: Branches, offset: int, places: Sequence[int]) -> bool:
    """Whether the branch whose directive is at `offset` is for x86 alone, and says no more.

    `places` are those of all that was met in the file, in order.
    """
    place = branches.inside(offset)
    if place.truth(World.X86) is False or place.truth(World.ARM) is not False:
        return False
    branch = place.around[-1][1]
    first = bisect_left(places, branch.start)
    if first < len(places) and places[first] < branch.end:
        return False
    return guard_at(place, text) is Guard.ALONE


def _met(
    text: CText, marks: list[Mark], patience: Patience
) -> Iterator[tuple[int, Construct, str]]:
    """Yield each construct outside comments and strings: offset, construct, what was read.

    A word of a family wins over a pattern that takes in its name. A name that the file gives a
    meaning of its own is what stands in for it: `#define __cpuid(...)` for others than x86.
    """
    words = vocabulary()
    met = []
    own = set()
    for start, construct, match in words.met(text.data, marks):
        if patience.ends():
            break
        if not text.is_code(start):
            continue
        name = _NAME.match(match[0])
        said = name[0] if name else b""
        if said and words.of_word(said) not in (None, construct):
            continue
        if said.startswith(b"_") and said not in own and _is_given(text, start):
            own.add(said)
        met.append((start, construct, match[0], said))
    asm_ends = 0
    for start, construct, found, said in met:
        if patience.ends():
            return
        if construct.id == _ASM:
            if start < asm_ends:
                continue  # none stands in another one
            asm_ends = text.once(statement, start).end
        if said not in own and is_meant(construct.id, text, start, found):
            yield start, construct, " ".join(found.decode("latin-1").split())[:60]


def _is_given(text: CText, start: int) -> bool:
    """Whether the name at `start` is given its meaning there: a macro, a type or a function."""
    before = text.data[max(0, start - _BEFORE) : start]
    if _GIVEN.search(before) or (_ENDS.match(text.data, start) and _TYPE.search(before)):
        return True
    return _BODY.match(text.data, start) is not None and not function_at(text, start)


def _chooses_x86(data: bytes) -> bool:
    """Whether a condition names x86; else no `#error` refuses other architectures."""
    return any(names_x86(_plain(match[1])) for match in _CONDITION.finditer(data))


def _is_of_x86(include: re.Match[bytes]) -> bool:
    """Whether the header is named for x86, and the sign is the first on its line."""
    if architecture_in(_plain(include[1])) != "x86":
        return False
    line = include.string.rfind(b"\n", 0, include.start()) + 1
    return not include.string[line : include.start()].strip()


def _taken_in(
    text: CText, branches: Branches, includes: Iterable[re.Match[bytes]]
) -> Iterator[tuple[str, Guard]]:
    """Yield the headers that are named for x86 and not included on arm64."""
    for match in includes:
        place = branches.at(match.start())
        if place.truth(World.ARM) is False:
            yield _plain(match[1]).rpartition("/")[2], guard_at(place, text)


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


def _errors(text: CText, branches: Branches, patience: Patience) -> Iterator[Hit]:
    """Yield each `#error` that stops an arm64 build in a choice between architectures."""
    for offset, place, message in branches.errors:
        if patience.ends():
            return
        if place.truth(World.ARM) is not True or not place.around:
            continue
        if place.truth(World.X86) is True:
            continue
        chosen = [
            branch.condition
            for conditional, _ in place.around
            for branch in conditional.branches[:MAX_BRANCHES]
        ]
        if any(names_x86(condition) for condition in chosen):
            yield Hit("error", text.line_at(offset), Guard.OPEN, message[:80], "", place.condition)
