"""Choices that know x86 and do not know arm64."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.model.regex import regex
from workbench.scan.source.build_choices import Branch, Choice, Choices
from workbench.scan.source.build_conditions import names_architecture
from workbench.scan.source.build_files import BuildText, Kind
from workbench.scan.source.hit import Guard
from workbench.scan.source.worlds import names_arm

_STOPS = regex(
    rb"(?i)\bexit[ \t]+[1-9]|\bFATAL_ERROR\b|\bSEND_ERROR\b|\$\(error\b|\bAC_MSG_ERROR\b"
    rb"|\bdie\b|\bfatal\b|"
    rb"(?:^|[^\w.])error[ \t]*\(|\breturn[ \t]+1\b|\babort\b|\bunsupported\b|not[ \t]supported",
    re.MULTILINE,
)
_SPACE = regex(rb"\s*")
_ASKS = regex(r"(?i)uname|arch|machine|processor|cpu|hosttype|\bhost\b|target|platform")
_ANSWERED = regex(rb"(?i)aarch_?64|arm64")
_STOPPED = (Guard.REFUSED, Guard.CONDITIONAL)
_SCRIPTS = (Kind.SHELL, Kind.CI)


def missing_branches(text: BuildText, choices: Choices) -> Iterator[tuple[int, Guard, str]]:
    """Yield choices between processors without arm64: offset, how arm64 fares, the condition.

    In the settings of a build only those that refuse: the others show by what they leave out.
    """
    if choices.name_arm or _ANSWERED.search(text.code):
        return
    for choice in choices.every:
        named = next((b for b in choice.branches if _is_x86(b, text)), None)
        if named is None:
            continue
        guard = _guard(choice, named, text)
        if guard is Guard.REFUSED and _is_asked_for(named):
            guard = Guard.CONDITIONAL
        if guard in _STOPPED or text.kind in _SCRIPTS:
            space = _SPACE.match(text.code, named.start)
            yield space.end() if space else named.start, guard, named.condition


def _is_x86(branch: Branch, text: BuildText) -> bool:
    """Whether the branch asks for an x86 architecture; a case's subject tells what is asked."""
    if branch.own.x86 == branch.own.arm or not names_architecture(branch.condition):
        return False
    if names_arm(branch.condition):
        return False
    head = text.code[branch.choice.branches[0].start : branch.choice.branches[0].start + 160]
    return (
        _ASKS.search(branch.condition) is not None
        or _ASKS.search(head.decode("latin-1")) is not None
    )


def _is_asked_for(branch: Branch) -> bool:
    """Whether something else than the processor decides if the choice is met at all."""
    around = branch.parent
    while around is not None:
        if around.reached.arm is None:
            return True
        around = around.parent
    return False


def _guard(choice: Choice, named: Branch, text: BuildText) -> Guard:
    """`named` may be the branch for x86 or, asked the other way round, for all but x86."""
    if named.own.x86 is False:
        return Guard.REFUSED if _stops(text, named) else Guard.FALLBACK
    other = choice.otherwise
    if other is None:
        return Guard.ALONE
    return Guard.REFUSED if _stops(text, other) else Guard.FALLBACK


def _stops(text: BuildText, branch: Branch) -> bool:
    return _STOPS.search(text.code, branch.start, min(branch.end, branch.start + 600)) is not None
