"""Which file of one machine is which of another, where the folders above them differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

_MAX_ROUNDS = 20


class PathMatch(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of paths that mean one file, and paths that could be several."""

    pairs: tuple[tuple[str, str], ...] = ()
    ambiguous: tuple[str, ...] = ()
    """Paths of either side whose longest common ending fits several paths of the other."""


def match_paths(one: Iterable[str], other: Iterable[str]) -> PathMatch:
    """Pair the paths of two machines.

    Equal paths belong together. Of the rest, two belong together where each is the only one that
    shares the longest ending (in whole parts, the file's name at least) with the other; what is
    paired is out of the way of the rest. Where the name alone is shared, the folders before it
    must be those of another pair too: `a/main.c` and `b/main.c` may be two files.
    """
    left, right = dict.fromkeys(one), dict.fromkeys(other)
    pairs = {path: path for path in left if path in right}
    rest_left = [path for path in left if path not in right]
    rest_right = [path for path in right if path not in left]
    ambiguous: set[str] = set()
    for _ in range(_MAX_ROUNDS):
        forth, back = _candidates(rest_left, rest_right), _candidates(rest_right, rest_left)
        new = {a: b[0] for a, b in forth.items() if len(b) == 1 and back[b[0]] == [a]}
        ambiguous = (forth.keys() | back.keys()) - new.keys() - set(new.values())
        if not new:
            break
        pairs |= new
        rest_left = [path for path in rest_left if path not in new]
        rest_right = [path for path in rest_right if path not in set(new.values())]
    return PathMatch(pairs=tuple(_supported(pairs)), ambiguous=tuple(sorted(ambiguous)))


def _candidates(paths: list[str], targets: list[str]) -> dict[str, list[str]]:
    """Return, for each path with any, the targets that share the longest ending with it."""
    by_ending: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for target in targets:
        parts = _parts(target)
        for start in range(len(parts)):
            by_ending[parts[start:]].append(target)
    found = {}
    for path in paths:
        parts = _parts(path)
        endings = (parts[start:] for start in range(len(parts)))
        best = next((ending for ending in endings if ending in by_ending), None)
        if best is not None:
            found[path] = by_ending[best]
    return found


def _supported(pairs: dict[str, str]) -> list[tuple[str, str]]:
    """Drop the pairs that share the name alone and whose folders no other pair shares."""
    prefixes = {pair: _prefixes(*pair) for pair in pairs.items()}
    times = Counter(prefixes.values())
    return [
        (a, b)
        for (a, b), (before, after) in prefixes.items()
        if len(_parts(a)) - len(before) > 1
        or not (before and after)
        or times[before, after] > 1
        or len(pairs) == 1
    ]


def _prefixes(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands before the longest common ending of two paths."""
    a, b = _parts(one), _parts(other)
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return a, b


def _parts(path: str) -> tuple[str, ...]:
    return tuple(p for p in path.split("/") if p not in ("", "."))
