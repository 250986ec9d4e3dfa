"""What a file format is to the scanner."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import translate
from functools import cache

from workbench.model.component import Sighting
from workbench.model.finding import Finding
from workbench.model.problem import Problem
from workbench.model.setting import Setting
from workbench.scan.document import MAX_BYTES, Document
from workbench.scan.tree import Tree

WRITTEN_BY_HAND = 2 * 1024 * 1024
"""Bytes beyond which no file is that people write."""
WRITTEN_BY_TOOLS = MAX_BYTES
OF_ANY_SIZE = sys.maxsize

Discovery = Sighting | Finding | Setting | Problem

Reader = Callable[[Document, Tree], Iterator[Discovery]]
"""Yields what one document declares.

It may raise Unreadable at any point: the scanner turns it into one Problem on that file and keeps
what was yielded before.
"""


@dataclass(frozen=True, slots=True)
class Format:
    """One manifest family: which files it reads, and how.

    `patterns` are globs on the file's name, or on its relative path where they hold a `/`
    (`*/charts/*.yaml` style); case counts. `accepts` looks at the start of the file where the name
    alone does not tell (a YAML file may be a Kubernetes manifest, a compose file or neither).
    """

    id: str
    title: str
    patterns: tuple[str, ...]
    read: Reader
    accepts: Callable[[Document], bool] | None = None
    documentation: str = ""
    unread: bool = False
    """Whether the document holds no bytes: the name tells all, or the reader opens the file itself
    (`tree.open`)."""
    most_bytes: int = WRITTEN_BY_HAND
    """Larger files are reported, not read. For lock files and lists: `WRITTEN_BY_TOOLS`; for what
    is `unread`: `OF_ANY_SIZE`."""
    importable: bool = False
    """Whether it lists software that lies elsewhere, so that people import such files by hand."""
    of_host: bool = False
    """Whether what it lists is installed on a host, which somebody has to name."""

    def bears(self, size: int) -> bool:
        """Whether a file of `size` bytes is not too large to be read."""
        return size <= self.most_bytes

    def matches(self, path: str) -> bool:
        """Whether the file at `path` is named like this format."""
        return named_like(path, self.patterns)


def as_chosen(format_: Format) -> Format:
    """Return `format_` for a file that a person said is of it: its content is not asked again."""
    return replace(format_, accepts=None)


def named_like(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether the file at `path` is named like one of `patterns`, as Format reads them."""
    return _compiled(patterns).matches(path)


@dataclass(frozen=True, slots=True)
class _Patterns:
    """Patterns sorted by how cheaply they are met: every file of a project is asked."""

    names: frozenset[str]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    globs: re.Pattern[str] | None
    on_path: re.Pattern[str] | None

    def matches(self, path: str) -> bool:
        name = path.rpartition("/")[2]
        return (
            name in self.names
            or name.startswith(self.starts)
            or name.endswith(self.ends)
            or (self.globs is not None and self.globs.match(name) is not None)
            or (self.on_path is not None and self.on_path.match(path) is not None)
        )


@cache
def _compiled(patterns: tuple[str, ...]) -> _Patterns:
    on_name = [p for p in patterns if "/" not in p]
    starts = [p for p in on_name if _is_plain(p[:-1]) and p.endswith("*")]
    ends = [p for p in on_name if _is_plain(p[1:]) and p.startswith("*")]
    names = [p for p in on_name if _is_plain(p)]
    return _Patterns(
        names=frozenset(names),
        starts=tuple(p[:-1] for p in starts),
        ends=tuple(p[1:] for p in ends),
        globs=_any_of([p for p in on_name if p not in {*names, *starts, *ends}]),
        on_path=_any_of([p for p in patterns if "/" in p]),
    )


def _is_plain(text: str) -> bool:
    return not any(sign in text for sign in "*?[")


def _any_of(globs: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(translate(glob) for glob in globs)) if globs else None
