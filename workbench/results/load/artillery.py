"""Artillery 2: the JSON report of `artillery run --output`.

Virtual users arrive at a rate (open loop), but each waits for its answers. `requests` are those
sent; `errors` are answers of 400 and above and requests that got none. Artillery's own request
rate is a mean over its reporting periods; `throughput` here is answers below 400 over the time
between the first and the last measurement. Latencies are in milliseconds, of every answer.
"""

from __future__ import annotations

from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.load.samples import moment
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_QUANTILES = {
    "p50": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99, "p999": 0.999, "max": 1.0,
}  # fmt: skip
_CODES = "http.codes."
_ENDPOINT = "plugins.metrics-by-endpoint."
_ENDPOINT_TIME = "plugins.metrics-by-endpoint.response_time."


def recognises(document: Document) -> bool:
    """Tell whether a document is a report of Artillery 2."""
    return mentions(document, "aggregate", "intermediate", "counters", "firstMetricAt")


def read(document: Document) -> LoadReport:
    """Read the aggregate, and each endpoint where the report tells them apart."""
    aggregate = top(document).fields("aggregate")
    counters = aggregate.fields("counters")
    summaries = aggregate.fields_or_empty("summaries")
    begin = aggregate.measured("firstMetricAt") / 1e3
    seconds = aggregate.measured("lastMetricAt") / 1e3 - begin
    if seconds <= 0:
        raise Unreadable("the measurement took no time")
    sent = counters.count("http.requests", 0)
    if not sent:
        raise Unreadable("counts no HTTP request: other engines are not read")
    good = _below_400(counters, _CODES)
    whole = _step("", good, sent, seconds, summaries, "http.response_time")
    parts = [
        _endpoint(name.removeprefix(_ENDPOINT_TIME), counters, summaries, seconds)
        for name in summaries.raw
        if name.startswith(_ENDPOINT_TIME)
    ]
    return LoadReport(
        tool="artillery",
        steps=(whole, *parts) if len(parts) > 1 else (whole,),
        closed_loop=False,
        started=moment(begin),
    )


def _endpoint(name: str, counters: Fields, summaries: Fields, seconds: float) -> LoadStep:
    """Requests without an answer count for no endpoint unless the plugin tells them."""
    prefix = f"{_ENDPOINT}{name}."
    good = _below_400(counters, f"{prefix}codes.")
    seen = sum(
        counters.count(key)
        for key in counters.raw
        if key.startswith((f"{prefix}codes.", f"{prefix}errors."))
    )
    return _step(name, good, seen, seconds, summaries, f"{_ENDPOINT_TIME}{name}")


def _below_400(counters: Fields, prefix: str) -> int:
    codes = [(key, key.removeprefix(prefix)) for key in counters.raw if key.startswith(prefix)]
    return sum(counters.count(key) for key, code in codes if code.isdigit() and int(code) < 400)


def _step(
    label: str, good: int, sent: int, seconds: float, summaries: Fields, summary: str
) -> LoadStep:
    latency = summaries.fields_or_empty(summary)
    mean = latency.measured_or_none("mean")
    return LoadStep(
        throughput=good / seconds,
        label=label,
        seconds=seconds,
        requests=sent,
        errors=max(sent - good, 0),
        mean=None if mean is None else mean / 1e3,
        percentiles=tuple(
            Percentile(p, latency.measured(key) / 1e3)
            for key, p in _QUANTILES.items()
            if key in latency
        ),
    )


ARTILLERY = ResultFormat(
    id="artillery",
    title="Artillery JSON report",
    recognises=recognises,
    read=read,
    documentation="https://www.artillery.io/docs/reference/cli/run",
)
