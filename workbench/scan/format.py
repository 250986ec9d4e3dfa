"""What a file format is to the scanner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import cache

from workbench.model.component import Sighting
from workbench.model.finding import Finding
from workbench.model.problem import Problem
from workbench.scan.document import Document
from workbench.scan.tree import Tree

Discovery = Sighting | Finding | Problem

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

    def matches(self, path: str) -> bool:
        """Whether the file at `path` is named like this format."""
        return named_like(path, self.patterns)


def named_like(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether the file at `path` is named like one of `patterns`, as Format reads them."""
    names, on_name, on_path = _compiled(patterns)
    name = path.rpartition("/")[2]
    return name in names or on_name.match(name) is not None or on_path.match(path) is not None


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """Plain names, globs on the name, globs on the path: every file of a project meets them."""
    globs = [p for p in patterns if any(c in p for c in "*?[/")]
    return (
        frozenset(patterns) - frozenset(globs),
        _any_of([p for p in globs if "/" not in p]),
        _any_of([p for p in globs if "/" in p]),
    )


def _any_of(globs: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(translate(glob) for glob in globs) or r"(?!)")
