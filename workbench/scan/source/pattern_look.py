"""Looks by patterns alone: languages where what a place stands for is told by its file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from workbench.scan.source.architectures import architectures
from workbench.scan.source.c_text import line_starts
from workbench.scan.source.construct import Construct, Means, Vocabulary, constructs
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.line_text import Comments, without_comments

ARM = re.compile(rb"aarch64|arm64", re.IGNORECASE)
_LITERAL = re.compile(rb"""["']([\w.+/-]{1,80})["']""")
_CALL = 120
"""Bytes behind the name of a call in which its library is named."""
GuardOf = Callable[[bytes, int, Construct], Guard | None]
"""How code at an offset fares on arm64; None where it is no finding after all."""


def answered_in_file(code: bytes, offset: int, construct: Construct) -> Guard:  # noqa: ARG001
    """A file that names arm64 has an answer for it; the others are open."""
    return Guard.PORTED if ARM.search(code) else Guard.OPEN


def needed(code: bytes, offset: int, construct: Construct) -> Guard | None:
    """As answered_in_file; a library that every system has is no finding."""
    if construct.means is Means.ASK:
        names = _LITERAL.findall(code, offset, offset + _CALL)
        plain = {name.decode("latin-1").removesuffix(".dll") for name in names}
        return None if plain and plain <= architectures().libraries.everywhere else Guard.OPEN
    return answered_in_file(code, offset, construct)


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

    def triggers(self) -> list[str]:
        """Return what makes a file worth a look."""
        return self.vocabulary.triggers()

    def look(self, path: str, data: bytes) -> Looked:
        """Return the hits of one file, at most one a line and construct."""
        code = without_comments(data, self.comments)
        line_at = line_starts(data)
        hits: dict[tuple[int, str], Hit] = {}
        for pattern, construct in self.vocabulary.patterns:
            for match in pattern.finditer(code):
                line = line_at(match.start() + len(match[0]) - len(match[0].lstrip()))
                if (line, construct.id) in hits:
                    continue
                guard = self.guard(code, match.start(), construct)
                if guard is not None:
                    text = " ".join(match[0].decode("latin-1").split())[:60]
                    hits[line, construct.id] = Hit(construct.id, line, guard, text)
        return Looked(path, self.family, tuple(sorted(hits.values(), key=lambda hit: hit.line)))
