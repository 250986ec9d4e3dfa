"""A percentile distribution as HdrHistogram prints it (.hgrm), as text or CSV.

It holds latencies only, and not their unit: values are read as milliseconds, which is how
HdrHistogram's tools and the plotter on its site take them, with a warning.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_SIGNATURE = regex(
    r'\A\s*(?:"Value","Percentile","TotalCount","1/\(1-Percentile\)"'
    r"|Value +Percentile +TotalCount +1/\(1-Percentile\))\s*$",
    re.MULTILINE,
)
_ROW = regex(r"([\d.]+)(?:,| +)([01]\.\d+)(?:,| +)(\d+)(?:(?:,| +)(?:[\d.]+|inf|Infinity))?")
_TOTAL = regex(r"^#\[Max +=.*, Total count +=\s+(\d+)\]$", re.MULTILINE)
_MEAN_VALUE = regex(r"^#\[Mean +=\s+([\d.]+), StdDeviation", re.MULTILINE)
_WARNINGS = (
    "The file does not tell its unit: values are read as milliseconds.",
    "The file holds latencies only: throughput and errors are not known.",
)


def recognises(document: Document) -> bool:
    """Tell whether a document is a percentile distribution."""
    return opens_with(document, _SIGNATURE, within=4000)


def read(document: Document) -> LoadReport:
    """Read the spectrum."""
    if not recognises(document):
        raise Unreadable("is empty" if not document.data.strip() else "the header is missing", 1)
    found: dict[float, float] = {}
    seen = 0
    for line, text in enumerate(document.lines, 1):
        cells = text.strip()
        if not cells or cells.startswith(("#", '"', "Value")):
            continue
        row = _ROW.fullmatch(cells)
        if not row or int(row[3]) < seen:
            raise Unreadable("is not a row of a percentile distribution", line)
        found[measured(row[2], line)] = measured(row[1], line) / 1e3
        seen = count(row[3], line)
    if 1.0 not in found:
        raise Unreadable("the last row (percentile 1.0) is missing", len(document.lines))
    total = _TOTAL.search(document.text)
    mean = _MEAN_VALUE.search(document.text)
    if '"Value"' not in document.text and not (total and mean):
        raise Unreadable("the summary below the rows is missing", len(document.lines))
    if total and count(total[1]) != seen:
        raise Unreadable("the rows do not add up to the total count", len(document.lines))
    step = LoadStep(
        throughput=None,
        requests=seen,
        mean=measured(mean[1]) / 1e3 if mean else None,
        percentiles=tuple(Percentile(p, value) for p, value in sorted(found.items())),
    )
    return LoadReport(tool="hdrhistogram", steps=(step,), warnings=_WARNINGS)


HDR_PERCENTILES = ResultFormat(
    id="hdr-percentiles",
    title="HdrHistogram percentile distribution",
    recognises=recognises,
    read=read,
    documentation="https://github.com/HdrHistogram/HdrHistogram",
)
