"""Google Benchmark's table on the console: real time of one iteration, in seconds.

Rows of aggregates (_mean, _stddev, ...) are left out where their repetitions are there. A
benchmark that ended in an error is left out, with a warning.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.benchmarks.grouped import Grouped
from workbench.results.delimited import whole_lines
from workbench.results.format import ResultFormat
from workbench.results.quantity import measured, seconds
from workbench.results.records import BenchmarkReport
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_TITLE = regex(r"^Benchmark +Time +CPU +Iterations(?: +UserCounters\.\.\.)?$", re.MULTILINE)
_ROW = regex(r"(\S+) +([\d.e+]+) (ns|us|ms|s) +[\d.e+]+ (?:ns|us|ms|s) +(\d+)(?: .*)?")
_ERROR = regex(r"(\S+) +ERROR OCCURRED: '(.*)'")
_AGGREGATE = regex(r".*_(?:mean|median|stddev|cv|BigO|RMS)")


def recognises(document: Document) -> bool:
    """Tell whether a document holds Google Benchmark's table."""
    return opens_with(document, _TITLE)


def read(document: Document) -> BenchmarkReport:
    """Read every row of the table."""
    text = whole_lines(document)
    title = _TITLE.search(text)
    if title is None:
        raise Unreadable("the title of the table is missing", 1)
    grouped = Grouped()
    warnings = []
    first = document.line_at(title.end()) + 1
    for line, entry in enumerate(text[title.end() + 1 :].split("\n"), first):
        name = entry.split(" ", 1)[0]
        if not name or entry.startswith("---") or _AGGREGATE.fullmatch(name):
            continue
        if failed := _ERROR.fullmatch(entry.strip()):
            warnings.append(f"'{failed[1]}' did not run: {failed[2][:120]}")
            continue
        row = _ROW.fullmatch(entry.strip())
        if row is None:
            raise Unreadable("is not a row of Google Benchmark's table", line)
        grouped.add(row[1], "s", seconds(measured(row[2], line), row[3], line))
    return BenchmarkReport(
        tool="google-benchmark", benchmarks=grouped.benchmarks(), warnings=tuple(warnings)
    )


GOOGLE_BENCHMARK_CONSOLE = ResultFormat(
    id="google-benchmark-console",
    title="Google Benchmark table",
    recognises=recognises,
    read=read,
    documentation="https://github.com/google/benchmark/blob/main/docs/user_guide.md",
)
