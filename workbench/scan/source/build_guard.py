"""How a setting is kept from the arm64 build, or led to it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from workbench.model.regex import regex
from workbench.scan.source.build_asking import TRIES, Functions, is_told, is_tried, looks_for
from workbench.scan.source.build_choices import Branch, Choices
from workbench.scan.source.build_conditions import NEVER, Truths, truths
from workbench.scan.source.build_files import BuildText, Kind
from workbench.scan.source.construct import Construct
from workbench.scan.source.hit import Guard
from workbench.scan.source.worlds import names_arm, names_x86

_CHECK = regex(
    r"(?i)(?:check_\w*(?:flag|compile|runs|source|linker)\w*|try_compile|try_run|"
    r"has_(?:multi_)?(?:link_)?arguments?|"
    r"get_supported\w*|first_supported\w*|compiles|links|\w*add_\w*if_supported\w*|"
    r"A[CXM]_\w*(?:CHECK|TRY|APPEND|COMPILE|LINK|SEARCH)\w*|JE_\w*FLAGS\w*|PKG_CHECK_MODULES)$"
)
_CALL = regex(r"^(?:call\s+[\w.-]*(?:option|support|try|check|cc-)|shell\s)")
_CHECKED = regex(
    rb"(?i)\bcheck_(?:c|cxx|fortran)_(?:compiler_flag|source_(?:compiles|runs))[ \t\n]*\("
    rb"(?:[^()]|\([^()]*\)){0,4000}?\b(\w+)[ \t\n]*\)"
)
_TRIED = regex(rb"\bA[CX]_\w*(?:COMPILE|LINK|TRY|RUN|PREPROC)\w*|\bAC_CHECK_\w+")
_TRIED_WITHIN = 600
_REQUIRED = regex(
    rb"\bset[ \t]*\([ \t]*(?:CMAKE_REQUIRED_\w+|\w*SAVE\w*)\b|\bCMAKE_REQUIRED_\w+[ \t]"
)
_ASSIGNED = regex(
    rb"^(?:[ \t]*(?:(?:set|list|foreach|SET|LIST)[ \t]*\([ \t]*(?:APPEND[ \t]+)?(\w+)|"
    rb"(?:override[ \t]+|export[ \t]+|local[ \t]+)?([\w.-]+)[ \t]*[:?+]?=))",
    re.MULTILINE,
)
_USUAL = regex(
    r"^(?:CMAKE_\w*FLAGS\w*|(?:AM_|EXTRA_|MY_)?(?:C|CXX|CPP|LD|F|FC|F77|F90|AS|ASM)_?FLAGS|"
    r"LIBS|LDLIBS|LDADD|CC|CXX)$"
)
_TARGET = regex(rb"^([^\s#:=][^\n:=]*+)::?(?!=)", re.MULTILINE)
_ON_REQUEST = regex(rb"\$[({]MAKE[)}]|(?:^|[;&|])[ \t]*make[ \t]|\bbmake\b")
_OTHER_COMPILER = regex(
    rb"(?i)\b(?:powerpc|ppc|mips|sparc|riscv|s390|arm|aarch64)\w*-[\w-]*-?(?:gcc|g\+\+|clang)"
)
_OBJECT = regex(r"\.(?:l?o|obj|c|cc|cpp|so|a)\b")
_INLINE = regex(r"(?:\[\[?|\btest\b|\bcase\b)(.*?)(?:\]\]?)?\s*(?:&&|;\s*then)")
_REMOVED = regex(r"^(?:filter-out|filter|subst|patsubst|findstring)\b")
_REMOVAL = regex(r"(?i)^(?:string|list)$")
_FILTER = regex(rb"(?i)filter|remove|strip|exclude")
_WIDTH = regex(r"(?:^|[A-Za-z_+])32(?:$|[_.-])")
_NO_WIDTH = regex(r"(?i)crc32|adler32")
_ANSWERED = regex(rb"(?i)aarch_?64|arm64")
_PARENTHESIS = regex(rb"[()]")
_NAME = regex(rb"[\w.]+[ \t]*$")
_LIBRARY = "x86-library"
_FLAG_RULES = frozenset({"build-flag", "compiler-specific"})
_NAMES_ARM = regex(rb"(?i)aarch_?64|arm64|-march=armv8|-mcpu=(?:neoverse|cortex)")
_LINE = 400
_FAR = 2_000
"""Bytes of one line to either side of a place that count."""
_MAX_USES = 60


def checked_variables(text: BuildText) -> frozenset[str]:
    """Return the variables that say whether a compiler takes some flag."""
    if text.kind is not Kind.CMAKE:
        return frozenset()
    return frozenset(m[1].decode("latin-1") for m in _CHECKED.finditer(text.code))


class Guards:
    """The guards of everything in one file."""

    def __init__(self, text: BuildText, choices: Choices) -> None:
        self._choices = choices
        self._text = text
        self._arm = choices.name_arm or _assigns_for_arm(text)
        self._by_variable: dict[tuple[str, str], Guard | None] = {}

    def condition(self, offset: int) -> str:
        """Return the condition around `offset` that keeps it from arm64; empty where none does."""
        for branch in self._choices.around(offset):
            if branch.reached.arm is not True:
                return branch.condition or "else"
        return ""

    def of(self, offset: int, construct: Construct) -> Guard | None:
        """Return how what stands at `offset` fares on arm64; None where x86 has it not either."""
        return self._of(offset, construct, follow=True)

    def _of(self, offset: int, construct: Construct, *, follow: bool) -> Guard | None:
        if self._is_removed(offset) or is_told(self._text, offset):
            return None
        around = list(self._choices.around(offset))
        about = [
            *(b.reached for b in around),
            *self._line(offset),
            *self._functions.around(offset),
        ]
        if any(value.x86 is False for value in about):
            return None
        if any(value.arm is False for value in about):
            return self._left_out(around, construct)
        if construct.rule not in _FLAG_RULES and construct.rule != _LIBRARY:
            return Guard.PORTED if _ANSWERED.search(self._text.code) else _open(about)
        if self._is_checked(offset) or (construct.rule == _LIBRARY and looks_for(self._text)):
            return Guard.FALLBACK
        if construct.rule in _FLAG_RULES and _NAMES_ARM.search(self._code_line(offset)):
            return Guard.PORTED
        guard = (self._uses(offset, construct) if follow else None) or _open(about)
        return Guard.CONDITIONAL if guard is Guard.OPEN and self._arm else guard

    def _code_line(self, offset: int) -> bytes:
        start = self._text.code.rfind(b"\n", 0, offset) + 1
        end = self._text.code.find(b"\n", offset)
        return self._text.code[start : min(end if end >= 0 else offset + _LINE, offset + _LINE)]

    def _left_out(self, around: list[Branch], construct: Construct) -> Guard:
        """A flag is only left out there; what a build needs must be had from somewhere."""
        if self._arm or (construct.rule not in _FLAG_RULES and _ANSWERED.search(self._text.code)):
            return Guard.PORTED
        if construct.rule in _FLAG_RULES:
            return Guard.FALLBACK
        deciding = next((b for b in around if b.reached.arm is False), None)
        other = deciding.choice.otherwise if deciding else None
        return Guard.FALLBACK if other is not None and other is not deciding else Guard.ALONE

    def _line(self, offset: int) -> Iterator[Truths]:
        """What the line itself and the target that it belongs to say."""
        code = self._text.code
        start = code.rfind(b"\n", 0, offset) + 1
        if self._text.kind is Kind.MAKE:
            if code.startswith(b"\t", start):
                end = code.find(b"\n", offset, offset + _FAR)
                line = code[max(start, offset - _FAR) : end if end >= 0 else offset + _FAR]
                if _ON_REQUEST.search(line) or _OTHER_COMPILER.search(line):
                    yield NEVER
                yield from self._recipe(offset)
            elif (target := _TARGET.match(code, start)) and target.end(1) < offset:
                yield _of_target(target[1])
        else:
            before = code[max(start, offset - _LINE) : offset]
            for condition in _INLINE.findall(before.decode("latin-1")):
                yield truths(condition)
        assigned = _ASSIGNED.match(code, start)
        if assigned and assigned.end() <= offset:
            name = (assigned[1] or assigned[2]).decode("latin-1")
            if _WIDTH.search(name) and not _NO_WIDTH.search(name):
                yield NEVER
            elif "-" in name:  # Linux-x86_64_CFLAGS
                yield truths(name)

    @cached_property
    def _targets(self) -> list[re.Match[bytes]]:
        return list(_TARGET.finditer(self._text.code))

    def _recipe(self, offset: int) -> Iterator[Truths]:
        """What the target of a recipe is named for."""
        at = bisect_right(self._targets, offset, key=re.Match.start)
        if at:
            yield _of_target(self._targets[at - 1][1])

    def _is_removed(self, offset: int) -> bool:
        """Whether the flag is named there to take it out of others."""
        code = self._text.code
        assigned = _ASSIGNED.match(code, code.rfind(b"\n", 0, offset) + 1)
        if assigned and _FILTER.search(assigned[1] or assigned[2]):
            return True
        return any(
            _REMOVED.match(inside)
            or (_REMOVAL.match(name) and re.match(r"(?i)(?:REPLACE|REGEX|FIND|REMOVE)", inside))
            for name, inside in _calls(code, offset)
        )

    @cached_property
    def _functions(self) -> Functions:
        return Functions(self._text)

    def _is_checked(self, offset: int) -> bool:
        """Whether the compiler is asked first if it takes the flag."""
        code = self._text.code
        if is_tried(self._text, offset) or self._functions.try_at(offset):
            return True
        for name, inside in _calls(code, offset):
            if _CHECK.search(name) or _CALL.match(inside) or TRIES.match(inside):
                return True
            if name.lower().endswith("find_package") and "REQUIRED" not in inside:
                return b"REQUIRED" not in code[offset : offset + 200].split(b")")[0]
        start = code.rfind(b"\n", 0, offset) + 1
        if _REQUIRED.search(code[max(0, start - 200, offset - _FAR) : offset].rpartition(b")")[2]):
            return True
        within = code[offset : offset + _TRIED_WITHIN]
        return self._text.kind is Kind.AUTOCONF and _TRIED.search(within) is not None

    def _uses(self, offset: int, construct: Construct) -> Guard | None:
        """What becomes of a flag that is put into a variable of its own: what its uses say."""
        code = self._text.code
        start = code.rfind(b"\n", 0, offset) + 1
        assigned = _ASSIGNED.match(code, start)
        if assigned is None or assigned.end() > offset:
            return None
        name = (assigned[1] or assigned[2]).decode("latin-1")
        key = (name, construct.id)
        if key not in self._by_variable:
            self._by_variable[key] = None if _USUAL.match(name) else self._weakest(name, construct)
        return self._by_variable[key]

    def _weakest(self, name: str, construct: Construct) -> Guard | None:
        """Return the guard of the least guarded use of a variable; None where none is seen."""
        code = self._text.code
        use = re.compile(rb"\$[({]?" + re.escape(name.encode("latin-1")) + rb"\b")
        guards = []
        seen = 0
        for match in use.finditer(code):
            own = _ASSIGNED.match(code, code.rfind(b"\n", 0, match.start()) + 1)
            if own is not None and (own[1] or own[2]).decode("latin-1") == name:
                continue
            seen += 1
            checked = self._is_checked(match.start())
            guard = Guard.FALLBACK if checked else self._of(match.start(), construct, follow=False)
            if guard is not None:
                guards.append(guard)
            if seen >= _MAX_USES:
                break
        for weakest in (Guard.OPEN, Guard.CONDITIONAL, Guard.ALONE, Guard.FALLBACK, Guard.PORTED):
            if weakest in guards:
                return weakest
        if seen:
            return Guard.FALLBACK
        if not names_x86(name):
            return None
        return Guard.PORTED if self._arm else Guard.CONDITIONAL


def _assigns_for_arm(text: BuildText) -> bool:
    """Whether a variable is named for arm64, as `Linux-aarch64_CFLAGS` is."""
    if text.kind not in (Kind.MAKE, Kind.AUTOMAKE):
        return False
    return any(names_arm((m[1] or m[2]).decode("latin-1")) for m in _ASSIGNED.finditer(text.code))


def _open(about: list[Truths]) -> Guard:
    return Guard.CONDITIONAL if any(value.arm is None for value in about) else Guard.OPEN


def _of_target(name: bytes) -> Truths:
    """An object is built in any case; another target that is named so is asked for by name."""
    text = name.decode("latin-1")
    if _WIDTH.search(text) and not _NO_WIDTH.search(text) and not _OBJECT.search(text):
        return NEVER
    value = truths(text)
    if value.arm is False and value.x86 is not False and _OBJECT.search(text):
        return Truths(value.x86, None)
    return value if value.arm is False else Truths(True, True)


def _calls(code: bytes, offset: int) -> Iterator[tuple[str, str]]:
    """Yield the calls whose parentheses are open at `offset`: the name, and what stands inside."""
    start = max(0, offset - 3000)
    before = code[start:offset]
    closed = 0
    found = 0
    for match in reversed(list(_PARENTHESIS.finditer(before))):
        if match[0] == b")":
            closed += 1
        elif closed:
            closed -= 1
        else:
            end = match.start()
            name = _NAME.search(before[max(0, end - 60) : end])
            inside = before[match.end() :].decode("latin-1")
            yield (name[0].decode("latin-1").strip() if name else ""), inside.lstrip()
            found += 1
            if found > 8:
                return
