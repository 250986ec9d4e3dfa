"""What meson.build and wrap files say, as far as it is literal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.bracketed import bracketed

_BLANKED = regex(r"'{3}.*?(?:'{3}|\Z)|'(?:[^'\\\n]++|\\.)*+'?|\#[^\n]*", re.DOTALL)
_CALL = regex(r"(?<![\w.])(?:(\w+)\s*\.\s*)?(dependency|find_library)\s*\(")
_NAMES = regex(r"\s*'((?:[^'\\\n]|\\.)*)'(?:\s*,\s*'([^'\n]*)')*")
_VERSION = regex(r"\bversion\s*:\s*(\[[^\]]*\]|'[^'\n]*')")
_STRING = regex(r"'([^'\n]*)'")
_REQUIRED = regex(r"\brequired\s*:\s*([^,)\n]+)")
_NATIVE = regex(r"\bnative\s*:\s*true\b")
_LOOP = regex(r"^[ \t]*foreach\s+(\w+)\s*:\s*\[([^\]]*)\]", re.MULTILINE)
_SECTION = regex(r"\[([\w-]+)\]\s*")
_FIELD = regex(r"([\w-]+)\s*=\s*(.*)")


class MesonCall(msgspec.Struct, frozen=True, kw_only=True):
    """One `dependency()` or `find_library()`; `optional` where the build goes on without it."""

    function: str
    name: str
    line: int
    version: str = ""
    optional: bool = False
    native: bool = False


def meson_calls(document: Document) -> tuple[MesonCall, ...]:
    """Read the calls in order. Raises Unreadable."""
    return tuple(_calls(document))


def _calls(document: Document) -> Iterator[MesonCall]:
    code = _without_comments(document.text)
    loops = {match[1]: _STRING.findall(match[2]) for match in _LOOP.finditer(code)}
    for match, arguments in bracketed(code, _CALL, quote="'"):
        if match[2] == "dependency" and match[1] not in (None, "meson"):
            continue
        for name in _named(arguments, loops):
            if not name or "@" in name:
                continue
            required = _REQUIRED.search(arguments)
            versions = _VERSION.search(arguments)
            yield MesonCall(
                function=match[2],
                name=name,
                line=document.line_at(match.start()),
                version=",".join(_STRING.findall(versions[1])) if versions else "",
                optional=bool(required) and required[1].strip() != "true" if required else False,
                native=bool(_NATIVE.search(arguments)),
            )


def _named(arguments: str, loops: dict[str, list[str]]) -> list[str]:
    """The name, or, where it is a loop's variable, each literal it takes."""
    first = _NAMES.match(arguments)
    if first:
        return [first[1]]
    variable = re.match(r"\s*(\w+)\s*[,)]?", arguments)
    return loops.get(variable[1], []) if variable else []


def _without_comments(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        found = match[0]
        return re.sub(r"[^\n]", " ", found) if found.startswith(("#", "'''")) else found

    return _BLANKED.sub(blank, text)


def wrap_fields(document: Document) -> tuple[str, dict[str, tuple[str, int]]]:
    """Return the kind of a wrap, and its fields with lines. Raises Unreadable where it is none."""
    kind = section = ""
    fields: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(document.lines, 1):
        if match := _SECTION.fullmatch(line.strip()):
            section = match[1]
            if section.startswith("wrap-"):
                kind = section
        elif section.startswith("wrap-") and (match := _FIELD.fullmatch(line.strip())):
            fields[match[1]] = (match[2].strip(), number)
    if not kind:
        raise Unreadable("is no wrap: it has no section that names its kind", 1)
    return kind, fields
