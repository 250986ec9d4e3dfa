"""go test -bench: lines in the Go benchmark format, as benchstat reads them.

Each line is one measurement of several units; each unit is a benchmark of its own. ns/op becomes
s/op; MB/s is better when higher, as is any other rate (/s). The suffix -N (GOMAXPROCS) is dropped
where all benchmarks share it, because it differs between machines. Of several packages the
package is part of the name.

Source: Go's benchmark data format (golang.org/design/14313-benchmark-format).
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.benchmarks.grouped import Grouped
from workbench.results.delimited import whole_lines
from workbench.results.format import ResultFormat
from workbench.results.quantity import number
from workbench.results.records import BenchmarkReport
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_SIGNATURE = regex(r"^Benchmark\S*\s+\d+\s+\d[\d.e+]* ns/op\b", re.MULTILINE)
_ROW = regex(r"^Benchmark(\S*)\s+(\d+)\s+(\S.*)$")
_PROCESSORS = regex(r"-\d+$")


def recognises(document: Document) -> bool:
    """Tell whether a document holds Go benchmarks as text."""
    return opens_with(document, _SIGNATURE, within=2_000_000)


def read(document: Document) -> BenchmarkReport:
    """Read every measurement."""
    package = ""
    rows: list[tuple[str, str, list[tuple[str, float]]]] = []
    failed = []
    for line, text in enumerate(whole_lines(document).split("\n"), 1):
        if text.startswith("pkg: "):
            package = text.removeprefix("pkg: ").strip()
        elif text.startswith("--- FAIL: "):
            failed.append(f"{text.removeprefix('--- FAIL: ').split(' ')[0]} failed.")
        elif row := _ROW.match(text):
            rows.append((package, row[1], _measurements(row[3], line)))
    grouped = Grouped()
    packages = len({package for package, _, _ in rows}) > 1
    suffixes = {_suffix(name) for _, name, _ in rows}
    for package, name, values in rows:
        short = _PROCESSORS.sub("", name) if len(suffixes) == 1 else name
        full = f"{package}.{short}" if packages else short
        for unit, value in values:
            grouped.add(full, unit, value, higher_is_better=unit.endswith("/s"))
    return BenchmarkReport(tool="go-bench", benchmarks=grouped.benchmarks(), warnings=tuple(failed))


def _suffix(name: str) -> str:
    found = _PROCESSORS.search(name)
    return found[0] if found else ""


def _measurements(text: str, line: int) -> list[tuple[str, float]]:
    """Pairs of value and unit, in seconds where they are nanoseconds."""
    cells = text.split()
    if len(cells) % 2:
        raise Unreadable("a value has no unit", line)
    pairs = zip(cells[1::2], (number(cell, line) for cell in cells[::2]), strict=True)
    return [("s/op", value / 1e9) if unit == "ns/op" else (unit, value) for unit, value in pairs]


GO_BENCH = ResultFormat(
    id="go-bench",
    title="Go benchmarks",
    recognises=recognises,
    read=read,
    documentation="https://pkg.go.dev/golang.org/x/perf/cmd/benchstat",
)
