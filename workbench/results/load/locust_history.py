"""Locust --csv: PREFIX_stats_history.csv, a row a second.

Each stretch of time with one number of users is a step, so that a stepped load is several steps
of one file. A step's numbers are differences of the running totals; it has no percentiles, for
those of the file are of the last ten seconds or of everything before. Closed loop.
"""

from __future__ import annotations

from itertools import groupby

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.load.samples import moment
from workbench.results.quantity import count, measured
from workbench.results.records import LoadReport, LoadStep, Series, SeriesPoint
from workbench.scan.document import Document, Unreadable

_HEADER = ["Timestamp", "User Count", "Type", "Name"]
_SERIES = (
    ("throughput", "req/s", "Requests/s", 1.0),
    ("errors", "req/s", "Failures/s", 1.0),
    ("users", "users", "User Count", 1.0),
    ("p50", "s", "50%", 1e3),
    ("p95", "s", "95%", 1e3),
    ("p99", "s", "99%", 1e3),
)
_Row = tuple[int, dict[str, str]]


def recognises(document: Document) -> bool:
    """Tell whether a document is Locust's history."""
    return first_row(document)[:4] == _HEADER


def read(document: Document) -> LoadReport:
    """Read the rows of all requests together."""
    header = first_row(document)
    if header[:4] != _HEADER or "Total Request Count" not in header:
        raise Unreadable("the header is not that of Locust's history", 1)
    totals = [row for row in rows(document, header) if row[1]["Name"] == "Aggregated"]
    if len(totals) < 2:
        raise Unreadable("holds fewer than two moments")
    begin = measured(totals[0][1]["Timestamp"], totals[0][0])
    series = tuple(
        Series(name=name, unit=unit, points=_points(totals, column, factor, begin))
        for name, unit, column, factor in _SERIES
        if column in header
    )
    return LoadReport(
        tool="locust",
        steps=tuple(_steps(totals)),
        series=series,
        closed_loop=True,
        started=moment(begin),
    )


def _points(
    totals: list[_Row], column: str, factor: float, begin: float
) -> tuple[SeriesPoint, ...]:
    return tuple(
        SeriesPoint(measured(row["Timestamp"], line) - begin, measured(row[column], line) / factor)
        for line, row in totals
        if row[column] != "N/A"
    )


def _steps(totals: list[_Row]) -> list[LoadStep]:
    """One step for each stretch; a stretch of one row is a ramp, all of them together are one."""
    stretches = [list(group) for _, group in groupby(totals, key=_users)]
    long = [stretch for stretch in stretches if len(stretch) > 1] or [totals]
    steps = (_step(stretch[0], stretch[-1]) for stretch in long)
    return [step for step in steps if step is not None]


def _users(row: _Row) -> int:
    return count(row[1]["User Count"], row[0])


def _step(first: _Row, last: _Row) -> LoadStep | None:
    """What happened between two rows; None where nothing did."""
    line = last[0]
    lasted = _total(last, "Timestamp") - _total(first, "Timestamp")
    requests = _total(last, "Total Request Count") - _total(first, "Total Request Count")
    errors = _total(last, "Total Failure Count") - _total(first, "Total Failure Count")
    if requests < errors or errors < 0:
        raise Unreadable("the totals go down: the statistics were reset", line)
    if lasted <= 0 or not requests:
        return None
    spent = _spent(last) - _spent(first)
    return LoadStep(
        throughput=(requests - errors) / lasted,
        concurrency=_users(last),
        seconds=lasted,
        requests=int(requests),
        errors=int(errors),
        mean=max(spent, 0.0) / requests / 1e3,
    )


def _total(row: _Row, column: str) -> float:
    return measured(row[1][column], row[0])


def _spent(row: _Row) -> float:
    return _total(row, "Total Request Count") * _total(row, "Total Average Response Time")


LOCUST_HISTORY = ResultFormat(
    id="locust-history",
    title="Locust history (CSV)",
    recognises=recognises,
    read=read,
    documentation="https://docs.locust.io/en/stable/retrieving-stats.html",
)
