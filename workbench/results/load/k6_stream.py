"""k6 --out json and --out csv: every measurement of the metrics of a test.

A request is a point of http_req_duration (milliseconds), stamped when it ended; it failed where
its tag expected_response is "false". Its label is the tag `name`. Dropped iterations show an
executor with an arrival rate (open loop); otherwise the loop is not told.
"""

from __future__ import annotations

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields
from workbench.results.load.json_lines import epoch, first_line, objects
from workbench.results.load.samples import Sample, moment, series_of, steps_of
from workbench.results.quantity import measured
from workbench.results.records import LoadReport
from workbench.scan.document import Document, Unreadable

_DURATION = "http_req_duration"
_DROPPED = "dropped_iterations"
_COLUMNS = ["metric_name", "timestamp", "metric_value"]
_PARTS = {13: 1e3, 16: 1e6, 19: 1e9}
"""By the number of digits of a time since 1970, how many of its units make a second."""
_COARSE = (
    "k6 stamped the requests with whole seconds: a run of less than 20 seconds has no throughput."
)


def is_json(document: Document) -> bool:
    """Tell whether a document is k6's stream of JSON lines."""
    line = first_line(document).replace(b" ", b"")
    return line.startswith(b"{") and b'"metric":' in line and b'"type":"Metric"' in line


def read_json(document: Document) -> LoadReport:
    """Read every request of a stream of JSON lines."""
    samples = []
    dropped = False
    most = 0.0
    for line, entry in objects(document):
        if entry.text("type") != "Point":
            continue
        metric, point = entry.text("metric"), entry.fields("data")
        dropped = dropped or metric == _DROPPED
        if metric == "vus":
            most = max(most, point.measured("value"))
        if metric == _DURATION:
            tags = point.fields_or_empty("tags")
            samples.append(_sample(epoch(point.text("time"), line), point.measured("value"), tags))
    return _report(samples, dropped, int(most) or None)


def is_csv(document: Document) -> bool:
    """Tell whether a document is k6's CSV."""
    return first_row(document)[:3] == _COLUMNS


def read_csv(document: Document) -> LoadReport:
    """Read every request of a CSV."""
    header = first_row(document)
    if header[:3] != _COLUMNS:
        raise Unreadable("the header is not that of k6's CSV", 1)
    samples = []
    dropped = False
    coarse = False
    for line, row in rows(document, header):
        dropped = dropped or row["metric_name"] == _DROPPED
        if row["metric_name"] == _DURATION:
            time = row["timestamp"]
            coarse = coarse or (time.isdigit() and len(time) <= 10)
            samples.append(_sample(_time(time, line), measured(row["metric_value"], line), row))
    return _report(samples, dropped, None, coarse)


def _time(text: str, line: int) -> float:
    """Seconds since 1970: k6 writes seconds, milli-, micro-, nanoseconds or RFC 3339."""
    if not text.isdigit():
        return epoch(text, line)
    return int(text) / _PARTS.get(len(text), 1.0)


def _sample(end: float, milliseconds: float, tags: Fields | dict[str, str]) -> Sample:
    known = tags.raw if isinstance(tags, Fields) else tags
    return Sample(
        start=end - milliseconds / 1e3,
        seconds=milliseconds / 1e3,
        ok=known.get("expected_response") != "false",
        label=str(known.get("name") or ""),
    )


def _report(
    samples: list[Sample], dropped: bool, vus: int | None, coarse: bool = False
) -> LoadReport:
    steps = steps_of(samples, concurrency=vus, resolution=1.0 if coarse else 0.001)
    return LoadReport(
        tool="k6",
        steps=steps,
        series=series_of(samples),
        closed_loop=False if dropped else None,
        started=moment(min(sample.start for sample in samples)),
        warnings=(_COARSE,) if coarse else (),
    )


K6_JSON = ResultFormat(
    id="k6-json",
    title="k6 stream (JSON lines)",
    recognises=is_json,
    read=read_json,
    documentation="https://grafana.com/docs/k6/latest/results-output/real-time/json/",
)
K6_CSV = ResultFormat(
    id="k6-csv",
    title="k6 stream (CSV)",
    recognises=is_csv,
    read=read_csv,
    documentation="https://grafana.com/docs/k6/latest/results-output/real-time/csv/",
)
