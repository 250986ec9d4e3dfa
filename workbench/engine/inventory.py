"""The imported lists of one project: add them, list them, take them away, read them with a scan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from workbench.engine.list_files import (
    ListLook,
    columns_of,
    look_at_list,
    mapping_of,
    table_at,
    table_entries,
)
from workbench.model.component import Sighting
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.run import RunFile
from workbench.model.source import TABLE, Source
from workbench.project.folder import ProjectFolder
from workbench.project.purchased import purchased_sighting
from workbench.project.purchased_csv import import_rows
from workbench.scan.imported import Imported

MOST_PROBLEMS = 20
"""Rows of one table that are named: more of them say nothing new."""

_Table = tuple[tuple[Sighting, ...], tuple[Problem, ...]]


class Inventory:
    """The imports of the project `folder`. Not thread-safe: one thread at a time."""

    def __init__(self, folder: ProjectFolder) -> None:
        self._folder = folder
        self._tables: dict[tuple[str, str, str], _Table] = {}
        """What tables hold, by path, hash and columns: a workbook takes seconds to read."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """The imports that are there now."""
        return self._folder.sources.sources()[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the other imports."""
        return self._folder.sources.sources()[1]

    def add(
        self, path: Path, format_: str = "", *, host: str = "", os: str = ""
    ) -> tuple[Source | None, ListLook]:
        """Keep the list at `path`; the source is None where the same import is there already.

        Raises WorkbenchError, and changes nothing, where the file is broken, or where something
        is to be asked: its format, its host, the host's operating system.
        """
        look = look_at_list(path, format_, host=host, os=os)
        if len(look.formats) > 1:
            raise WorkbenchError(
                f"{path}: could be {' or '.join(look.formats)}: say which, as in "
                f"--as {look.formats[0]}"
            )
        if look.formats == (TABLE,):
            return self.add_table(path), look
        if look.needs_host:
            raise WorkbenchError(f"{path}: does not name its host: say it, as in --host web-1")
        if look.needs_os:
            raise WorkbenchError(
                f"{path}: does not show the host's operating system: say it, as in --os debian-12"
            )
        source = self._folder.sources.add(path, look.formats[0], host=host, os=os or look.os)
        return source, look

    def add_table(
        self, path: Path, chosen: Mapping[str, str] | None = None, sheet: str = ""
    ) -> Source | None:
        """Keep a table of purchased products; `chosen` gives headers by field.

        The columns are remembered for the next table. Raises WorkbenchError where the table or a
        column is not as it should be.
        """
        table = table_at(path, sheet)
        columns = columns_of(table, self._folder.settings.columns, chosen or {})
        count, problems = table_entries(table, columns)
        if not count:
            reason = problems[0].reason if problems else "holds no rows"
            raise WorkbenchError(f"{path}: names no product: {reason}: nothing was imported")
        source = self._folder.sources.add(path, TABLE, columns=columns, sheet=table.sheet)
        self._folder.keep_columns(columns)
        return source

    def older(self, source: Source) -> tuple[Source, ...]:
        """Return the other imports of the same host and format: both count until one is removed."""
        formats = {file.format for file in source.files}
        return tuple(
            other
            for other in self.sources
            if other.id != source.id
            and (source.host and other.host == source.host)
            and formats & {file.format for file in other.files}
        )

    def remove(self, source_id: str) -> None:
        """Set an import aside; `restore` brings it back. Raises WorkbenchError."""
        self._folder.sources.remove(source_id)

    def restore(self, source_id: str) -> None:
        """Bring back a removed import. Raises WorkbenchError."""
        self._folder.sources.restore(source_id)

    # --- for the scan

    def lists(self) -> tuple[Imported, ...]:
        """Return the imported files that the scanner reads."""
        found = []
        for source, file in self._files():
            if file.format != TABLE:
                path = self._folder.sources.path(source, file)
                try:
                    size = path.lstat().st_size
                except OSError:
                    size = 0  # reading it says what is wrong
                found.append(
                    Imported(
                        path=self._folder.sources.relative_path(source, file),
                        size=size,
                        format=file.format,
                        host=source.host,
                        system=source.os,
                    )
                )
        return tuple(found)

    def tables(self) -> tuple[int, list[Sighting], list[Problem]]:
        """Return how many tables there are, the products in them, and what is wrong with rows."""
        sightings: list[Sighting] = []
        problems: list[Problem] = []
        count = 0
        for source, file in self._files():
            if file.format == TABLE:
                count += 1
                products, wrong = self._table(source, file)
                sightings += products
                problems += wrong
        return count, sightings, problems

    def _files(self) -> list[tuple[Source, RunFile]]:
        return [(source, file) for source in self.sources for file in source.files]

    def _table(self, source: Source, file: RunFile) -> _Table:
        path = self._folder.sources.relative_path(source, file)
        key = (path, file.sha256, repr(source.columns))
        if key not in self._tables:
            self._tables[key] = self._read_table(source, file, path)
        return self._tables[key]

    def _read_table(self, source: Source, file: RunFile, path: str) -> _Table:
        real = self._folder.sources.path(source, file)
        try:
            table = table_at(real, source.sheet)
        except WorkbenchError as error:
            return (), (Problem(path, str(error).removeprefix(f"{real}: ")),)
        entries, wrong = import_rows(table, mapping_of(table, source.columns), lines=True)
        problems = [Problem(path, problem.reason, problem.line) for problem in wrong]
        if len(problems) > MOST_PROBLEMS:
            more = Problem(path, f"and {len(problems) - MOST_PROBLEMS:,} more rows like these")
            problems = [*problems[:MOST_PROBLEMS], more]
        return tuple(purchased_sighting(e, path, TABLE) for e in entries), tuple(problems)
