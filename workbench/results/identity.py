"""Under which name both architectures know a test, whatever dialect told of it.

What is made equal, because tools differ in it and not the tests:
a file's path and the class path of the same file (`tests/test_a.py`, `tests.test_a`), nested
classes (`Outer$Inner`, `Outer.Inner`), a name that repeats its suite (Jest), the parentheses of a
JUnit 5 method (`total()`), Surefire's older braces (`holds{int}[1]`), addresses of objects in
parameter ids (`<f at 0x7f12>`), composed and decomposed Unicode, and white space.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from workbench.model.regex import regex
from workbench.results.records import TestCase

_EXTENSION = regex(
    r"\.(py|js|jsx|ts|tsx|mjs|cjs|rb|php|t|bats|sh|java|kt|scala|groovy|cs|exs)(?=$| > )"
)
_ADDRESS = regex(r"\b0x[0-9a-fA-F]{4,16}\b")
_BRACED = regex(r"\{([\w., $\[\]<>?]*)\}(?=$|\[)")
_EMPTY_CALL = regex(r"\(\)$")
_SPACE = regex(r"\s+")


def identity(case: TestCase) -> str:
    """Return the name that stands for `case` in every dialect."""
    suite, name = _plain(case.suite), _plain(case.name)
    if suite and name.startswith(f"{suite} "):
        name = name[len(suite) + 1 :]
    suite = _EXTENSION.sub("", suite).removeprefix("./")
    suite = suite.replace("/", ".").replace("\\", ".").replace("$", ".").strip(".")
    name = _EMPTY_CALL.sub("", _ADDRESS.sub("0x", _BRACED.sub(r"(\1)", name)))
    return f"{suite}::{name}" if suite else name


def identities(sides: Iterable[Iterable[TestCase]]) -> dict[str, str]:
    """Return the identity of each test id.

    Tests that one side tells apart stay apart: where two of its ids would become one, all of them
    keep the id that their tool wrote.
    """
    made: dict[str, str] = {}
    colliding: set[str] = set()
    for side in sides:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for written, case in {case.id: case for case in side}.items():
            if written not in made:
                made[written] = identity(case)
            ids[made[written]].add(written)
        colliding |= {name for name, written in ids.items() if len(written) > 1}
    return {written: written if name in colliding else name for written, name in made.items()}


def _plain(text: str) -> str:
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
