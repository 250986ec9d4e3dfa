"""A sheet of an Excel workbook as rows of text: values only, within bounds, nothing run."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from workbench.model.errors import WorkbenchError
from workbench.model.regex import regex

MOST_EXPANDED = 512 * 1024 * 1024
"""All parts of the workbook together, unpacked."""

MOST_COLUMNS = 200
MOST_CELL = 32_767
"""Excel's own limit on the text of a cell."""

_DECIMALS = regex(r"0\.(0+)")
_MERGED = regex(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1024 * 1024
_OVERLAP = 200


def sheet_rows(
    path: Path, sheet: str = ""
) -> tuple[list[str], str, Iterator[tuple[int, list[str]]]]:
    """Return the names of the sheets, the one that is read, and its rows with their numbers.

    The first visible sheet unless `sheet` names one. A cell merged over several rows counts in
    each of them. Raises WorkbenchError where the file is no workbook, is too large, or has no such
    sheet.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check(path)
    try:
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = [s for s in workbook.worksheets if s.sheet_state == "visible"]
        named = next((s for s in sheets if not sheet or s.title == sheet), None)
    except (InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError) as error:
        raise _unreadable(path, error) from None
    names = [s.title for s in sheets]
    if named is None:
        workbook.close()
        raise WorkbenchError(f"{path}: has no sheet {sheet!r}: its sheets are {', '.join(names)}")
    with suppress(AttributeError):
        named.reset_dimensions()  # what the file says of its own size need not be true
    part = getattr(named, "_worksheet_path", "")
    return names, named.title, _rows(path, named, _merged(path, part))


def _rows(
    path: Path, sheet: Any, merged: dict[tuple[int, int], int]
) -> Iterator[tuple[int, list[str]]]:
    first: dict[tuple[int, int], str] = {}
    try:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = [_text(cell) for cell in cells[:MOST_COLUMNS]]
            for column, text in enumerate(texts, 1):
                top = merged.get((number, column))
                if top is None:
                    continue
                if top == number:
                    first[top, column] = text
                else:
                    texts[column - 1] = first.get((top, column), "")
            yield number, texts
    except (KeyError, ValueError, OSError, SyntaxError, TypeError, zipfile.BadZipFile) as error:
        raise _unreadable(path, error) from None
    finally:
        sheet.parent.close()


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        shown = _DECIMALS.search(str(cell.number_format))
        # A version such as 1.10 is kept as a number that the format shows with two decimals.
        return f"{value:.{len(shown[1])}f}" if shown else f"{value:.15g}"
    return str(value)[:MOST_CELL].strip()


def _check(path: Path) -> None:
    """Refuse what is no workbook or would unpack to far more than any list needs."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_EXPANDED:
                raise WorkbenchError(
                    f"{path}: unpacks to more than {MOST_EXPANDED // 1024**2} MiB: "
                    "save the sheet with the list alone"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(4096):
                            raise WorkbenchError(
                                f"{path}: holds a DTD, which no spreadsheet writes"
                            )
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise _unreadable(path, error) from None


def _merged(path: Path, part: str) -> dict[tuple[int, int], int]:
    """Return for each cell that is merged over rows the row of its top."""
    found: dict[tuple[int, int], int] = {}
    with (
        suppress(KeyError, OSError, zipfile.BadZipFile),
        zipfile.ZipFile(path) as archive,
        archive.open(part.lstrip("/")) as stream,
    ):
        before = b""
        while chunk := stream.read(_CHUNK):
            for match in _MERGED.finditer(before + chunk):
                left, top, right, bottom = match.groups()
                _cover(found, _column(left), int(top), _column(right), int(bottom))
            before = chunk[-_OVERLAP:]
    return found


def _cover(found: dict[tuple[int, int], int], left: int, top: int, right: int, bottom: int) -> None:
    # A merge over the whole sheet is a hostile file, not a list.
    if left == right and bottom - top < 10_000 and len(found) < 1_000_000:
        for row in range(top, bottom + 1):
            found[row, left] = top


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unreadable(path: Path, error: Exception) -> WorkbenchError:
    what = " ".join(str(error).split())[:200] or type(error).__name__
    return WorkbenchError(
        f"{path}: cannot be read as a workbook ({what}): save it again as .xlsx, or as CSV (UTF-8)"
    )
