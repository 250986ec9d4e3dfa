"""Where a build turns: the beginnings, alternatives and ends of its choices."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from workbench.model.regex import regex
from workbench.scan.source.build_files import BuildText, Kind


class Turn(StrEnum):
    """What happens at a place."""

    IF = "if"
    ELIF = "elif"
    ELSE = "else"
    END = "end"


Turned = tuple[Turn, int, str]
"""What happens, at which offset, under which condition."""

_MAKE = regex(
    rb"^(?:[ \t]*(?:(else)[ \t]+)?(ifeq|ifneq|ifdef|ifndef|else|endif)"
    rb"|\.?[ \t]{0,4}(ifdef|ifndef|if|elif|else|endif))\b((?:\\\r?\n|[^\n])*)",
    re.MULTILINE,
)
_EMPTY_SIDE = regex(r"\(\s*,|,\s*\)\s*$|\"\"|''")
_CMAKE = regex(rb"^[ \t]*(if|elseif|else|endif)[ \t]*\(", re.MULTILINE | re.IGNORECASE)
_MESON = regex(rb"^[ \t]*(if|elif|else|endif)\b([^\n]*)", re.MULTILINE)
_SHELL = regex(
    rb"(?:^|[;&|(]|\bthen|\bdo|\belse|[@-])[ \t]*"
    rb"(?:(if|elif)[ \t]++((?:[^;\n]|\\\n){1,400}?)(?:;|\n)|(else|fi|esac)\b"
    rb"|case[ \t]++([^\n]{1,200}?)[ \t]+in\b)"
    rb"|(?:^|;;|\bin[ \t])[ \t]*\(?([\w*?.|\"' \t\[\]$@{}+/-]{1,120})\)",
    re.MULTILINE,
)
_NARROW = regex(r"\bi(?:\*|\?|\[[\d-]+\])86")
"""`i*86`: 32-bit x86."""
_ENTRY = regex(rb"select[ \t\n]*\([ \t\n]*\{|\"([^\"\n]+)\"[ \t\n]*:|\}[ \t\n]*[,)]")
_TABLE = regex(rb"^[ \t]*\[([^\]\n]+)\]", re.MULTILINE)
_CONFIG = regex(rb"^[ \t]*(?:build|test|run|common)(?::(\S+))?[ \t][^\n]*", re.MULTILINE)
_GYP = regex(
    rb"""\[[ \t\n]*(?:'([^'\n]{3,160}[=!<>][^'\n]*)'|"([^"\n]{3,160}[=!<>][^"\n]*)")"""
    rb"[ \t\n]*,|[\[\]{}]"
)


def turns(text: BuildText) -> Iterator[Turned]:
    """Yield the turns of a file in the order in which they stand there."""
    reader = _READERS.get(text.kind)
    return iter(()) if reader is None else reader(text.code)


def _make(code: bytes) -> Iterator[Turned]:
    for match in _MAKE.finditer(code):
        if code.endswith((b"\\\n", b"\\\r\n"), max(0, match.start() - 3), match.start()):
            continue  # the shell's own `else`, in a recipe
        word, rest = (match[2] or match[3]).decode(), _plain(match[4])
        if word == "endif":
            yield Turn.END, match.start(), ""
        elif word == "else":
            yield Turn.ELSE, match.start(), ""
        elif rest:
            negative = word in ("ifneq", "ifndef")
            if word in ("ifeq", "ifneq") and _EMPTY_SIDE.search(rest):
                negative = not negative
            condition = f"NOT ({rest})" if negative else rest
            turn = Turn.ELIF if match[1] or word == "elif" else Turn.IF
            yield turn, match.start(), condition


def _cmake(code: bytes) -> Iterator[Turned]:
    words = {b"if": Turn.IF, b"elseif": Turn.ELIF, b"else": Turn.ELSE, b"endif": Turn.END}
    for match in _CMAKE.finditer(code):
        turn = words[match[1].lower()]
        inside = _inside(code, match.end()) if turn in (Turn.IF, Turn.ELIF) else ""
        yield turn, match.start(), inside


def _meson(code: bytes) -> Iterator[Turned]:
    words = {b"if": Turn.IF, b"elif": Turn.ELIF, b"else": Turn.ELSE, b"endif": Turn.END}
    for match in _MESON.finditer(code):
        yield words[match[1]], match.start(), _plain(match[2])


def _shell(code: bytes) -> Iterator[Turned]:
    """Branches of a `case` count inside of one only: the sign that ends a pattern is common."""
    open_: list[bool] = []
    for match in _SHELL.finditer(code):
        word, condition, other, subject, pattern = match.groups()
        if word == b"if":
            open_.append(False)
            yield Turn.IF, match.start(), _plain(condition)
        elif word == b"elif":
            yield Turn.ELIF, match.start(), _plain(condition)
        elif other == b"else":
            yield Turn.ELSE, match.start(), ""
        elif other is not None:
            if open_:
                open_.pop()
            yield Turn.END, match.start(), ""
        elif subject is not None:
            open_.append(True)
            yield Turn.IF, match.start(), "in none of the cases"
        elif open_ and open_[-1]:
            named = _NARROW.sub("i386", _plain(pattern).strip("\"' "))
            turn = Turn.ELSE if set(named) <= set("*") else Turn.ELIF
            yield turn, match.start(), " || ".join(named.replace("*", " ").split("|"))


def _bazel(code: bytes) -> Iterator[Turned]:
    depth = 0
    first = False
    for match in _ENTRY.finditer(code):
        if match[0].startswith(b"select"):
            depth, first = depth + 1, True
            yield Turn.IF, match.start(), "in none of the cases"
        elif depth and match[1] is not None:
            first = False
            key = match[1].decode("latin-1")
            turn = Turn.ELSE if key.endswith(":default") else Turn.ELIF
            yield turn, match.start(), key
        elif depth and not first:
            depth -= 1
            yield Turn.END, match.start(), ""


def _cargo(code: bytes) -> Iterator[Turned]:
    started = False
    for match in _TABLE.finditer(code):
        if started:
            yield Turn.END, match.start(), ""
        started = match[1].startswith(b"target.")
        if started:
            yield Turn.IF, match.start(), match[1].decode("latin-1")


def _bazelrc(code: bytes) -> Iterator[Turned]:
    for match in _CONFIG.finditer(code):
        if match[1]:
            yield Turn.IF, match.start(), match[1].decode("latin-1")
            yield Turn.END, match.end(), ""


def _gyp(code: bytes) -> Iterator[Turned]:
    """`['condition', {then}, {else}]`, told by the brackets and braces around it."""
    stack: list[int] = []
    for match in _GYP.finditer(code):
        sign = match[0][:1]
        condition = match[1] or match[2]
        if condition is not None:
            stack.append(0)
            yield Turn.IF, match.start(), condition.decode("latin-1")
        elif sign in b"[{":
            if sign == b"{" and stack and stack[-1] == 1:
                stack[-1] = 2
                yield Turn.ELSE, match.start(), ""
            stack.append(-1)
        elif stack:
            closed = stack.pop()
            if closed >= 0:
                yield Turn.END, match.start(), ""
            elif sign == b"}" and stack and stack[-1] == 0:
                stack[-1] = 1


def _plain(text: bytes) -> str:
    return " ".join(text.replace(b"\\\n", b" ").decode("latin-1").split())[:600]


def _inside(code: bytes, start: int) -> str:
    """Return what stands up to the parenthesis that closes the one before `start`."""
    depth = 1
    for at in range(start, min(len(code), start + 600)):
        sign = code[at : at + 1]
        depth += (sign == b"(") - (sign == b")")
        if not depth:
            return _plain(code[start:at])
    return _plain(code[start : start + 600])


_READERS: dict[Kind, Callable[[bytes], Iterator[Turned]]] = {
    Kind.MAKE: _make,
    Kind.AUTOMAKE: _make,
    Kind.CMAKE: _cmake,
    Kind.MESON: _meson,
    Kind.AUTOCONF: _shell,
    Kind.SHELL: _shell,
    Kind.CI: _shell,
    Kind.BAZEL: _bazel,
    Kind.BAZELRC: _bazelrc,
    Kind.CARGO: _cargo,
    Kind.GYP: _gyp,
}
