"""What a file format is to the scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

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
        name = path.rpartition("/")[2]
        return any(fnmatchcase(path if "/" in p else name, p) for p in self.patterns)
