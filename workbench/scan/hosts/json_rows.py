"""Rows of JSON as tools write them: one list, one object a line, or a list within an object."""

from __future__ import annotations

import msgspec

from workbench.scan.document import Document, Unreadable
from workbench.scan.syntax.plain import tables_of
from workbench.scan.syntax.read_lock_json import read_plain_json

Row = tuple[int, dict[str, object]]
"""A line (0 where it is not known) and an object."""


def json_rows(document: Document) -> list[Row]:
    """Return the objects of a JSON list, of an object alone, or of one object a line.

    Raises Unreadable with the line.
    """
    if document.text.lstrip()[:1] == "[":
        return [(0, row) for row in tables_of(read_plain_json(document))]
    if not _is_one_a_line(document):
        whole = read_plain_json(document)
        return [(0, whole)] if isinstance(whole, dict) else []
    rows = []
    for number, line in enumerate(document.lines, 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line.encode("utf-8", "replace"))
            except (msgspec.DecodeError, RecursionError):
                raise Unreadable(
                    "is not valid JSON: one object a line is expected", number
                ) from None
            if isinstance(row, dict):
                rows.append((number, row))
    return rows


def _is_one_a_line(document: Document) -> bool:
    first = next((line for line in document.lines if line.strip()), "").strip()
    return first.startswith("{") and first.endswith("}")
