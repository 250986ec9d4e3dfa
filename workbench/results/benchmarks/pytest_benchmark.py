"""pytest-benchmark --benchmark-json: seconds for one call, a value for each round.

A file without the rounds (--benchmark-save without data) has the mean only: one value, which
says nothing on how it varies, and a warning.
"""

from __future__ import annotations

from workbench.results.benchmarks.grouped import Grouped
from workbench.results.format import ResultFormat
from workbench.results.json_fields import mentions, top
from workbench.results.records import BenchmarkReport
from workbench.scan.document import Document

_WARNING = "The file holds no single rounds: each benchmark has its mean as its only value."


def recognises(document: Document) -> bool:
    """Tell whether a document is pytest-benchmark's JSON."""
    return mentions(document, "machine_info", "commit_info", "benchmarks", "fullname")


def read(document: Document) -> BenchmarkReport:
    """Read every benchmark."""
    grouped = Grouped()
    meant = False
    report = top(document)
    for benchmark in report.objects("benchmarks"):
        stats = benchmark.fields("stats")
        values = stats.numbers("data") if "data" in stats else ()
        meant = meant or not values
        for value in values or (stats.measured("mean"),):
            grouped.add(benchmark.text("fullname") or benchmark.text("name"), "s", value)
    return BenchmarkReport(
        tool="pytest-benchmark",
        benchmarks=grouped.benchmarks(),
        warnings=(_WARNING,) if meant else (),
    )


PYTEST_BENCHMARK = ResultFormat(
    id="pytest-benchmark",
    title="pytest-benchmark JSON",
    recognises=recognises,
    read=read,
    documentation="https://pytest-benchmark.readthedocs.io/en/latest/usage.html",
)
