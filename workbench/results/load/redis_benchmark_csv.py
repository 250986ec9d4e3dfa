"""redis-benchmark --csv (Redis 6.2 and later): one line a command, latencies in milliseconds.

Redis before 6.2 writes names and rates without a header; that is not enough to compare.
"""

from __future__ import annotations

from workbench.results.delimited import first_row, rows
from workbench.results.format import ResultFormat
from workbench.results.quantity import measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.scan.document import Document, Unreadable

_HEADER = [
    "test",
    "rps",
    "avg_latency_ms",
    "min_latency_ms",
    "p50_latency_ms",
    "p95_latency_ms",
    "p99_latency_ms",
    "max_latency_ms",
]
_QUANTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}


def recognises(document: Document) -> bool:
    """Tell whether a document is redis-benchmark's CSV."""
    return first_row(document) == _HEADER


def read(document: Document) -> LoadReport:
    """Read every command's measurement."""
    if not recognises(document):
        raise Unreadable("the header is not that of redis-benchmark's CSV", 1)
    steps = tuple(
        LoadStep(
            throughput=measured(row["rps"], line),
            label=row["test"],
            mean=measured(row["avg_latency_ms"], line) / 1e3,
            percentiles=tuple(
                Percentile(p, measured(row[f"{name}_latency_ms"], line) / 1e3)
                for name, p in _QUANTILES.items()
            ),
        )
        for line, row in rows(document, _HEADER)
    )
    return LoadReport(tool="redis-benchmark", steps=steps, closed_loop=True)


REDIS_BENCHMARK_CSV = ResultFormat(
    id="redis-benchmark-csv",
    title="redis-benchmark CSV",
    recognises=recognises,
    read=read,
    documentation="https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/benchmarks/",
)
