"""Calls in source text that no grammar is at hand for: from an opening bracket to its own end."""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_LENGTH = 4000
"""Characters: no call is longer."""
MAX_OPEN = 100
"""Calls that never end, after which the text is taken for no source."""


def bracketed(
    code: str, opening: re.Pattern[str], *, quote: str
) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each match of `opening`, which ends behind a bracket, with what the brackets hold.

    Brackets in strings between `quote` do not count. Calls within a call are not yielded.
    """
    at, unended = 0, 0
    while unended < MAX_OPEN and (match := opening.search(code, at)):
        end = _end(code, match.end(), quote)
        if end is None:
            unended += 1
            at = match.end()
        else:
            yield match, code[match.end() : end]
            at = end


def _end(code: str, begin: int, quote: str) -> int | None:
    depth, quoted = 1, False
    at, limit = begin, min(len(code), begin + MAX_LENGTH)
    while at < limit:
        character = code[at]
        if character == "\\" and quoted:
            at += 1
        elif character == quote:
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return at
        at += 1
    return None
