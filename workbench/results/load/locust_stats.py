"""Locust --csv: PREFIX_stats.csv.

`requests` are all, `errors` the failures. Locust's Requests/s counts every request; `throughput`
here is Requests/s less Failures/s. Latencies are in milliseconds, of every request; percentiles
of 100 ms and more are rounded to two digits by Locust. Users wait for their answers: closed loop.
"""

from __future__ import annotations

from msgspec import structs

from workbench.model.regex import regex
from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_HEADER = ["Type", "Name", "Request Count", "Failure Count"]
_QUANTILE = regex(r"(\d+(?:\.\d+)?)%")


def recognises(document: Document) -> bool:
    """Tell whether a document is Locust's CSV of statistics."""
    return first_row(document)[:4] == _HEADER


def read(document: Document) -> LoadReport:
    """Read the row of totals, then each request's."""
    header = first_row(document)
    if header[:4] != _HEADER or "Requests/s" not in header:
        raise Unreadable("the header is not that of Locust's statistics", 1)
    parts = [_step(row, line) for line, row in rows(document, header)]
    whole = [step for step in parts if step.label == "Aggregated"]
    if len(whole) != 1 or parts[-1] is not whole[0]:
        raise Unreadable("the last row (Aggregated) is missing", document.text.count("\n"))
    total = structs.replace(whole[0], label="")
    steps = (total, *parts[:-1]) if len(parts) > 2 else (total,)
    return LoadReport(tool="locust", steps=steps, closed_loop=True)


def _step(row: dict[str, str], line: int) -> LoadStep:
    requests = count(row["Request Count"], line)
    rate = measured(row["Requests/s"], line)
    return LoadStep(
        throughput=max(rate - measured(row["Failures/s"], line), 0.0),
        label=" ".join(text for text in (row["Type"], row["Name"]) if text),
        seconds=requests / rate if rate else None,
        requests=requests,
        errors=count(row["Failure Count"], line),
        mean=measured(row["Average Response Time"], line) / 1e3 if requests else None,
        percentiles=_percentiles(row, line) if requests else (),
    )


def _percentiles(row: dict[str, str], line: int) -> tuple[Percentile, ...]:
    found = (
        Percentile(fraction(float(match[1])), measured(value, line) / 1e3)
        for name, value in row.items()
        if (match := _QUANTILE.fullmatch(name)) and value != "N/A"
    )
    return tuple(sorted(found))


LOCUST_STATS = ResultFormat(
    id="locust-stats",
    title="Locust statistics (CSV)",
    recognises=recognises,
    read=read,
    documentation="https://docs.locust.io/en/stable/retrieving-stats.html",
)
