"""Constructs: what ties source text to an architecture, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, cached_property

import msgspec

from workbench.model.regex import regex
from workbench.model.resources import resources
from workbench.model.toml import decode
from workbench.scan.source.engine import Mark
from workbench.scan.source.trie import trie


class Means(StrEnum):
    """What it means where nothing around it makes up for it."""

    CHANGE = "change"
    ASK = "ask"
    NOTE = "note"


class Construct(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True
):
    """A family of names or forms; the keys are explained in `resources/source/c.toml`."""

    id: str
    rule: str
    title: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    means: Means
    way_out: str
    minutes: int
    once: bool = False
    """The minutes are for all of a component, however many places name it."""
    translated_by: frozenset[str] = frozenset()
    """Headers that give the same names on Arm."""
    asked_first: bool = False
    """Under any condition it is taken only where it is there: `#ifdef` asks for it."""
    even_own: bool = False
    """It counts even where the header that is included lies in the project."""
    url: str = ""
    quiet: bool = False
    """Shown in lists only when asked for: common, and seldom a problem."""
    asks: str = ""
    """A regular expression that must occur in the file, too: what is compared with."""
    hint: str = ""
    """A simpler regular expression that occurs in whatever `pattern` matches: searched faster."""


class _File(msgspec.Struct, frozen=True):
    construct: tuple[Construct, ...]
    includes: tuple[str, ...] = ()
    """Families whose constructs belong to this one, too."""


@cache
def constructs(family: str) -> tuple[Construct, ...]:
    """Return the constructs of `resources/source/FAMILY.toml`. Raises msgspec.ValidationError."""
    data = (resources() / "source" / f"{family}.toml").read_bytes()
    file = decode(data, _File)
    return sum((constructs(other) for other in file.includes), file.construct)


_REACH = 400
"""Bytes before the end of a match in which it begins, and behind it to which it may go on."""


class Vocabulary:
    """The words and patterns of a family of constructs, ready to be searched for in bytes."""

    def __init__(self, family: tuple[Construct, ...]) -> None:
        self.constructs = {construct.id: construct for construct in family}
        self._exact = {w: c for c in family for w in c.words if not w.endswith("*")}
        self._starts = sorted(
            ((w[:-1], c) for c in family for w in c.words if w.endswith("*")),
            key=lambda pair: -len(pair[0]),
        )
        self._known: dict[bytes, Construct | None] = {}
        words = [*self._exact, *(start for start, _ in self._starts)]
        self.words = regex(rb"\b(?:" + trie(words).encode() + rb")\w*") if words else None
        self.patterns = [(regex(c.pattern.encode()), c) for c in family if c.pattern]

    @cached_property
    def signs(self) -> list[str]:
        """What files hold in which `patterns` count: one regular expression for each, and more."""
        asked = [c.asks for _, c in self.patterns if c.asks]
        return [*(c.hint or c.pattern for _, c in self.patterns), *asked]

    def possible(self, marks: Iterable[Mark] | None) -> list[tuple[re.Pattern[bytes], Construct]]:
        """Return the patterns that can count where the engine gave `marks` for `signs`.

        All of them where it was not asked.
        """
        if marks is None:
            return self.patterns
        met = {number for number, _ in marks}
        asked = iter(range(len(self.patterns), len(self.signs)))
        needed = [(n, next(asked) if c.asks else n) for n, (_, c) in enumerate(self.patterns)]
        return [self.patterns[n] for n, asks in needed if n in met and asks in met]

    def of_word(self, word: bytes) -> Construct | None:
        """Return the construct that the identifier `word` belongs to."""
        if word not in self._known:
            text = word.decode("latin-1")
            named = (c for start, c in self._starts if text.startswith(start))
            self._known[word] = self._exact.get(text) or next(named, None)
        return self._known[word]

    def triggers(self) -> list[str]:
        """Return regular expressions, one of which a file must match to be worth a look.

        The words come first, then the patterns, or what hints at them.
        """
        return [
            *(rf"\b{re.escape(w)}" for w in self._firsts),
            *(c.hint or c.pattern for _, c in self.patterns),
        ]

    @cached_property
    def count(self) -> int:
        """How many triggers there are."""
        return len(self._firsts) + len(self.patterns)

    @cached_property
    def _firsts(self) -> list[str]:
        words = [*self._exact, *(start for start, _ in self._starts)]
        known = set(words)
        return [w for w in words if known.isdisjoint(w[:end] for end in range(1, len(w)))]

    def met(
        self, data: bytes, marks: Iterable[Mark]
    ) -> Iterator[tuple[int, Construct, re.Match[bytes]]]:
        """Yield what stands at `marks`, which the engine gave for `triggers`, with its offset.

        Comes in no order; comments and strings are not told from code.
        """
        words = self.words
        patterns: dict[int, list[int]] = {}
        for number, end in marks:
            if number >= len(self._firsts):
                patterns.setdefault(number - len(self._firsts), []).append(end)
            elif words is not None and (
                match := words.match(data, end - len(self._firsts[number]))
            ):
                construct = self.of_word(match[0])
                if construct is not None:
                    yield match.start(), construct, match
        for number, ends in patterns.items():
            if number < len(self.patterns):
                pattern, construct = self.patterns[number]
                for match in _around(pattern, data, ends):
                    yield match.start(), construct, match


def _around(pattern: re.Pattern[bytes], data: bytes, ends: list[int]) -> Iterator[re.Match[bytes]]:
    """Yield the matches of `pattern` around `ends`, where the engine saw it, or its hint, end."""
    at = 0
    for end in ends:
        if end <= at:
            continue
        near = max(0, end - _REACH)
        at = max(at, data.rfind(b"\n", max(0, near - _REACH), near) + 1 or near)
        while (match := pattern.search(data, at, end + _REACH)) and match.start() < end:
            at = max(match.end(), at + 1)
            yield match
