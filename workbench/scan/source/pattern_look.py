"""Looks by patterns alone: languages where what a place stands for is told by its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from workbench.model.regex import regex
from workbench.scan.source.architectures import architectures
from workbench.scan.source.c_text import line_starts
from workbench.scan.source.construct import Construct, Means, Vocabulary, constructs
from workbench.scan.source.engine import Mark
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.line_text import Comments, without_comments
from workbench.scan.source.processor_choice import guard_of_choice, names_arm

_LITERAL = regex(rb"""["']([\w.+/-]{1,80})["']""")
_CONSTANT = regex(rb"\([ \t]*(?:\w+\.)*([A-Za-z_]\w*)[ \t]*[,)]")
_VALUE = regex(rb"""\b(\w++)[ \t]*+=[ \t]*+@?["']([\w.+/-]{1,80})["']""")
_ENTRY = regex(rb'\bEntryPoint[ \t]*=[ \t]*"[^"\n]*"?')
_CALL = 120
"""Bytes behind the name of a call in which its library is named."""
_MAX_MET = 5_000
_ELSEWHERE = (".dll", ".dylib")
_CHOICE = "host-cpu-detection"
GuardOf = Callable[[bytes, re.Match[bytes], Construct], Guard | None]
"""How code at a match fares on arm64; None where it is no finding after all."""


def answered_in_file(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard:
    """A file that names arm64 has an answer for it; a test for a processor may have another."""
    if construct.means is Means.NOTE:
        return Guard.OPEN
    if construct.rule == _CHOICE:
        return guard_of_choice(code, match.start(), match.end())
    return Guard.PORTED if names_arm(code) else Guard.OPEN


def needed(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """As answered_in_file; a library that every system has is no finding."""
    if construct.means is not Means.ASK:
        return answered_in_file(code, match, construct)
    names = libraries_at(code, match.start())
    plain = {name.removesuffix(".dll") for name in names}
    if plain and plain <= architectures().libraries.everywhere:
        return None
    return Guard.OPEN


def on_linux(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """As needed; what only Windows or macOS could load is none either."""
    names = libraries_at(code, match.start())
    if construct.means is Means.ASK and names and all(n.endswith(_ELSEWHERE) for n in names):
        return None
    if construct.id == "node-load":
        if b"build/" in match[0]:
            return None  # of this package, which its own source tells of
        if names_arm(code):
            return Guard.PORTED
    return needed(code, match, construct)


def libraries_at(code: bytes, offset: int) -> list[str]:
    """Return what is named in the call at `offset`, by a constant of the file or outright."""
    end = code.find(b";", offset, offset + _CALL)
    end = end if end >= 0 else offset + _CALL
    found = _LITERAL.findall(_ENTRY.sub(b"", code[offset:end]))
    if not found and (constant := _CONSTANT.search(code, offset, end)):
        value = _values(code).get(constant[1])
        found = [value] if value else []
    return [name.decode("latin-1") for name in found]


@lru_cache(maxsize=2)
def _values(code: bytes) -> dict[bytes, bytes]:
    """Return the constants of a file that hold a text: the first that each is given."""
    values: dict[bytes, bytes] = {}
    for match in _VALUE.finditer(code):
        values.setdefault(match[1], match[2])
    return values


@dataclass(frozen=True)
class PatternLook:
    """How the files of one family are looked at."""

    family: str
    comments: Comments
    guard: GuardOf = answered_in_file

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The patterns of the family."""
        return Vocabulary(constructs(self.family))

    @cached_property
    def _asks(self) -> dict[str, re.Pattern[bytes]]:
        every = self.vocabulary.constructs.values()
        return {c.id: re.compile(c.asks.encode()) for c in every if c.asks}

    def triggers(self) -> list[str]:
        """Return what makes a file worth a look."""
        return self.vocabulary.signs

    def look(self, path: str, data: bytes, marks: Iterable[Mark] | None = None) -> Looked:
        """Return the hits of one file, at most one a line and construct.

        `marks` are what the engine gave for `triggers`.
        """
        possible = self.vocabulary.possible(marks)
        if not possible:
            return Looked(path, self.family)
        code = without_comments(data, self.comments)
        line_at = line_starts(data)
        hits: dict[tuple[int, str], Hit] = {}
        problem = ""
        for pattern, construct in possible:
            asks = self._asks.get(construct.id)
            if asks is not None and not asks.search(code):
                continue
            for met, match in enumerate(pattern.finditer(code)):
                if met >= _MAX_MET:
                    problem = f"holds more than {_MAX_MET:,} places of one sort: the rest is left"
                    break
                place = match.lastindex or 0
                blank = len(match[place]) - len(match[place].lstrip())
                line = line_at(match.start(place) + blank)
                if (line, construct.id) in hits:
                    continue
                guard = self.guard(code, match, construct)
                if guard is not None:
                    hits[line, construct.id] = Hit(construct.id, line, guard, _text(code, match))
        found = tuple(sorted(hits.values(), key=lambda hit: hit.line))
        return Looked(path, self.family, found, problem=problem)


def _text(code: bytes, match: re.Match[bytes]) -> str:
    """Return what was recognised, with the library where that is a call of one."""
    start, end = match.span(match.lastindex or 0)
    text = code[start:end]
    if b"(" in text or text.rstrip().endswith(b"ffi_lib"):
        named = _LITERAL.search(code, start, end + _CALL)
        if named and b"\n" not in code[end : named.end()]:
            text = code[start : max(end, named.end())]
    return " ".join(text.decode("latin-1").split())[:60]
