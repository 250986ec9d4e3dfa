"""oha --output-format json.

Requests that the end of the run cut short ("aborted due to deadline") are neither requests nor
errors. `errors` are the other failures and answers of 400 and above. oha's requestsPerSec counts
every answer; `throughput` here counts those below 400. oha's latencies are of every answer.
Closed loop unless a rate was set (-q), which the file does not tell.
"""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import fraction
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_QUANTILE = regex(r"p(\d+(?:\.\d+)?)")
_CUT_SHORT = "aborted due to deadline"


def recognises(document: Document) -> bool:
    """Tell whether a document is oha's JSON."""
    return mentions(document, "summary", "latencyPercentiles", "statusCodeDistribution")


def read(document: Document) -> LoadReport:
    """Read the one run that the file holds."""
    run = top(document)
    summary = run.fields("summary")
    seconds = summary.measured("total")
    if seconds <= 0:
        raise Unreadable("the run took no time")
    statuses = run.fields("statusCodeDistribution")
    failures = run.fields("errorDistribution")
    answers = sum(statuses.count(code) for code in statuses.raw)
    good = sum(statuses.count(code) for code in statuses.raw if code.isdigit() and int(code) < 400)
    lost = sum(failures.count(reason) for reason in failures.raw if reason != _CUT_SHORT)
    mean = summary.measured_or_none("average")
    step = LoadStep(
        throughput=good / seconds,
        seconds=seconds,
        requests=answers + lost,
        errors=answers - good + lost,
        mean=mean if answers else None,
        percentiles=_percentiles(run, summary) if answers else (),
    )
    return LoadReport(tool="oha", steps=(step,))


def _percentiles(run: Fields, summary: Fields) -> tuple[Percentile, ...]:
    quantiles = run.fields("latencyPercentiles")
    found = sorted(
        Percentile(fraction(float(match[1])), quantiles.measured(key))
        for key in quantiles.raw
        if (match := _QUANTILE.fullmatch(key)) and key in quantiles
    )
    return (*found, Percentile(1.0, summary.measured("slowest")))


OHA = ResultFormat(
    id="oha",
    title="oha JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/hatoo/oha/blob/master/schema.json",
)
