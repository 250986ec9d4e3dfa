"""Python: under which tests a flag, a library or a choice stands."""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.scan.source.build_conditions import negated, truths
from workbench.scan.source.construct import Construct
from workbench.scan.source.hit import Guard
from workbench.scan.source.indented import heads_above
from workbench.scan.source.pattern_look import on_linux
from workbench.scan.source.processor_choice import guard_of_choice, names_arm

_FLAGS = ("build-flag", "x86-library")
_CHECKED = regex(
    rb"(?i)\b(?:has|check|test|try|support|accept|detect)(?=\w*(?:flag|compile|arg|option))"
    rb"\w*+[ \t]*+\("
)
_OWN = regex(rb"\w++(?:\.\w++)*+[ \t]*+\([ \t]*+None\b")
"""The program itself, with what is linked to it."""
_ASKS = regex(rb"(?i)\b(?:if|elif)\b")
_HEADS = 12


def guard(code: bytes, match: re.Match[bytes], construct: Construct) -> Guard | None:
    """Return how the code at `match` fares on arm64; None for what is not run on x86 Linux."""
    if construct.rule == "host-cpu-detection":
        return guard_of_choice(code, match.start(), match.end())
    if construct.id == "python-load" and _OWN.match(code, match.start()):
        return None
    left_out = False
    for _, head in zip(range(_HEADS), heads_above(code, match.start()), strict=False):
        if _CHECKED.search(head) and construct.rule in _FLAGS:
            return Guard.FALLBACK
        if not _ASKS.search(head):
            continue
        negative = head.startswith(b"!")
        text = head.decode("latin-1").lstrip("!").removeprefix("el").removeprefix("if")
        asked = truths(text.strip(" :"))
        x86, arm = negated(asked) if negative else asked
        if x86 is False:
            return None
        left_out = left_out or arm is False
    if construct.rule not in _FLAGS:
        return on_linux(code, match, construct)
    if names_arm(code):
        return Guard.PORTED
    line = code[code.rfind(b"\n", 0, match.start()) + 1 : match.start()]
    return Guard.FALLBACK if left_out or _CHECKED.search(line) else Guard.OPEN
