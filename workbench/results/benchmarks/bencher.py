"""Rust's libtest benchmarks, and Criterion with --output-format bencher.

A line gives the median of one run in nanoseconds for an iteration; a benchmark that occurs in
several runs of one file has several values.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.benchmarks.grouped import Grouped
from workbench.results.delimited import whole_lines
from workbench.results.format import ResultFormat
from workbench.results.quantity import measured
from workbench.results.records import BenchmarkReport
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_ROW = regex(r"^test (.+?) +\.\.\. bench: +([\d,.]+) ns/iter \(\+/- [\d,.]+\)", re.MULTILINE)
_BEGUN = regex(r"^test (.+?) +\.\.\. bench:", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Tell whether a document holds libtest benchmarks."""
    return opens_with(document, _ROW, within=2_000_000)


def read(document: Document) -> BenchmarkReport:
    """Read every line of a benchmark."""
    text = whole_lines(document)
    rows = list(_ROW.finditer(text))
    begun = _BEGUN.findall(text)
    if len(begun) != len(rows):
        raise Unreadable("the line of a benchmark is not complete", text.count("\n"))
    grouped = Grouped()
    for row in rows:
        value = measured(row[2].replace(",", ""), document.line_at(row.start()))
        grouped.add(row[1], "s", value / 1e9)
    return BenchmarkReport(tool="libtest", benchmarks=grouped.benchmarks())


BENCHER = ResultFormat(
    id="bencher",
    title="Rust benchmarks (libtest)",
    recognises=recognises,
    read=read,
    documentation="https://doc.rust-lang.org/unstable-book/library-features/test.html",
)
