"""Google Benchmark --benchmark_format=json: real time of one iteration, in seconds.

Each repetition is a value. Where only aggregates were kept, the mean is the only value, with a
warning. Benchmarks that ended in an error are left out, with a warning.
"""

from __future__ import annotations

from workbench.results.benchmarks.grouped import Grouped
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, mentions, top
from workbench.results.quantity import seconds
from workbench.results.records import BenchmarkReport
from workbench.scan.document import Document


def recognises(document: Document) -> bool:
    """Tell whether a document is Google Benchmark's JSON."""
    return mentions(document, "context", "num_cpus", "benchmarks", "library_build_type")


def read(document: Document) -> BenchmarkReport:
    """Read every repetition of every benchmark."""
    rows = list(top(document).objects("benchmarks"))
    grouped = Grouped()
    warnings = []
    repeated = {_name(row) for row in rows if row.text("run_type") != "aggregate"}
    for row in rows:
        name = _name(row)
        aggregate = row.text("run_type") == "aggregate"
        if row.raw.get("error_occurred") is True or row.raw.get("skipped") is True:
            warnings.append(f"'{name}' did not run: {row.text('error_message')[:120]}")
        elif not aggregate:
            grouped.add(name, "s", _real_time(row))
        elif name not in repeated and row.text("aggregate_name") == "mean":
            grouped.add(name, "s", _real_time(row))
            warnings.append(f"'{name}' has its mean only: repetitions were not kept.")
    return BenchmarkReport(
        tool="google-benchmark",
        benchmarks=grouped.benchmarks(),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _name(row: Fields) -> str:
    return row.text("run_name") or row.text("name")


def _real_time(row: Fields) -> float:
    return seconds(row.measured("real_time"), row.text("time_unit") or "ns")


GOOGLE_BENCHMARK = ResultFormat(
    id="google-benchmark",
    title="Google Benchmark JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/google/benchmark/blob/main/docs/user_guide.md",
)
