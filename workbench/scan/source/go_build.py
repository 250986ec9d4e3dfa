"""Which Go files a plain `go build` takes in, by their names and constraints (go/build)."""

from __future__ import annotations

import re
from typing import NamedTuple

from workbench.model.regex import regex

_CONSTRAINT = regex(rb"^//go:build[ \t]+([^\n]+)", re.MULTILINE)
_OLD = regex(rb"^//[ \t]*\+build[ \t]+([^\n]+)", re.MULTILINE)
_HEAD = regex(rb"^(?:package|TEXT|DATA|GLOBL|#include)\b", re.MULTILINE)
_SYSTEMS = (
    "aix|android|darwin|dragonfly|freebsd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|"
    "solaris|wasip1|windows|zos"
)
_PROCESSORS = (
    "386|amd64|amd64p32|arm|arm64|arm64be|armbe|loong64|mips|mips64|mips64le|mips64p32|"
    "mips64p32le|mipsle|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm"
)
_BY_NAME = regex(rf"(?:_({_SYSTEMS}))?(?:_({_PROCESSORS}))?(?:_test)?\.\w+$")
_SIGN = regex(r"&&|\|\||[!()]|[\w.]+")
_KNOWN = frozenset([*_SYSTEMS.split("|"), *_PROCESSORS.split("|"), "gccgo", "ignore", "appengine"])
_TRUE = frozenset({"linux", "unix", "gc", "cgo"})
_RELEASE = regex(r"go1\.\d+$")
_MOST_SIGNS = 200
_HEAD_SIZE = 16_000


class Built(NamedTuple):
    """Whether a file is built on x86-64 and on arm64 Linux, and what says so."""

    x86: bool
    arm: bool
    offset: int = 0
    text: str = ""
    elsewhere: bool = True
    """Whether it is built on a processor that no one writes code for, either."""


def built(path: str, data: bytes, *, tagged: bool = False) -> Built:
    """Return where the Go or Plan 9 assembly file at `path` is built.

    `tagged` says whether a project's own tags are set: they are not by default.
    """
    name = path.rpartition("/")[2]
    found = _BY_NAME.search(name)
    system, processor = (found[1], found[2]) if found else (None, None)
    if found and not name[: found.start()]:
        system = processor = None
    x86 = system in (None, "linux") and processor in (None, "amd64")
    arm = system in (None, "linux") and processor in (None, "arm64")
    elsewhere = processor is None
    offset, text = 0, f"_{processor}" if processor else ""
    head = _HEAD.search(data[:_HEAD_SIZE])
    end = head.start() if head else min(len(data), _HEAD_SIZE)
    new = _CONSTRAINT.search(data, 0, end)
    lines = [new] if new else list(_OLD.finditer(data, 0, end))
    for line in lines[:20]:
        condition = line[1].decode("latin-1").strip()
        written = condition if new else _from_old(condition)
        x86 = x86 and holds(written, "amd64", tagged=tagged)
        arm = arm and holds(written, "arm64", tagged=tagged)
        elsewhere = elsewhere and holds(written, "mips64p32", tagged=tagged)
        if not processor and not text:
            offset, text = line.start(), condition
    return Built(x86, arm, offset, text, elsewhere)


def _from_old(line: str) -> str:
    """Write an old constraint line as the new ones are: spaces are or, commas are and."""
    return " || ".join(f"({part.replace(',', ' && ')})" for part in line.split())


def holds(condition: str, processor: str, *, tagged: bool = False) -> bool:
    """Whether a constraint holds on Linux on `processor`; True where it cannot be read."""
    signs = _SIGN.findall(condition.partition("//")[0])
    if not signs or len(signs) > _MOST_SIGNS:
        return True
    reader = _Reader(signs, processor, tagged)
    try:
        value = reader.either()
    except (IndexError, RecursionError):
        return True
    return value if reader.at == len(signs) else True


class _Reader:
    """Recursive descent over `||`, `&&`, `!`, parentheses and tags."""

    def __init__(self, signs: list[str], processor: str, tagged: bool) -> None:
        self._signs = signs
        self._processor = processor
        self._tagged = tagged
        self.at = 0

    def either(self) -> bool:
        value = self._both()
        while self._peek() == "||":
            self.at += 1
            value = self._both() or value
        return value

    def _both(self) -> bool:
        value = self._one()
        while self._peek() == "&&":
            self.at += 1
            value = self._one() and value
        return value

    def _one(self) -> bool:
        sign = self._signs[self.at]
        self.at += 1
        if sign == "!":
            return not self._one()
        if sign == "(":
            value = self.either()
            if self._signs[self.at] != ")":
                raise IndexError
            self.at += 1
            return value
        return self._is_set(sign)

    def _is_set(self, tag: str) -> bool:
        if tag in _TRUE or tag == self._processor or _RELEASE.match(tag):
            return True
        return self._tagged and tag not in _KNOWN

    def _peek(self) -> str:
        return self._signs[self.at] if self.at < len(self._signs) else ""
