"""Files of NASM that others take in: they fare as those do, and are nothing by themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import structs

from workbench.model.finding import Effect, Finding, Reason
from workbench.model.regex import regex
from workbench.scan.document import Unreadable
from workbench.scan.tree import Tree

_OF_NASM = ("nasm", "asm-include")
_INCLUDE = regex(rb"(?im)^[ \t]*%include[ \t]+[\"']([^\"'\n]{1,200})[\"']")
_ENOUGH = 64 * 1024
"""Bytes in which a file takes in what it needs."""
_MOST_FILES = 2_000


def settle(found: list[Finding], tree: Tree) -> list[Finding]:
    """Return `found`, with those in files that only what is left out on arm64 takes in as notes."""
    effects: dict[str, Effect] = {f.path: f.effect for f in found if f.construct in _OF_NASM}
    if Effect.CHANGE not in effects.values():
        return found
    takers = _takers(effects, tree)
    open_ = {p for p, e in effects.items() if e is Effect.CHANGE and not _named(p, takers)}
    while more := {
        path
        for path, effect in effects.items()
        if effect is Effect.CHANGE
        and path not in open_
        and not open_.isdisjoint(_named(path, takers))
    }:
        open_ |= more
    return [
        structs.replace(f, effect=Effect.NOTE, reason=Reason.SELECTED, minutes=0)
        if f.construct in _OF_NASM and f.effect is Effect.CHANGE and f.path not in open_
        else f
        for f in found
    ]


def _named(path: str, takers: dict[str, set[str]]) -> set[str]:
    return takers.get(path.rpartition("/")[2], set()) - {path}


def _takers(paths: Iterable[str], tree: Tree) -> dict[str, set[str]]:
    """Return which of the files at `paths` take in a file of each name."""
    takers: dict[str, set[str]] = defaultdict(set)
    for path in sorted(paths)[:_MOST_FILES]:
        try:
            with tree.open(path) as stream:
                text = stream.read(_ENOUGH)
        except Unreadable:
            continue  # the look at it says so
        for name in _INCLUDE.findall(text):
            takers[name.decode("latin-1").rpartition("/")[2]].add(path)
    return takers
