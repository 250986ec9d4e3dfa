"""sysstat's `sadf -d`: host metrics over time, fields between semicolons.

Every numeric column of every block becomes a series, named by its column and the device it is of
(CPU 0, eth0). Rows of restarts and comments carry no measurement. Load was not measured: a report
without steps.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from workbench.results.delimited import whole_lines
from workbench.results.format import ResultFormat
from workbench.results.load.samples import moment
from workbench.results.quantity import number
from workbench.results.records import LoadReport, Series, SeriesPoint
from workbench.scan.document import Document, Unreadable

_BEGINNING = "# hostname;interval;timestamp"
_FIXED = 3
_DEVICES = frozenset(
    {"CPU", "IFACE", "DEV", "INTR", "TTY", "BUS", "FILESYSTEM", "FCHOST", "TEMP", "FAN", "MHz"}
)
_EVERY_CPU = "-1"


def recognises(document: Document) -> bool:
    """Tell whether a document is sadf's output for databases."""
    return document.data.startswith(_BEGINNING.encode())


def read(document: Document) -> LoadReport:
    """Read every block of the file."""
    columns: list[str] = []
    found: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    zoned = False
    for line, text in enumerate(whole_lines(document).split("\n"), 1):
        if text.startswith("#"):
            columns = text.removeprefix("# ").split(";")
            continue
        cells = text.split(";")
        if not text or cells[-1].startswith(("LINUX-RESTART", "COM ")):
            continue
        if len(cells) != len(columns) or len(columns) <= _FIXED:
            raise Unreadable(f"has {len(cells)} fields where {len(columns)} are named", line)
        zoned = zoned or cells[2].endswith("UTC") or cells[2].isdigit()
        _take(found, columns, cells, line)
    if not found:
        raise Unreadable("holds no measurement")
    begin = min(points[0][0] for points in found.values())
    series = tuple(
        Series(
            name=name,
            unit=unit,
            points=tuple(SeriesPoint(at - begin, value) for at, value in points),
        )
        for (name, unit), points in found.items()
    )
    return LoadReport(
        tool="sysstat", steps=(), series=series, started=moment(begin) if zoned else ""
    )


def _take(
    found: dict[tuple[str, str], list[tuple[float, float]]],
    columns: list[str],
    cells: list[str],
    line: int,
) -> None:
    at = _time(cells[2], line)
    device = ""
    for column, cell in zip(columns[_FIXED:], cells[_FIXED:], strict=True):
        if column in _DEVICES:
            device = cell
            continue
        named = column if device in ("", _EVERY_CPU) else f"{column} {device}"
        found[named, _unit(column)].append((at, number(cell, line)))


def _time(text: str, line: int) -> float:
    """Seconds since 1970; of a local time, as if it were UTC: only differences are used then."""
    if text.isdigit():
        return float(text)
    try:
        return datetime.fromisoformat(text.removesuffix(" UTC") + "+00:00").timestamp()
    except ValueError as error:
        raise Unreadable(f"'{text[:40]}' is not a time", line) from error


def _unit(column: str) -> str:
    if column.startswith("%"):
        return "%"
    if column.endswith("/s"):
        return "kB/s" if column.lower().endswith("kb/s") else "1/s"
    return "kB" if column.startswith("kb") else ""


SYSSTAT = ResultFormat(
    id="sysstat",
    title="sysstat (sadf -d)",
    recognises=recognises,
    read=read,
    documentation="https://sysstat.github.io/",
)
