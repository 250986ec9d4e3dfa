"""Files with one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workbench.results.delimited import whole_lines
from workbench.results.json_fields import Fields, decode
from workbench.scan.document import Document, Unreadable


def objects(document: Document) -> Iterator[tuple[int, Fields]]:
    """Yield the object of each line with the number of the line. Raises Unreadable."""
    for line, text in enumerate(whole_lines(document).split("\n"), 1):
        if text.strip():
            yield line, Fields(decode(text, line), f"line {line}")


def first_line(document: Document) -> bytes:
    """Return the beginning of the first line, enough to recognise a format by."""
    return document.data[:4000].split(b"\n", 1)[0]


def epoch(text: str, line: int) -> float:
    """Return an RFC 3339 time in seconds since 1970. Raises Unreadable without an offset."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"'{text[:40]}' is not a time", line) from error
    if time.tzinfo is None:
        raise Unreadable(f"'{text[:40]}' has no offset from UTC", line)
    return time.timestamp()
