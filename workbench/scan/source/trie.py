"""One regular expression for many words, in which shared starts are looked at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def trie(words: Iterable[str]) -> str:
    """Return a regular expression for `words`, of which there is at least one."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for sign in word:
            node = node.setdefault(sign, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    options = []
    for sign, below in sorted(node.items()):
        if not sign:
            continue
        start = re.escape(sign)
        while len(below) == 1 and "" not in below:
            (following, below) = next(iter(below.items()))
            start += re.escape(following)
        options.append(start + (_branches(below) if set(below) - {""} else ""))
    body = options[0] if len(options) == 1 and "" not in node else f"(?:{'|'.join(options)})"
    return f"{body}?" if "" in node and options else body
