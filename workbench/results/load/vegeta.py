"""vegeta report -type=json.

`offered` is vegeta's rate, `throughput` its own throughput: answers of 2xx and 3xx over the attack
and the wait for the last answer. Latencies are in nanoseconds, of every request, from the moment
it was sent. vegeta keeps its rate whatever the target does: open loop.
"""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.json_fields import mentions, top
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document

_QUANTILES = {"50th": 0.5, "90th": 0.9, "95th": 0.95, "99th": 0.99, "max": 1.0}


def recognises(document: Document) -> bool:
    """Tell whether a document is vegeta's JSON report."""
    return mentions(document, "latencies", "bytes_in", "status_codes", "success")


def read(document: Document) -> LoadReport:
    """Read the one attack that the file holds."""
    report = top(document)
    latencies = report.fields("latencies")
    requests = report.count("requests")
    good = round(report.measured("success") * requests)
    step = LoadStep(
        throughput=report.measured("throughput"),
        offered=report.measured("rate"),
        seconds=(report.measured("duration") + report.measured("wait")) / 1e9,
        requests=requests,
        errors=max(requests - good, 0),
        mean=latencies.measured("mean") / 1e9,
        percentiles=tuple(
            Percentile(p, latencies.measured(key) / 1e9)
            for key, p in _QUANTILES.items()
            if key in latencies
        ),
    )
    return LoadReport(
        tool="vegeta", steps=(step,), closed_loop=False, started=report.text("earliest")
    )


VEGETA = ResultFormat(
    id="vegeta",
    title="vegeta JSON report",
    recognises=recognises,
    read=read,
    documentation="https://github.com/tsenart/vegeta#report-command",
)
