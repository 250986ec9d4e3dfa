"""What a registry asks for before it answers (RFC 9110, section 11)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from workbench.model.regex import regex

_SCHEME = regex(r"\s*+,?\s*+([A-Za-z][\w-]*)(?=[\s,]|$)\s*")
_PAIR = regex(r'\s*+,?\s*+([A-Za-z][\w-]*)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


class Challenge(msgspec.Struct, frozen=True):
    """One scheme, in small letters, with its parameters."""

    scheme: str
    parameters: dict[str, str]


def challenges(headers: Iterable[str]) -> list[Challenge]:
    """Return the challenges of every WWW-Authenticate header, in their order."""
    found: list[Challenge] = []
    for header in headers:
        at = 0
        while at < len(header):
            pair = _PAIR.match(header, at)
            if pair and found:
                quoted, plain = pair[2], pair[3]
                value = plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                found[-1].parameters.setdefault(pair[1].lower(), value)
                at = pair.end()
            elif scheme := _SCHEME.match(header, at):
                found.append(Challenge(scheme[1].lower(), {}))
                at = scheme.end()
            else:
                break
    return found
