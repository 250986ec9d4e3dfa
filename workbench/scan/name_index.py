"""Which of many patterns a file name meets, at little cost for most files, which meet none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from typing import Generic, TypeVar

from workbench.model.regex import regex

T = TypeVar("T")

_APART = regex(r"\[[^\]]*\]|[*?/]")
"""What parts the plain text of a pattern: wildcards, and what parts folders."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A pattern, and the place of what it belongs to."""

    place: int
    glob: re.Pattern[str]
    on_path: bool


_Pieces = dict[str, list[_Bound]]
"""Patterns by a piece of plain text that the name, or a folder on its path, must hold."""


class NameIndex(Generic[T]):
    """Things with patterns for names or paths, as Format reads them.

    A pattern is looked up by the whole name where it has no wildcard, else by the name's ending if
    it has one, and by its longest piece of plain text. Pieces are sought once a folder, in the
    names of all its files together: few folders hold any.
    """

    def __init__(self, things: Iterable[tuple[T, tuple[str, ...]]]) -> None:
        self._things: list[T] = []
        self._names: dict[str, list[int]] = defaultdict(list)
        self._endings: dict[str, tuple[list[int], _Pieces]] = defaultdict(lambda: ([], {}))
        """By what follows the last dot: what has a pattern of no more than that, and the rest."""
        self._without: _Pieces = {}
        for place, (thing, patterns) in enumerate(things):
            self._things.append(thing)
            for pattern in patterns:
                self._add(place, pattern)

    def _add(self, place: int, pattern: str) -> None:
        *before, last = _APART.split(pattern)
        if not before:
            self._names[pattern].append(place)
            return
        stem, dot, ending = last.rpartition(".")
        if pattern == f"*.{ending}":
            self._endings[ending][0].append(place)
            return
        pieces = self._endings[ending][1] if dot else self._without
        piece = max(*before, stem if dot else last, key=len)
        bound = _Bound(place, regex(translate(pattern)), "/" in pattern)
        pieces.setdefault(piece, []).append(bound)

    def among(self, folder: str, names: Collection[str]) -> Iterator[tuple[str, list[T]]]:
        """Yield those `names` of files in `folder` that meet patterns, each with what has them.

        Both in the order given.
        """
        known, endings = self._names, self._endings
        text = "\0".join((folder, *names))
        anywhere = _found(self._without, text)
        by_ending: dict[str, list[_Bound]] = {}
        for name in names:
            _, dot, ending = name.rpartition(".")
            if dot and ending in endings:
                sure, pieces = endings[ending]
                if ending not in by_ending:
                    by_ending[ending] = anywhere + _found(pieces, text)
                bounds = by_ending[ending]
                met = {*sure, *known.get(name, ())}
            elif anywhere or name in known:
                bounds = anywhere
                met = {*known.get(name, ())}
            else:
                continue
            if bounds:
                path = f"{folder}/{name}" if folder else name
                met.update(b.place for b in bounds if b.glob.match(path if b.on_path else name))
            if met:
                yield name, [self._things[place] for place in sorted(met)]

    def of(self, path: str) -> list[T]:
        """Return what has a pattern that the file at `path` meets, in the order given."""
        folder, _, name = path.rpartition("/")
        return next((found for _, found in self.among(folder, (name,))), [])


def _found(pieces: _Pieces, text: str) -> list[_Bound]:
    return [bound for piece, bounds in pieces.items() if piece in text for bound in bounds]
