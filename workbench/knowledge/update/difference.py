"""What is new, gone or other between two readings of a source, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from workbench.knowledge.update.row import Cell, Row, SourceTable


class Change(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class CellChange(msgspec.Struct, frozen=True):
    """One cell that differs."""

    column: str
    before: Cell
    after: Cell


class RowChange(msgspec.Struct, frozen=True, kw_only=True):
    """One row that differs; `before` or `after` is None where there is no such row."""

    table: str
    change: Change
    key: tuple[str, ...]
    before: Row | None = None
    after: Row | None = None
    cells: tuple[CellChange, ...] = ()


def compare(before: Iterable[SourceTable], after: Iterable[SourceTable]) -> list[RowChange]:
    """Return every row that differs, table by table, in the order of `after`, then what is gone."""
    old = {table.id: table for table in before}
    return [change for table in after for change in _table(old.get(table.id), table)]


def _table(before: SourceTable | None, after: SourceTable) -> Iterator[RowChange]:
    old = {row.key: row for row in before.rows} if before else {}
    for row in after.rows:
        known = old.pop(row.key, None)
        if known is None:
            yield RowChange(table=after.id, change=Change.ADDED, key=row.key, after=row)
            continue
        pairs = zip(after.columns, known.cells, row.cells, strict=True)
        cells = tuple(CellChange(c, a, b) for c, a, b in pairs if a.mark != b.mark)
        if cells:
            yield RowChange(
                table=after.id,
                change=Change.CHANGED,
                key=row.key,
                before=known,
                after=row,
                cells=cells,
            )
    for key, row in old.items():
        yield RowChange(table=after.id, change=Change.REMOVED, key=key, before=row)
