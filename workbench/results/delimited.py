"""Rows of CSV and its relatives, each with its line, none of them cut short."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from workbench.scan.document import Document, Unreadable


def first_row(document: Document, delimiter: str = ",") -> list[str]:
    """Return the cells of the first line; empty for a file that is not text."""
    try:
        line = document.text.split("\n", 1)[0]
    except Unreadable:
        return []
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def whole_lines(document: Document) -> str:
    """Return the text of a file that a tool writes line by line.

    Raises Unreadable where it is empty, or where the last line has no end: its last number may
    then be cut in two and still look like one.
    """
    text = document.text
    if not text.strip():
        raise Unreadable("is empty")
    if not text.endswith("\n"):
        raise Unreadable("the last line has no end: the file was cut off", text.count("\n") + 1)
    return text


def rows(
    document: Document, header: Sequence[str], delimiter: str = ",", *, titled: bool = True
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its line, by the names in `header`.

    `titled`: the first line holds the names and is not a row. Raises Unreadable for a row with
    more or fewer cells than the header and for a file without rows.
    """
    reader = csv.reader(whole_lines(document).splitlines(keepends=True), delimiter=delimiter)
    found = False
    try:
        for cells in reader:
            if not cells or (titled and reader.line_num == 1):
                continue
            if len(cells) != len(header):
                reason = f"has {len(cells)} columns where the header has {len(header)}"
                raise Unreadable(reason, reader.line_num)
            found = True
            yield reader.line_num, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise Unreadable(f"is not valid CSV: {error}", reader.line_num) from error
    if not found:
        raise Unreadable("holds a header and no rows")
