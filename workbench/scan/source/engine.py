"""What occurs where in a file: one pass over its bytes with all patterns at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from platform import machine

from workbench.model.atomic import write_atomically
from workbench.model.errors import WorkbenchError
from workbench.model.old_files import clear_old
from workbench.model.places import cache_folder
from workbench.model.regex import regex
from workbench.scan.source.needed_words import may_match, needed_words
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
    if not patterns:
        return lambda data: []  # noqa: ARG005  # a marker's shape
    if hyperscan is not None:
        with suppress(hyperscan.error):  # an expression that is too much for it
            return _hyperscan(patterns, places)
    return _compiled_re(patterns, places)


def _hyperscan(patterns: Sequence[str], places: bool) -> Marker:
    flags = hyperscan.HS_FLAG_MULTILINE | (0 if places else hyperscan.HS_FLAG_SINGLEMATCH)
    database = _kept(patterns, flags)
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


def _kept(patterns: Sequence[str], flags: int) -> hyperscan.Database:
    """Return the compiled patterns, from the user's cache folder where they lie there.

    Making them takes a fifth of a second and more, reading them nothing. What is damaged, or made
    by another version or for another processor, is refused by the library and made anew.
    """
    key = "\0".join([machine(), str(flags), *patterns])
    name = f"patterns-{blake2b(key.encode(), digest_size=12).hexdigest()}.hs"
    with suppress(OSError, hyperscan.error):
        data = (cache_folder() / "patterns" / name).read_bytes()
        return hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[pattern.encode() for pattern in patterns],
        ids=list(range(len(patterns))),
        elements=len(patterns),
        flags=[flags] * len(patterns),
    )
    with suppress(OSError, WorkbenchError):
        folder = cache_folder() / "patterns"
        folder.mkdir(parents=True, exist_ok=True)
        clear_old(folder)
        write_atomically(folder / name, hyperscan.dumpb(database))
    return database


_WORD = regex(r"\\b(\w+)")


def _compiled_re(patterns: Sequence[str], places: bool) -> Marker:
    """Words share one expression in the shape of a trie; each other pattern is one of its own.

    Such a one is tried where a word that it needs occurs in the file.
    """
    numbers = {m[1]: n for n, p in enumerate(patterns) if (m := _WORD.fullmatch(p))}
    known = set(numbers.values())
    words = re.compile(rf"\b{trie(list(numbers))}".encode()) if numbers else None
    others = [
        (number, compiled, needed_words(compiled))
        for number, pattern in enumerate(patterns)
        if number not in known and (compiled := re.compile(pattern.encode(), re.MULTILINE))
    ]

    def mark(data: bytes) -> list[Mark]:
        marks: set[Mark] = set()
        met: set[int] = set()
        for number, pattern, needed in [(-1, words, ()), *others]:
            for match in pattern.finditer(data) if pattern and may_match(needed, data) else ():
                which = numbers[match[0].decode()] if number < 0 else number
                if places or which not in met:
                    marks.add((which, match.end()))
                met.add(which)
                if len(marks) >= _MOST_STARTS or (number >= 0 and not places):
                    break
        return sorted(marks, key=lambda mark: mark[1])[:MOST_MARKS]

    return mark
