"""Which of many patterns a file name meets, at little cost for most files, which meet none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from typing import Generic, TypeVar

from workbench.model.regex import regex

T = TypeVar("T")

_WILD = regex(r"\[[^\]]*\]|[*?]")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A pattern, and the place of what it belongs to."""

    place: int
    glob: re.Pattern[str]
    on_path: bool


class NameIndex(Generic[T]):
    """Things with patterns for names or paths, as Format reads them.

    A pattern is looked up by the whole name where it has no wildcard, by the name's last extension
    where it ends in one, else by its longest piece of plain text.
    """

    def __init__(self, things: Iterable[tuple[T, tuple[str, ...]]]) -> None:
        self._things: list[T] = []
        self._names: dict[str, list[int]] = defaultdict(list)
        self._sure: dict[str, list[int]] = defaultdict(list)
        self._endings: dict[str, list[_Bound]] = defaultdict(list)
        self._pieces: dict[str, list[_Bound]] = defaultdict(list)
        for place, (thing, patterns) in enumerate(things):
            self._things.append(thing)
            for pattern in patterns:
                self._add(place, pattern)
        self._any_piece = tuple(self._pieces)

    def _add(self, place: int, pattern: str) -> None:
        plain = _WILD.split(pattern)
        if len(plain) == 1 and "/" not in pattern:
            self._names[pattern].append(place)
            return
        bound = _Bound(place, re.compile(translate(pattern)), "/" in pattern)
        _, dot, ending = plain[-1].rpartition("/")[2].rpartition(".")
        if pattern == f"*.{ending}":
            self._sure[ending].append(place)
        elif dot:
            self._endings[ending].append(bound)
        else:
            self._pieces[max(plain, key=len)].append(bound)

    def of(self, path: str) -> list[T]:
        """Return what has a pattern that the file at `path` meets, in the order given."""
        name = path[path.rfind("/") + 1 :]
        found = set(self._names[name]) if name in self._names else set()
        dot = name.rfind(".") + 1
        if dot:
            ending = name[dot:]
            found.update(self._sure.get(ending, ()))
            for bound in self._endings.get(ending, ()):
                if bound.glob.match(path if bound.on_path else name):
                    found.add(bound.place)
        for piece in self._any_piece:
            if piece in path:
                for bound in self._pieces[piece]:
                    if bound.glob.match(path if bound.on_path else name):
                        found.add(bound.place)
        return [self._things[place] for place in sorted(found)] if found else []
