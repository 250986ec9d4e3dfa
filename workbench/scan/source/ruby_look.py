"""Ruby, with what gems build: which flags a compiler is asked for first."""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.scan.source.build_conditions import negated, truths
from workbench.scan.source.construct import Construct
from workbench.scan.source.hit import Guard
from workbench.scan.source.pattern_look import on_linux
from workbench.scan.source.processor_choice import names_arm

_TRIED = regex(rb"\b(?:try|append|have|check)_(?:c|cpp|ld)?flags?\w*[ \t(]|\btry_\w+[ \t(]")
_CONDITION = regex(rb"(?:^|\s)(if|unless|elsif|when)[ \t]+([^\n]+)")
_HEAD = regex(rb"^([ \t]*)(?:(if|unless|elsif|when|case)[ \t]+([^\n]*)|else\b|end\b)", re.M)
_WINDOW = 4000


def guard(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """Return how the code at `match` fares on arm64; None for what is not run on x86 Linux."""
    if construct.rule != "build-flag":
        return on_linux(code, match, construct)
    start = max(code.rfind(b"\n", 0, match.start()) + 1, match.start() - _WINDOW)
    end = code.find(b"\n", match.end(), match.end() + _WINDOW)
    line = code[start : end if end >= 0 else match.end() + _WINDOW]
    if _TRIED.search(line):
        return Guard.FALLBACK
    behind = _CONDITION.search(line)
    conditions = [(behind[1], behind[2])] if behind else []
    depth = len(line) - len(line.lstrip())
    for head in reversed(list(_HEAD.finditer(code, max(0, start - _WINDOW), start))):
        if len(head[1]) < depth and head[2]:
            depth = len(head[1])
            conditions.append((head[2], head[3]))
    left_out = False
    for word, text in conditions:
        if _TRIED.search(text):
            return Guard.FALLBACK
        asked = truths(text.decode("latin-1"))
        x86, arm = negated(asked) if word == b"unless" else asked
        if x86 is False:
            return None
        left_out = left_out or arm is False
    if names_arm(code):
        return Guard.PORTED
    return Guard.FALLBACK if left_out else Guard.OPEN
