"""What occurs where in a file: one pass over its bytes with all patterns at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from workbench.scan.source.trie import trie

Mark = tuple[int, int]
"""Which pattern matched, by its place in the list, and the offset behind the match."""
Marker = Callable[[bytes], list[Mark]]
MOST_MARKS = 20_000
"""Of one file; there are tables of a million instructions, and more of the same says nothing."""
_MOST_STARTS = 2 * MOST_MARKS

try:
    import hyperscan
except ImportError:  # there is no wheel for Windows on Arm
    hyperscan = None  # type: ignore[assignment]


def compiled(patterns: Sequence[str], places: bool = False) -> Marker:
    """Return a function that says which of `patterns` match in some bytes, in order of their ends.

    With `places` it gives every match, at most MOST_MARKS of them; else one match of each pattern.
    Hyperscan where there is one; else regular expressions, which are slower and find the same.
    """
    return _compiled_re(patterns, places) if hyperscan is None else _hyperscan(patterns, places)


def _hyperscan(patterns: Sequence[str], places: bool) -> Marker:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    flags = hyperscan.HS_FLAG_MULTILINE | (0 if places else hyperscan.HS_FLAG_SINGLEMATCH)
    database.compile(
        expressions=[pattern.encode() for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[flags] * len(patterns),
    )
    scratch = hyperscan.Scratch(database)

    def mark(data: bytes) -> list[Mark]:
        marks: list[Mark] = []

        def note(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            marks.append((number, end))
            return len(marks) >= MOST_MARKS

        with suppress(hyperscan.ScanTerminated):
            database.scan(data, match_event_handler=note, scratch=scratch)
        return marks

    return mark


_WORD = re.compile(r"\\b(\w+)")


def _compiled_re(patterns: Sequence[str], places: bool) -> Marker:
    """Words share one expression in the shape of a trie; each other pattern is one of its own."""
    numbers = {m[1]: n for n, p in enumerate(patterns) if (m := _WORD.fullmatch(p))}
    known = set(numbers.values())
    words = re.compile(rf"\b{trie(list(numbers))}".encode()) if numbers else None
    others = [(n, re.compile(p.encode(), re.M)) for n, p in enumerate(patterns) if n not in known]

    def mark(data: bytes) -> list[Mark]:
        marks: set[Mark] = set()
        met: set[int] = set()
        for number, pattern in [(-1, words), *others]:
            for match in pattern.finditer(data) if pattern else ():
                which = numbers[match[0].decode()] if number < 0 else number
                if places or which not in met:
                    marks.add((which, match.end()))
                met.add(which)
                if len(marks) >= _MOST_STARTS or (number >= 0 and not places):
                    break
        return sorted(marks, key=lambda mark: mark[1])[:MOST_MARKS]

    return mark
