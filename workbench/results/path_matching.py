"""Which file of one machine is which of another, where the folders above them differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec


class PathMatch(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of paths that mean one file, and paths that could be several."""

    pairs: tuple[tuple[str, str], ...] = ()
    ambiguous: tuple[str, ...] = ()
    """Paths of either side whose longest common ending fits several paths of the other."""


def match_paths(one: Iterable[str], other: Iterable[str]) -> PathMatch:
    """Pair the paths of two machines.

    Equal paths belong together. Of the rest, two belong together where each is the only one that
    shares the longest ending (in whole parts, the file's name at least) with the other.
    """
    left, right = dict.fromkeys(one), dict.fromkeys(other)
    pairs = [(path, path) for path in left if path in right]
    rest_left = [path for path in left if path not in right]
    rest_right = [path for path in right if path not in left]
    forth = _candidates(rest_left, rest_right)
    back = _candidates(rest_right, rest_left)
    matched: set[str] = set()
    for path, found in forth.items():
        if len(found) == 1 and back.get(found[0]) == [path]:
            pairs.append((path, found[0]))
            matched |= {path, found[0]}
    ambiguous = {
        path
        for best in (forth, back)
        for path, found in best.items()
        if path not in matched and any(f not in matched for f in found)
    }
    return PathMatch(pairs=tuple(pairs), ambiguous=tuple(sorted(ambiguous)))


def _candidates(paths: list[str], targets: list[str]) -> dict[str, list[str]]:
    """Return, for each path with any, the targets that share the longest ending with it."""
    by_ending: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for target in targets:
        for ending in _endings(target):
            by_ending[ending].append(target)
    found = {}
    for path in paths:
        best = next((e for e in _endings(path) if e in by_ending), None)
        if best is not None:
            found[path] = by_ending[best]
    return found


def _endings(path: str) -> list[tuple[str, ...]]:
    """Return the endings of a path in whole parts, the longest first."""
    parts = tuple(p for p in path.split("/") if p not in ("", "."))
    return [parts[start:] for start in range(len(parts))]
