"""ApacheBench's files: -e (percentiles as CSV) and -g (one line a request, TSV).

Neither tells errors, and their times do not add up to a rate: -e has no times of its own, -g has
whole seconds only. So there is no throughput. Latencies are of every complete request.
"""

from __future__ import annotations

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.load.samples import moment, percentiles_of
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_PERCENTILES = ["Percentage served", "Time in ms"]
_REQUESTS = ["starttime", "seconds", "ctime", "dtime", "ttime", "wait"]
_WARNING = "The file holds latencies only: throughput and errors are not known."


def is_percentiles(document: Document) -> bool:
    """Tell whether a document is ab's CSV of percentiles."""
    return first_row(document) == _PERCENTILES


def read_percentiles(document: Document) -> LoadReport:
    """Read the latency below which 0, 1, ... 100 % of the requests stayed."""
    if not is_percentiles(document):
        raise Unreadable("the header is not that of ab's percentiles", 1)
    found: list[Percentile] = []
    for line, row in rows(document, _PERCENTILES):
        p = count(row["Percentage served"], line)
        if p != len(found):
            raise Unreadable(f"the row of {len(found)} % is missing", line)
        found.append(Percentile(fraction(p), measured(row["Time in ms"], line) / 1e3))
    if len(found) != 101:
        raise Unreadable(f"ends at {len(found) - 1} %: the file was cut off", len(found) + 1)
    return _report(LoadStep(throughput=None, percentiles=tuple(found)))


def is_requests(document: Document) -> bool:
    """Tell whether a document is ab's file for gnuplot."""
    return first_row(document, "\t") == _REQUESTS


def read_requests(document: Document) -> LoadReport:
    """Read every complete request; ab sorts them by latency, here they are in order of time."""
    if not is_requests(document):
        raise Unreadable("the header is not that of ab's file for gnuplot", 1)
    found = [
        (count(row["seconds"], line), measured(row["ttime"], line) / 1e3)
        for line, row in rows(document, _REQUESTS, "\t")
    ]
    found.sort(key=_second)
    latencies = tuple(latency for _, latency in found)
    step = LoadStep(
        throughput=None,
        requests=len(found),
        mean=sum(latencies) / len(latencies),
        percentiles=percentiles_of(latencies),
        latencies=latencies,
    )
    return _report(step, moment(found[0][0]))


def _second(request: tuple[int, float]) -> int:
    return request[0]


def _report(step: LoadStep, started: str = "") -> LoadReport:
    return LoadReport(
        tool="ab", steps=(step,), closed_loop=True, started=started, warnings=(_WARNING,)
    )


AB_PERCENTILES = ResultFormat(
    id="ab-percentiles",
    title="ApacheBench percentiles (CSV)",
    recognises=is_percentiles,
    read=read_percentiles,
    documentation="https://httpd.apache.org/docs/2.4/programs/ab.html",
)
AB_REQUESTS = ResultFormat(
    id="ab-requests",
    title="ApacheBench requests (TSV)",
    recognises=is_requests,
    read=read_requests,
    documentation="https://httpd.apache.org/docs/2.4/programs/ab.html",
)
