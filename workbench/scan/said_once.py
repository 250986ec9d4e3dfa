"""One cause, one problem, on however many lines of a file it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.problem import Problem
from workbench.scan.format import Discovery


def said_once(discoveries: Iterable[Discovery]) -> Iterator[Discovery]:
    """Leave out problems whose reason the same file has given before.

    For formats whose reasons name what is wrong: a variable without a value that forty lines use
    is one thing to mend.
    """
    said: set[tuple[str, str]] = set()
    for seen in discoveries:
        if isinstance(seen, Problem):
            if (seen.path, seen.reason) in said:
                continue
            said.add((seen.path, seen.reason))
        yield seen
