"""Any CSV of numbers over time: which column is the time, and what the others are.

A file whose first column is named as a time and whose others are all numbers is recognised and
read with the mapping that its header suggests. Any other CSV can be read with a mapping that the
user chose (`read_columns`).
"""

from __future__ import annotations

from datetime import UTC, datetime

from workbench.model.run import ColumnMapping
from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.load.samples import moment
from workbench.results.quantity import number
from workbench.results.records import LoadReport, Series, SeriesPoint
from workbench.scan.document import Document, Unreadable

_TIMES = frozenset({"time", "timestamp", "datetime", "date", "seconds", "elapsed_s", "time_s"})
_TAKEN = frozenset({"User Count", "metric_name", "label", "metric_value"})
"""Columns by which other formats are known."""
_SINCE_1970 = 100_000_000.0
"""A time of three years or more in seconds is a date."""


def columns(document: Document, delimiter: str = ",") -> list[str]:
    """Return the names of a CSV's columns, for the user to choose from."""
    return [name.strip() for name in first_row(document, delimiter)]


def read_columns(document: Document, mapping: ColumnMapping) -> LoadReport:
    """Read the columns that `mapping` names as series. Raises Unreadable.

    Empty cells are moments without a value. Times must not go back.
    """
    header = columns(document, mapping.delimiter)
    wanted = mapping.values or tuple(name for name in header if name != mapping.time)
    missing = [name for name in (mapping.time, *wanted) if name not in header]
    if missing or not wanted or len(set(header)) != len(header):
        what = f"has no column '{missing[0]}'" if missing else "has unnamed or repeated columns"
        raise Unreadable(what, 1)
    found: dict[str, list[SeriesPoint]] = {name: [] for name in wanted}
    begin = last = None
    for line, row in rows(document, header, mapping.delimiter):
        at = _time(row[mapping.time], mapping.time_unit, line)
        begin = at if begin is None else begin
        if last is not None and at < last:
            raise Unreadable("the time goes back", line)
        last = at
        for name in wanted:
            if row[name].strip():
                found[name].append(SeriesPoint(at - begin, number(row[name], line)))
    series = tuple(
        Series(name=name, unit=mapping.units.get(name, ""), points=tuple(points))
        for name, points in found.items()
    )
    dated = begin is not None and begin >= _SINCE_1970
    return LoadReport(
        tool="csv", steps=(), series=series, started=moment(begin) if begin and dated else ""
    )


def suggested(document: Document) -> ColumnMapping | None:
    """Return the mapping that the header suggests; None where it is no series over time."""
    header = columns(document)
    if len(header) < 2 or header[0].lower() not in _TIMES or _TAKEN & set(header):
        return None
    unit = 1.0
    first = _first_values(document)[0].strip()
    if first.isdigit() and len(first) == 13:
        unit = 1e3
    return ColumnMapping(time=header[0], time_unit=unit)


def recognises(document: Document) -> bool:
    """Tell whether a document is a CSV of numbers over time."""
    if suggested(document) is None:
        return False
    cells = _first_values(document)
    try:
        _time(cells[0], 1.0, 2)
        return len([number(cell) for cell in cells[1:] if cell.strip()]) > 0
    except Unreadable:
        return False


def read(document: Document) -> LoadReport:
    """Read all columns over the first one."""
    mapping = suggested(document)
    if mapping is None:
        raise Unreadable("has no column of times: choose the columns by hand", 1)
    return read_columns(document, mapping)


def _first_values(document: Document) -> list[str]:
    """The cells of the first row below the header; one empty cell where there is none."""
    return [*document.text.split("\n", 2), ""][1].split(",")


def _time(text: str, unit: float, line: int) -> float:
    """Seconds: of a number by `unit`, of an ISO 8601 time since 1970 (UTC where not told)."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        return number(text, line) / unit
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


TIME_SERIES_ID = "time-series"
TIME_SERIES = ResultFormat(
    id=TIME_SERIES_ID,
    title="CSV over time",
    recognises=recognises,
    read=read,
)
