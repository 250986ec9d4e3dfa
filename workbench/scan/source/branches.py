"""The preprocessor's branches of a C-like file: which of them is compiled on which architecture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from workbench.model.regex import regex
from workbench.scan.source.c_text import CText
from workbench.scan.source.worlds import Truth, World, evaluate, names_arm, names_x86

_CODE = regex(rb"^[ \t]*(?:[^#\s]|#[ \t]*(?:define|include)\b)[^\n]*", re.MULTILINE)
_GUARDED = regex(rb"(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*+\*/)*+#[ \t]*define[ \t]+(\w+)")
_BEHIND = 4096
"""Bytes behind an `#ifndef` in which what it guards is defined."""
_JOINED = regex(rb"\\\r?\n")
_ARM_CODE = regex(rb"\barm_neon\.h|\bvld1q_|\b__aarch64__\b|\b__ARM_NEON\b")
_BODY = 20_000
"""Bytes of a branch that are searched for code for Arm."""
_MAX_CONDITION = 4096
MAX_BRANCHES = 100
"""Of one conditional, among which a counterpart or a name is looked for."""
_MAX_DIRECTIVES = 50_000
"""What stands behind them is taken to stand under the last one."""
_MAX_DEPTH = 64
"""Deeper conditionals are taken for the one around them: no reader could follow them either."""


@dataclass(slots=True)
class Branch:
    """One branch of a conditional: from `start` to `end` (bytes), under `condition`."""

    start: int
    condition: str
    x86: Truth
    arm: Truth
    end: int = 0
    error: int = -1
    """Offset of an `#error` directly in it; -1 where there is none."""


@dataclass(slots=True)
class Conditional:
    """An `#if` with its branches, in order."""

    branches: list[Branch] = field(default_factory=list)
    x86: Truth = False
    """Whether one of them is taken."""
    arm: Truth = False

    @property
    def has_else(self) -> bool:
        """Whether every case has a branch."""
        return bool(self.branches) and self.branches[-1].condition == "else"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the branches an offset lies: the conditionals around it, outermost first."""

    around: tuple[tuple[Conditional, Branch], ...] = ()

    def truth(self, world: World) -> Truth:
        """Whether the code there is compiled in `world`."""
        value: Truth = True
        for _, branch in self.around:
            here = branch.x86 if world is World.X86 else branch.arm
            if here is False:
                return False
            if here is None:
                value = None
        return value

    @property
    def condition(self) -> str:
        """The innermost condition that is not always met, for people."""
        return next((b.condition for _, b in reversed(self.around) if b.arm is not True), "")


class Branches:
    """All the conditionals of one file."""

    def __init__(self, text: CText) -> None:
        self.errors: list[tuple[int, Place, str]] = []
        """Each `#error`: offset, place, message."""
        self._marks: list[int] = [0]
        self._places: list[Place] = [Place()]
        self._read(text)

    def at(self, offset: int) -> Place:
        """Return where `offset` lies."""
        return self._places[bisect_right(self._marks, offset) - 1]

    def inside(self, directive: int) -> Place:
        """Return where what stands behind the directive at that offset lies."""
        after = bisect_right(self._marks, directive)
        return self._places[min(after, len(self._places) - 1)]

    def conditionals(self) -> list[Conditional]:
        """Return those around which anything stands, the outer ones before the inner ones."""
        found = {id(c): c for place in self._places for c, _ in place.around}
        return list(found.values())

    def _read(self, text: CText) -> None:
        stack: list[tuple[Conditional, Branch]] = []
        ignored = 0
        for word, rest, start, rest_start, end in islice(text.directives(), _MAX_DIRECTIVES):
            if word == "error":
                if stack:
                    stack[-1][1].error = start
                message = text.data[rest_start:end].decode("latin-1").strip()
                self.errors.append((start, Place(tuple(stack)), message))
                continue
            if ignored or (word.startswith("if") and len(stack) == _MAX_DEPTH):
                ignored += word.startswith("if") - (word == "endif")
                continue
            if word.startswith("if"):
                conditional = Conditional()
                branch = _branch(word, rest, end, conditional)
                if word == "ifndef" and _is_guard(rest, text.data, end):
                    branch.x86 = branch.arm = conditional.x86 = conditional.arm = True
                stack.append((conditional, branch))
            elif stack:
                conditional, before = stack.pop()
                before.end = start
                if word != "endif":
                    branch = _branch(word, rest, end, conditional)
                    stack.append((conditional, branch))
            self._marks.append(end)
            self._places.append(Place(tuple(stack)))
        for _, branch in stack:
            branch.end = len(text.data)


def _branch(word: str, rest: bytes, start: int, conditional: Conditional) -> Branch:
    """Add the branch that `#word rest` opens; it is reached where all before it are not."""
    condition, x86, arm = _condition(word, rest[:_MAX_CONDITION])
    branch = Branch(
        start, condition, _reached(x86, conditional.x86), _reached(arm, conditional.arm)
    )
    conditional.x86 = _either(conditional.x86, branch.x86)
    conditional.arm = _either(conditional.arm, branch.arm)
    conditional.branches.append(branch)
    return branch


@lru_cache(maxsize=4096)
def _condition(word: str, rest: bytes) -> tuple[str, Truth, Truth]:
    """Return what `#word rest` asks for, and what that comes to in either world."""
    if word == "else":
        return word, True, True
    text = " ".join(_JOINED.sub(b" ", rest).decode("latin-1").split())
    if word.endswith("ndef"):
        text = f"!defined({text})"
    elif word.endswith("def"):
        text = f"defined({text})"
    return text, evaluate(text, World.X86), evaluate(text, World.ARM)


def _is_guard(name: bytes, data: bytes, behind: int) -> bool:
    """Whether `#ifndef name`, which ends at `behind`, is there so that a header is read once."""
    defines = _GUARDED.match(data, behind, behind + _BEHIND)
    return defines is not None and defines[1] == name.strip()


def _reached(own: Truth, before: Truth) -> Truth:
    if own is False or before is True:
        return False
    return None if own is None or before is None else True


def reached(own: Truth, before: Iterable[Truth]) -> Truth:
    """Return whether a branch is taken that is `own`, where those `before` it were as told."""
    value: Truth = False
    for other in before:
        value = _either(value, other)
    return _reached(own, value)


def _either(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def counterpart(place: Place, code: bytes) -> tuple[str, int]:
    """Return what stands in for code at `place` on arm64, and at which offset.

    `arm`: a branch that names the architecture; `portable`: a branch for everybody else; `error`: a
    branch that refuses; `none`: it is left out. Only for places that are not compiled on arm64.
    """
    for conditional, branch in place.around:
        if branch.arm is not False:
            continue
        found = ("none", branch.start)
        for other in conditional.branches[:MAX_BRANCHES]:
            if other is branch or other.arm is False:
                continue
            body = code[other.start : other.end or len(code)]
            if other.error >= 0 and not _CODE.search(body):
                found = ("error", other.error)
            elif _is_for_arm(other, body):
                return ("arm", other.start)
            elif _CODE.search(body):
                found = ("portable", other.start)
        return found
    return ("none", 0)


def _is_for_arm(branch: Branch, body: bytes) -> bool:
    """Whether the branch names the architecture, or its code does."""
    if names_arm(branch.condition):
        return _CODE.search(body) is not None
    return not names_x86(branch.condition) and _ARM_CODE.search(body, 0, _BODY) is not None
