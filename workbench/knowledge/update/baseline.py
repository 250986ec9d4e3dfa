"""The state of the sources that the shipped catalog was made from: `resources/sources/*.json`.

Facts are kept as they are; of a source's own words only a digest, which tells that they changed.
"""

from __future__ import annotations

import msgspec

from workbench.knowledge.update.row import Cell, Facts, SourceTable
from workbench.model.errors import WorkbenchError
from workbench.model.regex import regex
from workbench.model.resources import resources

_PACKAGE_PAGE = regex(r"https?://[^/\s]+/(?:project|package|debian)/")
"""The page of a package: it names one, and states nothing on arm64 that would be worth citing."""


class Baseline(msgspec.Struct, frozen=True, kw_only=True):
    """What a source said when the catalog was made."""

    source: str
    state: str
    """Commit and date of that state."""
    licence: str
    tables: tuple[SourceTable, ...]


def read_baseline(name: str) -> Baseline:
    """Read what ships for the source `name`. Raises WorkbenchError where it is damaged."""
    path = resources() / "sources" / f"{name}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, msgspec.DecodeError) as error:
        raise WorkbenchError(f"{path} is damaged ({error}): install the workbench again") from error


def recorded(baseline: Baseline, prose: dict[str, tuple[str, ...]]) -> bytes:
    """Return the file of a baseline, the words of `prose` (columns by table) left out."""
    tables = tuple(_without_words(t, prose.get(t.id, ())) for t in baseline.tables)
    plain = msgspec.structs.replace(baseline, tables=tables)
    rows = {t.id: [msgspec.json.encode(row).decode() for row in t.rows] for t in tables}
    empty = tuple(msgspec.structs.replace(t, rows=()) for t in tables)
    head = msgspec.json.encode(msgspec.structs.replace(plain, tables=empty)).decode()
    # One row a line, so that a newer state can be reviewed line by line.
    for table in empty:
        shell = msgspec.json.encode(table).decode()
        filled = shell.removesuffix("[]}") + "[\n" + ",\n".join(rows[table.id]) + "\n]}"
        head = head.replace(shell, filled, 1)
    return (head + "\n").encode()


def _without_words(table: SourceTable, prose: tuple[str, ...]) -> SourceTable:
    rows = tuple(
        msgspec.structs.replace(
            row,
            cells=tuple(
                Cell(digest=cell.mark)
                if column in prose or _PACKAGE_PAGE.search(cell.text)
                else cell
                for column, cell in zip(table.columns, row.cells, strict=True)
            ),
            facts=_without_package_page(row.facts),
        )
        for row in table.rows
    )
    return msgspec.structs.replace(table, rows=rows)


def _without_package_page(facts: Facts) -> Facts:
    return msgspec.structs.replace(facts, url="") if _PACKAGE_PAGE.match(facts.url) else facts
