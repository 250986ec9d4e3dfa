"""hey -o csv: one line a request that was answered.

Requests without an answer are not in the file. Answers of 400 and above are errors. `offset` is
when the request began, in seconds from the start. Closed loop, as hey is.
"""

from __future__ import annotations

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.load.samples import Sample, series_of, steps_of
from workbench.results.quantity import count, measured
from workbench.results.records import LoadReport
from workbench.scan.document import Document, Unreadable

_HEADER = [
    "response-time",
    "DNS+dialup",
    "DNS",
    "Request-write",
    "Response-delay",
    "Response-read",
    "status-code",
    "offset",
]


def recognises(document: Document) -> bool:
    """Tell whether a document is hey's CSV."""
    return first_row(document) == _HEADER


def read(document: Document) -> LoadReport:
    """Read every request."""
    if not recognises(document):
        raise Unreadable("the header is not that of hey's CSV", 1)
    samples = [
        Sample(
            start=measured(row["offset"], line),
            seconds=measured(row["response-time"], line),
            ok=count(row["status-code"], line) < 400,
        )
        for line, row in rows(document, _HEADER)
    ]
    return LoadReport(
        tool="hey",
        steps=steps_of(samples),
        series=series_of(samples),
        closed_loop=True,
        warnings=("Requests without an answer are not in hey's CSV: they are not counted.",),
    )


HEY_CSV = ResultFormat(
    id="hey-csv",
    title="hey CSV",
    recognises=recognises,
    read=read,
    documentation="https://github.com/rakyll/hey#usage",
)
