"""Tests for a processor in portable languages: what becomes of arm64 in them."""

from __future__ import annotations

from functools import lru_cache

from workbench.model.regex import regex
from workbench.scan.source.hit import Guard

ARM = regex(rb"[aA](?:[aA][rR][cC][hH]|[rR][mM])64")
_NEGATIVE = regex(rb"!=|<>|\bnot\b|\bunless\b|!~|-ne\b")
_DENIED = regex(rb"(?:!|\bnot[ \t]+|\bunless[ \t]+)[ \t]*\(?[\w.\"' \t()]{0,60}$")
_OTHERWISE = regex(
    rb"\belse\b(?![ \t]+if\b)|\bdefault[ \t]*[:\-]|\b_[ \t]*=>|\bcase[ \t]+_\b"
    rb"|(?<=[\w\"')\]])[ \t\n]*\?(?![.?\[:])[^\n?]{0,120}?:"
)
_STOPS = regex(
    rb"(?i)\braise\b|\bthrow\b|\bpanic!?[ \t]*\(|\bfatal\w*\b|\bexit\b|\bunimplemented!|"
    rb"\bcompile_error!|\bunreachable!|\babort\w*\b|\bdie\b|\bbail!|"
    rb"\b(?:un|not[ \t]+)support|notsupported|errors?\.new\b|fmt\.errorf\b"
)
_ANOTHER = regex(rb"""["'](?:i[3-6]86|x86|ia32|x32|386|ppc64(?:le|el)?|s390x?|mips\w*)["']""")
_BEHIND = 900


@lru_cache(maxsize=4)
def names_arm(code: bytes) -> bool:
    """Whether arm64 is named anywhere in `code`."""
    return ARM.search(code) is not None


@lru_cache(maxsize=4)
def _has_another(code: bytes) -> bool:
    return _ANOTHER.search(code) is not None


_BODY = 220


def guard_of_choice(code: bytes, start: int, end: int) -> Guard:
    """Return how arm64 fares where `code` asks for an x86 processor from `start` to `end`.

    PORTED where the file names arm64; REFUSED where all but x86 are turned away, FALLBACK where
    something is done for them; ALONE where that is not seen; OPEN in a choice between several.
    """
    if names_arm(code):
        return Guard.PORTED
    line = code.rfind(b"\n", 0, start) + 1
    if _NEGATIVE.search(code, start, end) or _DENIED.search(code[max(line, start - 80) : start]):
        return Guard.REFUSED if _STOPS.search(_body(code, end)) else Guard.FALLBACK
    other = _OTHERWISE.search(code, max(line, start - 1), end + _BEHIND)
    if other:
        stops = _STOPS.search(_body(code, other.end()))
        return Guard.REFUSED if stops else Guard.FALLBACK
    return Guard.OPEN if _has_another(code) else Guard.ALONE


def _body(code: bytes, start: int) -> bytes:
    """Return the beginning of what is done there: up to a brace that closes, or a blank line."""
    text = code[start : start + _BODY]
    opening = text.find(b"{")
    if opening >= 0 and b"\n" not in text[:opening].lstrip():
        return text[: text.find(b"}", opening) + 1 or None]
    return text[: text.find(b"\n\n") + 1 or None]
