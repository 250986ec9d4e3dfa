"""Text that can be written: what a scanned project calls its files is not ours to trust."""

from __future__ import annotations

import json
import unicodedata

import msgspec


def encodable(text: str) -> str:
    """Return `text` with `?` for what no UTF-8 file can hold (file names in other encodings)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def json_text(document: object) -> str:
    """Return `document` as indented JSON that can be written, other characters than ASCII kept."""
    try:
        data = msgspec.json.encode(document)
    except UnicodeEncodeError:  # it holds what `encodable` is for; json is slow, but takes it
        data = encodable(json.dumps(document, ensure_ascii=False)).encode()
    return msgspec.json.format(data, indent=2).decode() + "\n"


def one_line(text: str) -> str:
    """Return `text` on one line, free of anything that a terminal would obey.

    White space becomes single spaces; what does not print becomes `?`.
    """
    words = " ".join(encodable(text).split())
    return "".join(c if c.isprintable() else "?" for c in words)


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes; East Asian wide characters take two."""
    marks = sum(unicodedata.combining(c) != 0 for c in text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - marks
