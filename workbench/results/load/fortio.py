"""fortio load -json.

`requests` are all calls; `errors` those whose return code is not a success (HTTP 400 and above, -1
for a failed socket, gRPC other than SERVING or OK). ActualQPS counts every call; `throughput` here
counts successes. Latencies are in seconds, of every call. `offered` is the requested rate unless
it was "max". Each thread waits for its answer: closed loop.
"""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document


def recognises(document: Document) -> bool:
    """Tell whether a document is fortio's JSON."""
    return mentions(document, "RequestedQPS", "ActualQPS", "DurationHistogram")


def read(document: Document) -> LoadReport:
    """Read the one run that the file holds."""
    run = top(document)
    histogram = run.fields("DurationHistogram")
    requests = histogram.count("Count")
    codes = run.fields_or_empty("RetCodes")
    good = sum(codes.count(code) for code in codes.raw if _succeeded(code)) if codes.raw else None
    share = 1.0 if good is None or not requests else min(good / requests, 1.0)
    asked = run.text("RequestedQPS")
    step = LoadStep(
        throughput=run.measured("ActualQPS") * share,
        offered=None if asked in ("", "max") else measured(asked),
        concurrency=run.count("NumThreads"),
        seconds=run.measured("ActualDuration") / 1e9,
        requests=requests,
        errors=None if good is None else max(requests - good, 0),
        mean=histogram.measured("Avg") if requests else None,
        percentiles=_percentiles(histogram) if requests else (),
    )
    return LoadReport(
        tool="fortio",
        version=run.text("Version"),
        steps=(step,),
        closed_loop=True,
        target=run.text("URL") or run.text("Destination"),
        started=run.text("StartTime"),
    )


def _succeeded(code: str) -> bool:
    return (code.isdigit() and 100 <= int(code) < 400) or code in ("SERVING", "OK")


def _percentiles(histogram: Fields) -> tuple[Percentile, ...]:
    listed = histogram.objects("Percentiles") if "Percentiles" in histogram else ()
    found = {fraction(row.measured("Percentile")): row.measured("Value") for row in listed}
    found[1.0] = histogram.measured("Max")
    return tuple(Percentile(p, value) for p, value in sorted(found.items()))


FORTIO = ResultFormat(
    id="fortio",
    title="fortio JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/fortio/fortio#command-line-arguments",
)
