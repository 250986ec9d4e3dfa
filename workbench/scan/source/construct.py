"""Constructs: what ties source text to an architecture, as data."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec

from workbench.model.resources import resources


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
    url: str = ""
    quiet: bool = False
    """Shown in lists only when asked for: common, and seldom a problem."""


class _File(msgspec.Struct, frozen=True):
    construct: tuple[Construct, ...]
    includes: tuple[str, ...] = ()
    """Families whose constructs belong to this one, too."""


@cache
def constructs(family: str) -> tuple[Construct, ...]:
    """Return the constructs of `resources/source/FAMILY.toml`. Raises msgspec.ValidationError."""
    data = (resources() / "source" / f"{family}.toml").read_bytes()
    file = msgspec.toml.decode(data, type=_File)
    return sum((constructs(other) for other in file.includes), file.construct)


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
        self.words = re.compile(rb"\b(?:" + _trie(words).encode() + rb")\w*") if words else None
        self.patterns = [(re.compile(c.pattern.encode()), c) for c in family if c.pattern]

    def of_word(self, word: bytes) -> Construct | None:
        """Return the construct that the identifier `word` belongs to."""
        if word not in self._known:
            text = word.decode("latin-1")
            named = (c for start, c in self._starts if text.startswith(start))
            self._known[word] = self._exact.get(text) or next(named, None)
        return self._known[word]

    def triggers(self) -> list[str]:
        """Return regular expressions, one of which a file must match to be worth a look."""
        words = [*self._exact, *(start for start, _ in self._starts)]
        starts = [w for w in words if not any(w != v and w.startswith(v) for v in words)]
        return [
            *(rf"\b{re.escape(w)}" for w in starts),
            *(p.pattern.decode() for p, _ in self.patterns),
        ]


def _trie(words: list[str]) -> str:
    """Return a regular expression for `words` in which shared starts are looked at once."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    options = []
    for sign, below in sorted(node.items()):
        if not sign:
            continue
        start = re.escape(sign)
        while len(below) == 1 and "" not in below:
            (following, below) = next(iter(below.items()))
            start += re.escape(following)
        options.append(start + (_branches(below) if set(below) - {""} else ""))
    body = options[0] if len(options) == 1 and "" not in node else f"(?:{'|'.join(options)})"
    return f"{body}?" if "" in node and options else body
