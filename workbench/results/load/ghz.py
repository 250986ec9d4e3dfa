"""ghz --format json (and pretty).

`requests` are all calls; `errors` those whose status is not OK. ghz's rps counts every call;
`throughput` here counts those that were OK. ghz's percentiles and mean are of calls that were
answered. Times are in nanoseconds. Workers wait for their answers (closed loop) unless ghz ran
with --async; `offered` is its --rps where one was set.
"""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import fraction
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document


def recognises(document: Document) -> bool:
    """Tell whether a document is ghz's JSON report."""
    return mentions(document, "latencyDistribution", "statusCodeDistribution", "fastest", "rps")


def read(document: Document) -> LoadReport:
    """Read the one run that the file holds."""
    run = top(document)
    options = run.fields_or_empty("options")
    requests = run.count("count")
    statuses = run.fields("statusCodeDistribution")
    good = min(statuses.count("OK", 0), requests)
    rate = options.measured_or_none("rps")
    latencies = _latencies(run)
    step = LoadStep(
        throughput=run.measured("rps") * (good / requests) if requests else 0.0,
        offered=rate or None,
        concurrency=options.count("concurrency") if "concurrency" in options else None,
        seconds=run.measured("total") / 1e9,
        requests=requests,
        errors=requests - good,
        mean=run.measured("average") / 1e9 if good else None,
        percentiles=_percentiles(run) if good else (),
        latencies=latencies if len(latencies) == good else (),
    )
    call = "/".join(text for text in (options.text("host"), options.text("call")) if text)
    return LoadReport(
        tool="ghz",
        steps=(step,),
        closed_loop=not options.raw.get("async") if options.raw else None,
        target=call,
        started=run.text("date"),
    )


def _latencies(run: Fields) -> tuple[float, ...]:
    calls = run.objects("details") if "details" in run else ()
    return tuple(call.measured("latency") / 1e9 for call in calls if call.text("status") == "OK")


def _percentiles(run: Fields) -> tuple[Percentile, ...]:
    rows = run.objects("latencyDistribution") if "latencyDistribution" in run else ()
    found = {fraction(row.measured("percentage")): row.measured("latency") / 1e9 for row in rows}
    found[1.0] = run.measured("slowest") / 1e9
    return tuple(Percentile(p, value) for p, value in sorted(found.items()))


GHZ = ResultFormat(
    id="ghz",
    title="ghz JSON",
    recognises=recognises,
    read=read,
    documentation="https://ghz.sh/docs/output",
)
