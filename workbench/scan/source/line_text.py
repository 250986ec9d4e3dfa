"""Source with its comments blanked out, for languages whose strings are worth reading."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from workbench.model.regex import regex

_LINE = rb"//[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?"
_STRING = rb'"(?:[^"\\\n]++|\\[\s\S])*+"?'
_SINGLE = rb"'[^'\\\n]*+(?:(?:\\.[^'\\\n]*+)++'?|')"
"""One in which something is escaped may lack its end: its signs begin no others then."""
_KEPT = bytes(b if b in b"\n" else 0x20 for b in range(256))


class Comments(Enum):
    """How a family of languages writes comments; strings are told so that none begins in one."""

    SLASHES = regex(_LINE + rb"|" + _STRING + rb"|`[^`]*`?|'(?:[^'\\\n]|\\.)'")
    QUOTED = regex(_LINE + rb"|" + _STRING + rb"|`[^`]*`?|" + _SINGLE)
    QUOTED_OR_HASH = regex(_LINE + rb"|#(?!\[)[^\n]*|" + _STRING + rb"|" + _SINGLE)
    HASH = regex(
        rb'"""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)|#[^\n]*|' + _STRING + rb"|" + _SINGLE
    )


@lru_cache(maxsize=2)
def without_comments(data: bytes, comments: Comments) -> bytes:
    """Return `data` with comments blank; every other byte stays where it was."""
    return comments.value.sub(_blank, data)


def _blank(match: re.Match[bytes]) -> bytes:
    found = match[0]
    comment = found.startswith((b"//", b"/*", b"#", b'"""', b"'''"))
    return found.translate(_KEPT) if comment else found
