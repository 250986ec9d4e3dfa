"""Macros that a C-like file defines itself, on one architecture only, and asks about later.

`#ifdef __SSE2__`, `#define USE_VECTORS`; `#ifdef USE_VECTORS`. So do values: `#define WAY WAY_SSE`;
`#if WAY == WAY_SSE` (`WAY==WAY_SSE` in what is known). Only files in which something hangs
on a condition that no name decides are read for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.source.branches import Branches, Conditional, reached
from workbench.scan.source.c_text import CText
from workbench.scan.source.worlds import Known, Truth, World, evaluate, evaluate_knowing

_DEFINE = regex(rb"#[ \t]*define[ \t]+(\w+)(?![\w(])[ \t]*([^\n/]*)")
_IDENTIFIER = regex(r"[A-Za-z_]\w*")
_ASKED = regex(r"\bdefined\b")
_ZERO = (b"0", b"(0)", b"0L", b"false")
_MOST = 10_000


def settle(text: CText, branches: Branches) -> None:
    """Answer those conditions of `branches` that hang on the file's own macros."""
    open_ = [c for c in branches.conditionals() if any(b.arm is None for b in c.branches)]
    asked = {name for c in open_ for b in c.branches for name in _IDENTIFIER.findall(b.condition)}
    known = dict(_known(text, branches, asked)) if asked else {}
    for conditional in open_ if known else ():
        _answer(conditional, known)


def _known(
    text: CText, branches: Branches, asked: set[str]
) -> Iterator[tuple[str, tuple[Truth, Truth, bool]]]:
    """Yield each macro: whether it holds on x86, and on arm64, and whether it may be nought."""
    found: dict[str, list[tuple[Truth, Truth]]] = {}
    noughts = set()
    for number, match in enumerate(_DEFINE.finditer(text.data)):
        if number >= _MOST:
            break
        name = match[1].decode("latin-1")
        if name not in asked or not text.is_code(match.start()):
            continue
        place = branches.at(match.start())
        value = match[2].strip()
        nought = value in _ZERO
        if nought:
            noughts.add(name)
        met = place.truth(World.X86), place.truth(World.ARM)
        found.setdefault(name, []).append((_given(met[0], nought), _given(met[1], nought)))
        if _IDENTIFIER.fullmatch(value.decode("latin-1")):
            found.setdefault(f"{name}=={value.decode('latin-1')}", []).append(met)
    for name, values in found.items():
        x86, arm = _one([v[0] for v in values]), _one([v[1] for v in values])
        if (arm is False and x86 is not False) or (arm is True and x86 is False):
            yield name, (x86, arm, name in noughts)


def _given(met: Truth, nought: bool) -> Truth:
    """What a definition gives: one that is never met, or gives nought, leaves it false."""
    return False if nought and met is not None else met


def _one(values: list[Truth]) -> Truth:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _answer(conditional: Conditional, known: dict[str, tuple[Truth, Truth, bool]]) -> None:
    x86: list[Truth] = []
    arm: list[Truth] = []
    asked = {name.partition("==")[0] for name in known}
    for branch in conditional.branches:
        names = set(_IDENTIFIER.findall(branch.condition))
        if branch.condition == "else":
            own: tuple[Truth, Truth] = (True, True)
        elif names.isdisjoint(asked):
            own = (evaluate(branch.condition, World.X86), evaluate(branch.condition, World.ARM))
        else:
            defined = _ASKED.search(branch.condition) is not None
            told = {n: v for n, v in known.items() if not (defined and v[2])}
            own = (
                evaluate_knowing(branch.condition, World.X86, _side(told, 0)),
                evaluate_knowing(branch.condition, World.ARM, _side(told, 1)),
            )
        if branch.x86 is None:
            branch.x86 = reached(own[0], x86)
        if branch.arm is None:
            branch.arm = reached(own[1], arm)
        x86.append(branch.x86)
        arm.append(branch.arm)


def _side(known: dict[str, tuple[Truth, Truth, bool]], side: int) -> Known:
    return {name: value for name, values in known.items() if (value := values[side]) is not None}
