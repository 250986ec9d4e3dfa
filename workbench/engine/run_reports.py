"""What the files of runs say, read once."""

from __future__ import annotations

import hashlib

import msgspec

from workbench.model.problem import Problem
from workbench.model.run import Run, RunFile
from workbench.project.disk import read_bounded, unread
from workbench.project.run_files import MAX_BYTES
from workbench.project.runs import RESULTS, RunStore
from workbench.results.formats import FORMATS
from workbench.results.load.time_series import TIME_SERIES_ID, read_columns
from workbench.results.records import Report
from workbench.scan.document import Document, Unreadable

_BY_ID = {format_.id: format_ for format_ in FORMATS}


class FileReport(msgspec.Struct, frozen=True):
    """What one file of one run says."""

    run: Run
    file: RunFile
    report: Report


class RunReports:
    """Reads the files of runs; what has been read stays in memory by content and format."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._read: dict[tuple[str, str, str], Report | Unreadable] = {}

    def read(self, runs: tuple[Run, ...]) -> tuple[tuple[FileReport, ...], tuple[Problem, ...]]:
        """Return what each file of `runs` says, in their order, and a problem for each that fails.

        A file that is no longer what was imported is left out: nobody could say what it shows.
        """
        reports: list[FileReport] = []
        problems: list[Problem] = []
        for run in runs:
            for file in run.files:
                try:
                    reports.append(FileReport(run, file, self._report(run, file)))
                except Unreadable as error:
                    path = f"{RESULTS}/{run.id}/{file.name}"
                    reason = f"{error.reason}: it is left out of every comparison"
                    problems.append(Problem(path, reason, error.line))
        return tuple(reports), tuple(problems)

    def _report(self, run: Run, file: RunFile) -> Report:
        data = self._bytes(run, file)
        key = (hashlib.sha256(data).hexdigest(), file.format, repr(file.columns))
        if file.sha256 not in ("", key[0]):
            raise Unreadable("is not the file that was imported (its SHA-256 differs)")
        if key not in self._read:
            self._read[key] = _parsed(file, data)
        known = self._read[key]
        if isinstance(known, Unreadable):
            raise known
        return known

    def _bytes(self, run: Run, file: RunFile) -> bytes:
        try:
            data = read_bounded(self._store.path(run, file), MAX_BYTES)
        except OSError as error:
            raise Unreadable(unread(error)) from None
        if data is None:
            raise Unreadable("is missing")
        return data


def _parsed(file: RunFile, data: bytes) -> Report | Unreadable:
    format_ = _BY_ID.get(file.format)
    if format_ is None:
        return Unreadable(f"is of a format that this version does not read ({file.format})")
    try:
        document = Document(file.name, data)
        if file.columns is not None and format_.id == TIME_SERIES_ID:
            return read_columns(document, file.columns)
        return format_.read(document)
    except Unreadable as error:
        return error
