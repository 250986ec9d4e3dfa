"""Places of a build that ask, try or tell, and set nothing for a whole build."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.source.build_conditions import Truths, truths
from workbench.scan.source.build_files import BuildText, Kind

_FIND_MODULE = regex(r"(?:^|/)Find\w+\.cmake(?:\.in)?$")
_CACHED = regex(rb"\bCACHE[ \t\n]+(?:STRING|BOOL|PATH|FILEPATH|INTERNAL)[ \t\n]+\"")
_DOC = 4000
"""Bytes before a place in which the text on an entry of the cache that holds it begins."""
_TRYING = (
    r"(?=(?:\w*_)?(?:check|try|test|probe|has|have|supports?|detect)_\w"
    r"|\w+_(?:check|try|test|probe)\b)\w++"
)
_TRIED = regex(
    rf"(?:^|[;&|!(]|\bif\b|\belif\b|\bthen\b|\$\()[ \t!]{{0,20}}{_TRYING}(?:[ \t][^;&|\n]*)?$"
)
TRIES = regex(rf"^{_TRYING}\s")
"""What is called in `$(...)` to try something."""
_ELSE = regex(rb"[^\n]{0,200}?\|\|(?![ \t]*(?:exit|die|return|error|fatal|false)\b)")
_ELSE_BEHIND = regex(rb"[^\n]*\n[ \t]*\}[ \t]*\|\|[ \t]*\{")
_CMAKE = regex(
    rb"^[ \t]*(?:(?:macro|function)[ \t]*\([ \t]*(\w+)|end(?:macro|function)\b)", re.I | re.M
)
_SHELL = regex(rb"^(?:(?:function[ \t]+)?(\w+)[ \t]*\(\)|function[ \t]+(\w+)[ \t]*\{|\})", re.M)
_MOST = 2_000
_SCRIPTS = (Kind.SHELL, Kind.AUTOCONF)


def is_told(text: BuildText, offset: int) -> bool:
    """Whether `offset` lies in the text that explains an entry of CMake's cache."""
    if text.kind is not Kind.CMAKE:
        return False
    begun = None
    for begun in _CACHED.finditer(text.code, max(0, offset - _DOC), offset):  # noqa: B007
        pass
    return begun is not None and b'"' not in text.code[begun.end() : offset].replace(b'\\"', b"")


def is_tried(text: BuildText, offset: int) -> bool:
    """Whether a script tries there whether a compiler takes something, or has another way."""
    if text.kind not in _SCRIPTS:
        return False
    code = text.code
    line = code[code.rfind(b"\n", 0, offset) + 1 : offset][-_DOC:].decode("latin-1")
    if _TRIED.search(line):
        return True
    if text.kind is not Kind.SHELL:
        return False
    return bool(_ELSE.match(code, offset) or _ELSE_BEHIND.match(code, offset))


def looks_for(text: BuildText) -> bool:
    """Whether the file looks for a library, and gives what it finds: CMake's find modules."""
    return _FIND_MODULE.search(text.path) is not None


class Functions:
    """The functions of a build or a script, of which the name says what they are for."""

    def __init__(self, text: BuildText) -> None:
        found = list(_functions(text))
        self._starts = [offset for offset, _ in found]
        self._names = [name for _, name in found]

    def _name(self, offset: int) -> str:
        at = bisect_right(self._starts, offset)
        return self._names[at - 1] if at else ""

    def around(self, offset: int) -> Iterator[Truths]:
        """Yield what the name says, where it is one for x86 alone."""
        about = truths(self._name(offset))
        if about.arm is False and about.x86 is not False:
            yield about

    def try_at(self, offset: int) -> bool:
        """Whether the function around `offset` only tries what a compiler takes."""
        return TRIES.match(f"{self._name(offset)} ") is not None


def _functions(text: BuildText) -> Iterator[tuple[int, str]]:
    """Yield where a function begins, with its name, or ends, with none."""
    if text.kind is Kind.CMAKE:
        found = _CMAKE.finditer(text.code)
    elif text.kind in _SCRIPTS:
        found = _SHELL.finditer(text.code)
    else:
        return
    for number, match in enumerate(found):
        if number >= _MOST:
            return
        yield match.start(), next((g for g in match.groups() if g), b"").decode("latin-1")
