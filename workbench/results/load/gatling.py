"""Gatling: js/global_stats.json and js/stats.json of a report.

`requests` are all, `errors` those that are KO; throughput and latencies (milliseconds) are those
of the OK ones. The four percentiles are set in gatling.conf and the file does not name them:
they are read as Gatling's defaults, with a warning. The loop is the injection profile's; the file
does not tell it.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_DEFAULTS = (0.5, 0.75, 0.95, 0.99)
_DEPTH = 20
_WARNING = (
    "Gatling does not name its percentiles in this file: they are read as its defaults "
    "50, 75, 95 and 99. Check gatling.conf."
)


def recognises(document: Document) -> bool:
    """Tell whether a document is one of Gatling's statistics files."""
    return mentions(document, "numberOfRequests", "meanNumberOfRequestsPerSecond", "percentiles1")


def read(document: Document) -> LoadReport:
    """Read the totals and, of stats.json, each request."""
    stats = top(document)
    if "stats" not in stats:
        return _report(_step(stats, ""))
    parts = tuple(_requests(stats, 0))
    whole = _step(stats.fields("stats"), "")
    return _report(whole, *(parts if len(parts) > 1 else ()))


def _report(*steps: LoadStep) -> LoadReport:
    return LoadReport(tool="gatling", steps=steps, warnings=(_WARNING,))


def _requests(group: Fields, depth: int) -> Iterator[LoadStep]:
    """Steps of the requests inside a group; groups inside it hold the same requests' parents."""
    if depth > _DEPTH:
        raise Unreadable("groups are nested too deeply")
    contents = group.fields_or_empty("contents")
    for key in contents.raw:
        entry = contents.fields(key)
        if entry.text("type") == "REQUEST":
            yield _step(entry.fields("stats"), entry.text("path") or entry.text("name"))
        else:
            yield from _requests(entry, depth + 1)


def _step(stats: Fields, label: str) -> LoadStep:
    counts = stats.fields("numberOfRequests")
    total, bad = _value(counts, "total") or 0.0, _value(counts, "ko") or 0.0
    rates = stats.fields("meanNumberOfRequestsPerSecond")
    rate = _value(rates, "total")
    found = (
        (p, _value(stats.fields(f"percentiles{index}"), "ok"))
        for index, p in enumerate(_DEFAULTS, 1)
    )
    longest = _value(stats.fields("maxResponseTime"), "ok")
    mean = _value(stats.fields("meanResponseTime"), "ok")
    return LoadStep(
        throughput=_value(rates, "ok") or 0.0,
        label=label,
        seconds=total / rate if rate else None,
        requests=int(total),
        errors=int(bad),
        mean=None if mean is None else mean / 1e3,
        percentiles=tuple(
            Percentile(p, value / 1e3) for p, value in (*found, (1.0, longest)) if value is not None
        ),
    )


def _value(cell: Fields, key: str) -> float | None:
    """A number, as such or as text; None for the dash that stands where there is none."""
    value = cell.raw.get(key)
    if not isinstance(value, str):
        return cell.measured(key)
    return None if value.strip() == "-" else measured(value)


GATLING = ResultFormat(
    id="gatling",
    title="Gatling statistics (JSON)",
    recognises=recognises,
    read=read,
    documentation="https://docs.gatling.io/reference/stats/reports/oss/",
)
