"""memtier_benchmark --json-out-file: the part ALL STATS.

A unit is an operation. Latencies are in milliseconds. `throughput` is the tool's Ops/sec.
Connection errors are told by new versions only. Closed loop unless a rate limit was set, where
the file does not say whether it was kept. Commands that were never sent are left out.
"""

from __future__ import annotations

from msgspec import structs

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.load.samples import moment
from workbench.results.quantity import fraction
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_QUANTILE = regex(r"p(\d+(?:\.\d+)?)")


def recognises(document: Document) -> bool:
    """Tell whether a document is memtier_benchmark's JSON."""
    return mentions(document, "ALL STATS", "run information")


def read(document: Document) -> LoadReport:
    """Read the totals, then each command."""
    report = top(document)
    run = report.fields("run information")
    configuration = report.fields("configuration")
    stats = report.fields("ALL STATS")
    runtime = stats.fields("Runtime")
    limit = configuration.count("rate_limit", 0)
    connections = run.count("Threads") * run.count("Connections per thread")
    seconds = runtime.measured("Total duration") / 1e3
    names = [name for name in stats.raw if name not in ("Runtime", "Totals")]
    parts = [
        _step(stats.fields(name), name, None, seconds)
        for name in names
        if isinstance(stats.raw[name], dict) and stats.fields(name).count("Count", 0)
    ]
    if not parts:
        raise Unreadable("ALL STATS counts no operation")
    whole = _step(stats.fields("Totals"), "", connections, seconds)
    if limit:
        whole = structs.replace(whole, offered=float(limit * connections))
    server = configuration.text("server")
    return LoadReport(
        tool="memtier_benchmark",
        steps=(whole, *parts) if len(parts) > 1 else (whole,),
        closed_loop=None if limit else True,
        target=f"{server}:{configuration.count('port', 0)}" if server else "",
        started=moment(runtime.measured("Start time") / 1e3),
    )


def _step(values: Fields, label: str, concurrency: int | None, seconds: float) -> LoadStep:
    errors = values.count("Connection Errors") if "Connection Errors" in values else None
    operations = values.count("Count")
    quantiles = values.fields("Percentile Latencies")
    found = sorted(
        Percentile(fraction(float(match[1])), quantiles.measured(name) / 1e3)
        for name in quantiles.raw
        if (match := _QUANTILE.fullmatch(name))
    )
    return LoadStep(
        throughput=values.measured("Ops/sec"),
        unit="ops/s",
        label=label,
        concurrency=concurrency,
        seconds=seconds,
        requests=operations + (errors or 0),
        errors=errors,
        mean=values.measured("Accumulated Latency") / operations / 1e3 if operations else None,
        percentiles=(*found, Percentile(1.0, values.measured("Max Latency") / 1e3)),
    )


MEMTIER = ResultFormat(
    id="memtier",
    title="memtier_benchmark JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/RedisLabs/memtier_benchmark#json-output",
)
