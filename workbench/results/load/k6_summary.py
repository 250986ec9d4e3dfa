"""k6: the summary as JSON, of --summary-export and of handleSummary.

`requests` is http_reqs, `errors` the share of http_req_failed. k6's rate counts every request;
`throughput` here counts those that did not fail. Latencies are http_req_duration in
milliseconds; of the requests with an expected response where k6 tells them apart. Iterations that
were dropped show an executor with an arrival rate (open loop); otherwise the loop is not told.
"""

from __future__ import annotations

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import fraction
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_QUANTILE = regex(r"p\((\d+(?:\.\d+)?)\)")
_EXPECTED = "http_req_duration{expected_response:true}"


def recognises(document: Document) -> bool:
    """Tell whether a document is k6's summary."""
    return mentions(document, "metrics", "http_reqs", "http_req_duration", "root_group")


def read(document: Document) -> LoadReport:
    """Read the totals of the test."""
    summary = top(document)
    metrics = summary.fields("metrics")
    reqs = _values(metrics, "http_reqs")
    requests, rate = reqs.count("count"), reqs.measured("rate")
    if not requests or not rate:
        raise Unreadable("counts no HTTP request")
    failed = _failed(metrics)
    bad = None if failed is None else round(requests * failed)
    latency = _values(metrics, _EXPECTED if _EXPECTED in metrics else "http_req_duration")
    vus = _values(metrics, "vus_max") if "vus_max" in metrics else Fields({})
    lasted = summary.fields_or_empty("state").measured_or_none("testRunDurationMs")
    step = LoadStep(
        throughput=rate * (1 - (failed or 0.0)),
        concurrency=vus.count("max") if "max" in vus else None,
        seconds=requests / rate if lasted is None else lasted / 1e3,
        requests=requests,
        errors=bad,
        mean=latency.measured("avg") / 1e3,
        percentiles=_percentiles(latency),
    )
    return LoadReport(
        tool="k6", steps=(step,), closed_loop=False if "dropped_iterations" in metrics else None
    )


def _values(metrics: Fields, name: str) -> Fields:
    """The numbers of a metric: handleSummary puts them one level further down."""
    metric = metrics.fields(name)
    return metric.fields("values") if "values" in metric else metric


def _failed(metrics: Fields) -> float | None:
    if "http_req_failed" not in metrics:
        return None
    values = _values(metrics, "http_req_failed")
    share = values.measured("rate" if "rate" in values else "value")
    if share > 1:
        raise Unreadable("the share of failed requests is above 1")
    return share


def _percentiles(latency: Fields) -> tuple[Percentile, ...]:
    found = {
        fraction(float(match[1])): latency.measured(key) / 1e3
        for key in latency.raw
        if (match := _QUANTILE.fullmatch(key))
    }
    for key, p in (("med", 0.5), ("max", 1.0)):
        if key in latency:
            found[p] = latency.measured(key) / 1e3
    return tuple(Percentile(p, value) for p, value in sorted(found.items()))


K6_SUMMARY = ResultFormat(
    id="k6-summary",
    title="k6 summary (JSON)",
    recognises=recognises,
    read=read,
    documentation="https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/",
)
