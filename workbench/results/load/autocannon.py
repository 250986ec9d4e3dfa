"""autocannon --json.

`requests` are answers plus connection errors and timeouts; `errors` are those two and answers of
400 and above. autocannon's mean rate counts every answer; `throughput` here counts those without
an error. Latencies are in milliseconds, of every answer. Each connection waits for its answer
(closed loop); with an overall rate (-R) autocannon corrects the latencies for that by adding
those that waiting hid, which shows as more latencies than answers.
"""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import fraction
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document

_QUANTILE = regex(r"p(\d+(?:_\d+)?)")


def recognises(document: Document) -> bool:
    """Tell whether a document is autocannon's JSON."""
    return mentions(document, "connections", "pipelining", "mismatches", "non2xx")


def read(document: Document) -> LoadReport:
    """Read the one run that the file holds."""
    run = top(document)
    answers = run.fields("requests")
    latency = run.fields("latency")
    total = answers.count("total")
    lost = run.count("errors")
    bad = run.count("4xx") + run.count("5xx")
    good = max(total - bad, 0)
    corrected = latency.count("totalCount", 0) > total
    step = LoadStep(
        throughput=answers.measured("average") * (good / total) if total else 0.0,
        concurrency=run.count("connections"),
        seconds=run.measured("duration"),
        requests=total + lost,
        errors=bad + lost,
        mean=latency.measured("mean") / 1e3 if total else None,
        percentiles=_percentiles(latency) if total else (),
    )
    warning = "autocannon corrected the latencies for coordinated omission (a rate was set)."
    return LoadReport(
        tool="autocannon",
        steps=(step,),
        closed_loop=None if corrected else True,
        target=run.text("url"),
        started=run.text("start").replace("Z", "+00:00"),
        warnings=(warning,) if corrected else (),
    )


def _percentiles(latency: Fields) -> tuple[Percentile, ...]:
    found = [
        Percentile(fraction(float(match[1].replace("_", "."))), latency.measured(key) / 1e3)
        for key in latency.raw
        if (match := _QUANTILE.fullmatch(key))
    ]
    return (*sorted(found), Percentile(1.0, latency.measured("max") / 1e3))


AUTOCANNON = ResultFormat(
    id="autocannon",
    title="autocannon JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/mcollina/autocannon#programmatic-usage",
)
