"""Which architecture inline assembly is written for, by its registers and instructions."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures


class Dialect(StrEnum):
    """What the text of an assembly statement is written for."""

    X86 = "x86"
    ARM = "arm"
    OTHER = "other"
    PORTABLE = "portable"
    UNTOLD = "untold"


_NAMES = ("x86", "arm", "other")
_INSTRUCTIONS = [
    regex("|".join(architectures().assembly[name].instructions).encode()) for name in _NAMES
]
_SIGNS = [architectures().assembly[name].other for name in _NAMES]
SIGNS_OF_BOTH = [
    *(
        rf"(?:^|[^a-z])(?:{'|'.join(architectures().assembly[name].instructions)})(?:[^a-z0-9_.]|$)"
        for name in _NAMES[:2]
    ),
    *_SIGNS[0],
    *_SIGNS[1],
]
"""Regular expressions by which text for x86 or Arm shows: instructions of either, other signs."""
SIGNS_OF_OTHERS = [*_SIGNS[2]]
_KEYWORD = regex(rb"\w+")
_WORD = regex(rb"[a-z][a-z0-9_.]*")
_X86_CONSTRAINT = regex(
    rb"\"[=+&]*[abcdSDqQA][\"0-9rmi]*\"\s*\(|\"[=+&]*x\"\s*\(|\"memory\"\s*,\s*\"cc\""
)
_COMMENT = regex(rb"/\*.*?\*/", re.DOTALL)
_DIRECTIVES_ONLY = regex(rb"(?:\s++|\\[nt]|;|[.#@][^\n\\;]*+|\w++:|nop\b)*+")
_NAME_ONLY = regex(rb"\s*+[A-Za-z_.$@?][\w.$@?]*+\s*+")
_QUOTED = rb'"(?:[^"\\]++|\\[\s\S])*+"'
_UNENDED = rb'(?P<unended>"[\s\S]*+)'
"""From a quote that nothing closes on no later one is closed, either: it is tried once."""
_STRING = regex(_QUOTED + rb"|" + _UNENDED)
_QUALIFIERS = regex(
    rb"(?:\s|\\\n|__volatile__|__volatile|volatile|goto|inline|__inline__|__inline)*"
)
_MAX_BODY = 20_000


class Statement(NamedTuple):
    """An assembly statement: where it ends, or is given up, and what it is written for."""

    end: int
    dialect: Dialect


def statement(data: bytes, start: int) -> Statement:
    """Return the assembly statement whose keyword begins at `start`."""
    body, braces = _body(data, start)
    return Statement(start + len(body) + 1, dialect_of(body) if braces else _dialect(body))


def _dialect(body: bytes) -> Dialect:
    """Return what a statement is written for of which this stands in the parentheses."""
    template = b"\n".join(s[0][1:-1] for s in _STRING.finditer(_template(body)) if not s["unended"])
    if _NAME_ONLY.fullmatch(template) and dialect_of(template) is not Dialect.X86:
        return Dialect.PORTABLE
    if _DIRECTIVES_ONLY.fullmatch(_without_comments(template)):
        return Dialect.PORTABLE
    found = dialect_of(template)
    if found is Dialect.UNTOLD and _X86_CONSTRAINT.search(body):
        return Dialect.X86
    return found


def _without_comments(template: bytes) -> bytes:
    """Put a blank for each comment; behind the last end of one nothing is searched for its end."""
    last = template.rfind(b"*/") + 2
    return _COMMENT.sub(b" ", template[:last]) + template[last:] if last > 1 else template


def dialect_of(text: bytes, seen: Container[int] | None = None) -> Dialect:
    """Weigh the words: some instructions are spelt alike on several architectures.

    `seen` says which of SIGNS_OF_BOTH and then SIGNS_OF_OTHERS occur, where that is known.
    """
    x86, arm, other = (
        len(set(_pattern(signs).findall(text))) if signs else 0 for signs in _signs(seen)
    )
    for word in set(_WORD.findall(text)):
        of_x86, of_arm, of_other = _instruction_of(word)
        x86, arm, other = x86 + of_x86, arm + of_arm, other + of_other
    if not (x86 or arm or other):
        return Dialect.UNTOLD
    if x86 >= max(arm, other):
        return Dialect.X86
    return Dialect.ARM if arm >= other else Dialect.OTHER


def _signs(seen: Container[int] | None) -> Iterator[tuple[str, ...]]:
    """Yield the signs of x86, of Arm and of others that are worth searching for."""
    number = 2
    for signs in _SIGNS:
        yield tuple(s for n, s in enumerate(signs, number) if seen is None or n in seen)
        number += len(signs)


@cache
def _pattern(signs: tuple[str, ...]) -> re.Pattern[bytes]:
    return re.compile("|".join(signs).encode())


@lru_cache(maxsize=65536)
def _instruction_of(word: bytes) -> tuple[bool, bool, bool]:
    """Whether `word` is an instruction of x86, of Arm, and of others."""
    x86, arm, other = (known.fullmatch(word) is not None for known in _INSTRUCTIONS)
    return x86, arm, other


def is_x86(word: bytes) -> bool:
    """Whether `word` is an instruction or a register of x86."""
    return _instruction_of(word)[0]


def _body(data: bytes, start: int) -> tuple[bytes, bool]:
    """Return what stands in the parentheses, or in the braces or on the line, and whether that."""
    word = _KEYWORD.match(data, start)
    at = _QUALIFIERS.match(data, word.end() if word else start).end()  # type: ignore[union-attr]
    opening = data[at : at + 1]
    if opening == b"{":
        return data[at : _closing(data, at, b"{", b"}")], True
    if opening != b"(":
        return data[at : (data.find(b"\n", at) + 1 or len(data))], True
    return data[at + 1 : _closing(data, at, b"(", b")")], False


_TOKEN = regex(_QUOTED + rb"|[(){}]|" + _UNENDED)
_BRACKET = regex(rb"[(){}]")


def _closing(data: bytes, at: int, opening: bytes, closing: bytes) -> int:
    depth = 0
    for match in _tokens(data, at, at + _MAX_BODY):
        depth += (match[0] == opening) - (match[0] == closing)
        if not depth:
            return match.start()
    return min(len(data), at + _MAX_BODY)


def _tokens(data: bytes, at: int, end: int) -> Iterator[re.Match[bytes]]:
    for match in _TOKEN.finditer(data, at, end):
        if match["unended"]:
            yield from _BRACKET.finditer(data, match.start(), end)
        else:
            yield match


_TEMPLATE_END = regex(_QUOTED + rb"|:|" + _UNENDED)


def _template(body: bytes) -> bytes:
    """Return the part of the body before the first colon that is not in a string."""
    for match in _TEMPLATE_END.finditer(body):
        if match[0] == b":":
            return body[: match.start()]
    return body
