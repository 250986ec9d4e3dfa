"""Which XML a document is, told from its first start tag without parsing the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_HEAD = 64 * 1024
_PREAMBLE = regex(
    r"\s*(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)\s*)*", re.DOTALL
)
_START_TAG = regex(r"<(?:[\w.-]+:)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = regex(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def root_of(document: Document) -> tuple[str, Mapping[str, str]]:
    """Return the local name and the attributes of the root; an empty name where it is no XML."""
    try:
        head = document.text[:_HEAD]
    except Unreadable:
        return "", {}
    preamble = _PREAMBLE.match(head)
    tag = _START_TAG.match(head, preamble.end() if preamble else 0)
    if not tag:
        return "", {}
    return tag[1], {name: a or b for name, a, b in _ATTRIBUTE.findall(tag[2])}
