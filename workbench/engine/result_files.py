"""Which of the files that somebody wants to import are test results, and in which format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from workbench.engine.import_files import candidates, document_at
from workbench.model.errors import WorkbenchError
from workbench.model.run import ColumnMapping
from workbench.project.run_files import MAX_BYTES
from workbench.results.format import ResultFormat
from workbench.results.formats import FORMATS, detect
from workbench.results.load.time_series import TIME_SERIES_ID, read_columns, suggested
from workbench.scan.document import Document, Unreadable


class Recognised(msgspec.Struct, frozen=True):
    """A file to import, the id of its format, and how the columns of a CSV over time are read."""

    path: Path
    format: str
    columns: ColumnMapping | None = None


class Ambiguous(msgspec.Struct, frozen=True):
    """A file that is as much the one format as the other: the user has to say which."""

    path: Path
    formats: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to import. `others` lie in a chosen folder and are no known results."""

    files: tuple[Recognised, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    others: tuple[Path, ...] = ()


def find(
    paths: Iterable[Path],
    format_: str = "",
    progress: Callable[[Path], None] | None = None,
    columns: ColumnMapping | None = None,
) -> Found:
    """Look at each file of `paths` and at every file in its folders, by content.

    `format_` is the id of the format that the user chose; empty leaves it to the content.
    `columns` is how the user reads a CSV over time, and the format is then that. Each
    recognised file is read once: one that is broken keeps all of them out, so that no test and no
    repeat goes missing unseen. Raises WorkbenchError, one line.
    """
    chosen = _chosen(TIME_SERIES_ID if columns else format_)
    files: list[Recognised] = []
    ambiguous: list[Ambiguous] = []
    others: list[Path] = []
    for path, in_folder in candidates(paths):
        if progress:
            progress(path)
        document = document_at(path, MAX_BYTES)
        formats = detect(document)
        if chosen and (not in_folder or chosen in formats):
            formats = [chosen]
        if len(formats) > 1:
            ambiguous.append(Ambiguous(path, tuple(f.id for f in formats)))
        elif formats:
            is_series = formats[0].id == TIME_SERIES_ID
            mapping = (columns or suggested(document)) if is_series else None
            _check(path, document, formats[0], mapping)
            files.append(Recognised(path, formats[0].id, mapping))
        elif in_folder:
            others.append(path)
        else:
            raise WorkbenchError(_not_recognised(path, document))
    if not files and not ambiguous:
        raise WorkbenchError(f"nothing to import among {len(others):,} files: {_what_is_read()}")
    return Found(files=tuple(files), ambiguous=tuple(ambiguous), others=tuple(others))


def _chosen(format_: str) -> ResultFormat | None:
    if not format_:
        return None
    for known in FORMATS:
        if known.id == format_:
            return known
    raise WorkbenchError(f"{format_!r} is no result format: {_what_is_read()}")


def columns_of(path: Path, format_: str) -> ColumnMapping | None:
    """Return how the file would be read if it is a CSV over time. Raises WorkbenchError."""
    return suggested(document_at(path, MAX_BYTES)) if format_ == TIME_SERIES_ID else None


def _check(
    path: Path, document: Document, format_: ResultFormat, columns: ColumnMapping | None
) -> None:
    try:
        if columns:
            read_columns(document, columns)
        else:
            format_.read(document)
    except Unreadable as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        raise WorkbenchError(
            f"{place}: {error.reason} ({format_.title}): nothing was imported"
        ) from None


def _not_recognised(path: Path, document: Document) -> str:
    if not document.data.strip():
        return f"{path}: is empty: run the tool again and import what it writes"
    return f"{path}: is not a known test result: {_what_is_read()}"


def _what_is_read() -> str:
    return "what is read is " + ", ".join(f"{f.title} ({f.id})" for f in FORMATS)
