"""A table of a spreadsheet: CSV in the encodings and dialects that occur, or a workbook's sheet."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

import msgspec

from workbench.model.errors import WorkbenchError
from workbench.model.regex import regex
from workbench.project.disk import reason

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-8", "cp932", "cp1252")
"""Without a mark: UTF-8 where it is valid, then what Excel writes in Japan, then elsewhere."""

_DELIMITERS = (",", ";", "\t")
_WORKBOOK = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_SEPARATOR_LINE = regex(r"sep=([,;\t])\r?\n", re.IGNORECASE)
_SAMPLE_ROWS = 20
_MAX_LINES = 1_048_576
"""Rows that a sheet can have, empty ones counted."""


class Row(msgspec.Struct, frozen=True):
    """One row: the line on which it starts, and its cells less outer white space."""

    line: int
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A header and the rows below it, less empty ones."""

    path: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook; none for CSV, which has an encoding and a delimiter instead."""


def read_table(path: Path, sheet: str = "") -> Table:
    """Read the table in the file at `path`, at most MAX_BYTES and MAX_ROWS.

    Of a workbook the sheet called `sheet`, else the first.

    Encodings: UTF-8 and UTF-16 by their marks, else UTF-8, CP932, CP1252, the first that fits.
    Delimiters: comma, semicolon, tab, the one on which the first rows agree best. Raises
    WorkbenchError where the file is no such table.
    """
    data = _content(path)
    if data.startswith(_WORKBOOK):
        return _of_workbook(path, sheet)
    text, encoding = _decoded(path, data)
    stated = _SEPARATOR_LINE.match(text)
    delimiter = stated[1] if stated else _delimiter(text)
    body = text[stated.end() :] if stated else text
    rows = []
    try:
        for row in _rows(body, delimiter, 2 if stated else 1):
            rows.append(row)
            if len(rows) > MAX_ROWS + 1:
                raise WorkbenchError(
                    f"{path}: holds more than {MAX_ROWS:,} rows: split it into several files"
                )
    except csv.Error as error:
        raise WorkbenchError(
            f"{path}: cannot be read as CSV behind row {len(rows)} ({error}): "
            "save it again as CSV from the spreadsheet"
        ) from None
    if not rows:
        raise WorkbenchError(f"{path}: holds no rows: choose a table with a header line")
    return Table(
        path=str(path),
        header=rows[0].cells,
        rows=tuple(rows[1:]),
        encoding=encoding,
        delimiter=delimiter,
    )


def _of_workbook(path: Path, sheet: str) -> Table:
    from workbench.project.workbook import sheet_rows

    sheets, name, numbered = sheet_rows(path, sheet)
    rows = [
        Row(number, tuple(cells)) for number, cells in islice(numbered, _MAX_LINES) if any(cells)
    ]
    if len(rows) > MAX_ROWS + 1:
        raise WorkbenchError(
            f"{path}: holds more than {MAX_ROWS:,} rows: split it into several files"
        )
    if not rows:
        raise WorkbenchError(f"{path}: the sheet {name} is empty: choose another one (--sheet)")
    header, *body = rows
    return Table(
        path=str(path),
        header=header.cells,
        rows=tuple(body),
        sheet=name,
        sheets=tuple(sheets),
    )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise WorkbenchError(
            f"{path}: cannot be read ({reason(error)}): check the path and your rights to read it"
        ) from None
    if len(data) > MAX_BYTES:
        raise WorkbenchError(
            f"{path}: is larger than {MAX_BYTES // 1024**2} MiB: split it into several files"
        )
    if data.startswith(_OLD_WORKBOOK):
        raise WorkbenchError(
            f"{path}: is a workbook of an old kind: save it as .xlsx or CSV (UTF-8)"
        )
    return data


def _decoded(path: Path, data: bytes) -> tuple[str, str]:
    """Return the text of the file and the encoding it is in."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    for encoding in _GUESSES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise WorkbenchError(f"{path}: is not a text table: save it as CSV (UTF-8), then choose that")


def _delimiter(text: str) -> str:
    """Return the delimiter that gives the most rows of one width, then the widest."""

    def agreement(delimiter: str) -> tuple[bool, int, int]:
        try:
            widths = [len(row.cells) for row in islice(_rows(text, delimiter, 1), _SAMPLE_ROWS)]
        except csv.Error:
            return False, 0, 0
        # Not the first row's: a title may stand above the header.
        wide = [width for width in widths if width > 1]
        width = max(set(wide), key=wide.count) if wide else 0
        return width > 1, widths.count(width), width

    return max(_DELIMITERS, key=agreement)


def _rows(text: str, delimiter: str, line: int) -> Iterator[Row]:
    """Yield the rows of `text`, whose first line is number `line`, less empty ones."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    start = line
    for cells in reader:
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield Row(start, stripped)
        start = line + reader.line_num
