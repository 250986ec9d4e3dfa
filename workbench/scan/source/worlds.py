"""What preprocessor macros say on each of the two architectures, and conditions over them.

A condition has three values: true, false, or None where it depends on something else. Names that
projects give their own macros are read by the architecture or instruction set that stands in them
(`HAVE_SSE2`, `USE_NEON`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures

Truth = bool | None


class World(StrEnum):
    """The compilation that a condition is asked about: Linux, 64-bit."""

    X86 = "x86_64"
    ARM = "arm64"


def _naming(words: tuple[str, ...]) -> re.Pattern[str]:
    """Of text in lower case: without regard to case, searching takes five times as long."""
    return regex(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])")


_MACROS = architectures().macros
_WORD = regex(r"__\w+__")
_NAME = regex(r"[\w.-]+")
_IS_X86 = _naming(architectures().in_macros.x86)
_IS_ARM = _naming(architectures().in_macros.arm)
_IS_OTHER = _naming(architectures().in_macros.other)
_IS_ELSEWHERE = _naming(architectures().in_macros.elsewhere)
_IS_NEGATIVE = _naming(architectures().in_macros.negative)
_IS_DEVICE = _naming(architectures().in_macros.devices)


@lru_cache(maxsize=8192)
def defined(name: str, world: World) -> Truth:
    """Whether the macro `name` is defined in `world`."""
    if name in _MACROS.x86:
        return world is World.X86
    if name in _MACROS.some_x86:
        return None if world is World.X86 else False
    if name in _MACROS.arm:
        return world is World.ARM
    if name in _MACROS.both:
        return True
    if name in _MACROS.neither:
        return False
    low = name.lower()
    if _IS_NEGATIVE.search(low) or _IS_DEVICE.search(low):
        return None
    if _IS_ELSEWHERE.search(low):
        return False
    x86, arm = _IS_X86.search(low) is not None, _IS_ARM.search(low) is not None
    if x86 != arm:
        return None if x86 is (world is World.X86) else False
    if not x86 and _IS_OTHER.search(low):
        return False
    return None


@lru_cache(maxsize=8192)
def names_x86(text: str) -> bool:
    """Whether an x86 architecture or instruction set is named in `text`."""
    low = text.lower()
    if _IS_DEVICE.search(low):
        text = " ".join(w for w in _NAME.findall(text) if not _IS_DEVICE.search(w.lower()))
        low = text.lower()
    return _IS_X86.search(low) is not None or not _MACROS.some_x86.isdisjoint(_WORD.findall(text))


def names_arm(text: str) -> bool:
    """Whether a 64-bit Arm architecture or instruction set is named in `text`."""
    return _IS_ARM.search(text.lower()) is not None


def names_other(text: str) -> bool:
    """Whether an architecture other than x86 and 64-bit Arm is named in `text`."""
    return _IS_OTHER.search(text.lower()) is not None


_TOKEN = regex(
    r"(?:(0[xX][0-9a-fA-F]+|\d+)[uUlL]*|([A-Za-z_]\w*)|(&&|\|\||[<>=!]=|<<|>>|[!()<>+\-*/%&|^~?:,])|(\S))"
)
_MAX_TOKENS = 400
_OLDEST_GCC = 4
"""What Clang says that it is, too."""
_MAX_DEPTH = 40


Known = Mapping[str, bool]
"""Macros of which it is known whether they hold."""


@lru_cache(maxsize=4096)
def evaluate(condition: str, world: World) -> Truth:
    """Return what an `#if` condition comes to in `world`; None where that is open."""
    return evaluate_knowing(condition, world, {})


def evaluate_knowing(condition: str, world: World, known: Known) -> Truth:
    """As evaluate, with macros of which more is `known` than their names say."""
    tokens = list(_tokens(condition))
    if not tokens or len(tokens) > _MAX_TOKENS:
        return None
    try:
        return _Reader(tokens, world, known).read()
    except (IndexError, ValueError):
        return None


def _tokens(condition: str) -> Iterator[str]:
    for match in _TOKEN.finditer(condition):
        yield match[1] or match[2] or match[3] or match[4] or ""


class _Reader:
    """Recursive descent over `||`, `&&`, `!`, parentheses, `defined`; arithmetic is left open."""

    def __init__(self, tokens: list[str], world: World, known: Known) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._world = world
        self._known = known

    def _defined(self, name: str) -> Truth:
        told = self._known.get(name)
        return defined(name, self._world) if told is None else told

    def read(self) -> Truth:
        value = self._either()
        return value if self._at == len(self._tokens) else None

    def _next(self) -> str:
        sign = self._tokens[self._at]
        self._at += 1
        return sign

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _either(self) -> Truth:
        value = self._both()
        while self._peek() == "||":
            self._at += 1
            value = _or(value, self._both())
        return value

    def _both(self) -> Truth:
        value = self._compared()
        while self._peek() == "&&":
            self._at += 1
            value = _and(value, self._compared())
        return value

    def _compared(self) -> Truth:
        """A term; with arithmetic behind it, open unless the macro is not there."""
        name = self._peek()
        value = self._term()
        start = self._at
        while (sign := self._peek()) and sign not in ("&&", "||", ")", ":"):
            self._at += 1
            if sign == "(":
                self._skip_group()
        behind = self._tokens[start : self._at]
        if not behind:
            return value
        if len(behind) == 2 and behind[0] == "==" and behind[1].isidentifier():
            told = self._known.get(f"{name}=={behind[1]}")
            return self._chosen(behind[1]) if told is None else told
        if name == "__GNUC__" and len(behind) == 2 and behind[1].isdigit():
            return _of_version(behind[0], int(behind[1]))
        return False if value is False else None

    def _chosen(self, name: str) -> Truth:
        """`SIMD == SIMD_AVX2`: whether the choice that is named for an architecture can be met."""
        return False if defined(name, self._world) is False else None

    def _term(self) -> Truth:
        sign = self._next()
        if sign == "!":
            value = self._term()
            return None if value is None else not value
        if sign == "(":
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise ValueError("nested too deeply")
            value = self._either()
            if self._next() != ")":
                raise ValueError("a parenthesis is left open")
            self._depth -= 1
            return value
        if sign == "defined":
            name = self._next()
            if name == "(":
                name = self._next()
                self._at += 1
            return self._defined(name)
        if sign[0].isdigit():
            return (
                int(sign, 0) != 0 if sign[:1] != "0" or len(sign) == 1 or sign[1] in "xX" else None
            )
        if sign[0].isalpha() or sign[0] == "_":
            if self._peek() == "(":
                self._at += 1
                inside = self._skip_group()
                return (
                    self._defined(inside) if "__has" not in sign and inside.isidentifier() else None
                )
            return self._defined(sign)
        return None

    def _skip_group(self) -> str:
        """Skip to the parenthesis that closes; return what stood inside."""
        open_, inside = 1, []
        while open_:
            sign = self._next()
            open_ += (sign == "(") - (sign == ")")
            if open_:
                inside.append(sign)
        return "".join(inside)


def _of_version(sign: str, version: int) -> Truth:
    """What a comparison of GCC's version comes to, of which none before 4 knows arm64."""
    older = sign in ("<", "<=", "==") and version < _OLDEST_GCC + (sign == "<")
    return False if older else None


def _number(digits: str) -> Truth:
    """What a number is as a condition; octal and other rare spellings are left open."""
    if digits[0] != "0" or digits == "0":
        return int(digits) != 0
    return int(digits, 16) != 0 if digits[1] in "xX" else None


def _or(left: Truth, right: Truth) -> Truth:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _and(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True
