"""Go: which files are built on which architecture, by their names and constraints."""

from __future__ import annotations

import re

from msgspec import structs

from workbench.scan.source.c_text import line_starts
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.line_text import Comments
from workbench.scan.source.pattern_look import PatternLook
from workbench.scan.source.worlds import World, evaluate

_PATTERNS = PatternLook("go", Comments.SLASHES)
_CONSTRAINT = re.compile(rb"^//go:build[ \t]+([^\n]+)|^// \+build[ \t]+([^\n]+)", re.MULTILINE)
_PACKAGE = re.compile(rb"^package\b", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z_][\w.]*")
_MACRO = {
    "amd64": "__x86_64__",
    "arm64": "__aarch64__",
    "linux": "__linux__",
    "unix": "__unix__",
    "windows": "_WIN32",
    "darwin": "__APPLE__",
    "gc": "__GNUC__",
    "cgo": "__GNUC__",
}
_BY_NAME = re.compile(
    r"_(amd64|arm64|386|arm|ppc64|ppc64le|s390x|riscv64|mips\w*|loong64|wasm)(?:_test)?\.(?:go|s)$"
)


def triggers() -> list[str]:
    """Return what makes a Go file worth a look."""
    return [*_PATTERNS.triggers(), r"^//go:build ", r"^// \+build "]


def always(path: str) -> bool:
    """Whether the name alone makes the file worth a look."""
    return _BY_NAME.search(path) is not None


def look(path: str, data: bytes) -> Looked:
    """Return the hits of one file: its constraint, and what it asks at run time."""
    x86, arm, line, text = _built(path, data)
    if x86 is not False and arm is False:
        hit = Hit("go-constraint", line, Guard.CONDITIONAL, text)
        return Looked(path, _PATTERNS.family, (hit,))
    looked = _PATTERNS.look(path, data)
    stands_in = (x86 is False and arm is None) or (x86 is not True and arm is True)
    return structs.replace(looked, arm=stands_in and "arm64" in text, portable=stands_in)


def _built(path: str, data: bytes) -> tuple[bool | None, bool | None, int, str]:
    """Return whether the file is built on x86 and on arm64, and where and how that is said."""
    named = _BY_NAME.search(path)
    if named:
        tag = named[1]
        return tag == "amd64", tag == "arm64", 1, f"_{tag}"
    package = _PACKAGE.search(data)
    match = _CONSTRAINT.search(data, 0, package.start() if package else 2000)
    if match is None:
        return True, True, 1, ""
    text = (match[1] or match[2]).decode("latin-1").strip()
    condition = _TAG.sub(_as_macro, text if match[1] else _old(text))
    line = line_starts(data)(match.start())
    return evaluate(condition, World.X86), evaluate(condition, World.ARM), line, text


def _old(text: str) -> str:
    """Write an old constraint line as the new ones are: spaces are or, commas are and."""
    return " || ".join(f"({part.replace(',', ' && ')})" for part in text.split())


def _as_macro(match: re.Match[str]) -> str:
    tag = match[0]
    if tag == "ignore":
        return "0"
    return f"defined({_MACRO.get(tag, '_tag_' + tag.replace('.', '_'))})"
