"""HdrHistogram logs (.hlog), versions 1.2 and 1.3: one histogram an interval.

All intervals together are one step, and each tag another where there are others beside it. The
unit of the values is not in the log: they are read as nanoseconds, HdrHistogram's custom (its
Interval_Max is then in milliseconds), with a warning. What was recorded is taken as succeeded;
errors are not told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from workbench.model.regex import regex
from workbench.results.delimited import whole_lines
from workbench.results.format import ResultFormat
from workbench.results.load.hdr_histogram import decode
from workbench.results.load.samples import moment
from workbench.results.quantity import measured
from workbench.results.records import LoadReport, LoadStep, Percentile, Series, SeriesPoint
from workbench.results.text_blocks import opens_with
from workbench.scan.document import Document, Unreadable

_SIGNATURE = regex(r"^#\[Histogram log format version 1\.[23]\]$|^\"StartTimestamp\",", re.M)
_ENTRY = regex(r"(?:Tag=([^,]+),)?([\d.]+),([\d.]+),([\d.]+),([A-Za-z0-9+/=]+)")
_START = regex(r"^#\[StartTime: ([\d.]+) ", re.MULTILINE)
_SHOWN = (0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)
_WARNING = "The log does not tell its unit: values are read as nanoseconds."


@dataclass(frozen=True, slots=True)
class _Interval:
    tag: str
    begin: float
    seconds: float
    counts: dict[int, int]


def recognises(document: Document) -> bool:
    """Tell whether a document is an HdrHistogram log."""
    return opens_with(document, _SIGNATURE)


def read(document: Document) -> LoadReport:
    """Read every interval."""
    intervals = []
    text = whole_lines(document)
    for line, entry in enumerate(text.split("\n"), 1):
        if not entry.strip() or entry.startswith(("#", '"')):
            continue
        cells = _ENTRY.fullmatch(entry)
        if not cells:
            raise Unreadable("is not an entry of an HdrHistogram log", line)
        intervals.append(
            _Interval(
                tag=cells[1] or "",
                begin=measured(cells[2], line),
                seconds=measured(cells[3], line),
                counts=decode(cells[5], line),
            )
        )
    if not any(interval.counts for interval in intervals):
        raise Unreadable("holds no recorded value")
    tagged: defaultdict[str, list[_Interval]] = defaultdict(list)
    for interval in intervals:
        tagged[interval.tag].append(interval)
    parts = [_step(group, tag) for tag, group in tagged.items() if tag and len(tagged) > 1]
    start = _START.search(text)
    return LoadReport(
        tool="hdrhistogram",
        steps=(_step(intervals, ""), *parts),
        series=(_series(intervals),),
        started=moment(measured(start[1])) if start else "",
        warnings=(_WARNING,),
    )


def _step(intervals: list[_Interval], label: str) -> LoadStep:
    counts: Counter[int] = Counter()
    for interval in intervals:
        counts.update(interval.counts)
    size = counts.total()
    begin = min(interval.begin for interval in intervals)
    seconds = max(interval.begin + interval.seconds for interval in intervals) - begin
    return LoadStep(
        throughput=size / seconds if seconds else None,
        label=label,
        seconds=seconds,
        requests=size,
        mean=sum(value * times for value, times in counts.items()) / size / 1e9 if size else None,
        percentiles=_percentiles(counts, size),
    )


def _percentiles(counts: Counter[int], size: int) -> tuple[Percentile, ...]:
    wanted = [p for p in _SHOWN if size * (1 - p) >= 1 - 1e-9]
    found: list[Percentile] = []
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        while wanted and seen >= wanted[0] * size - 1e-9:
            found.append(Percentile(wanted.pop(0), value / 1e9))
    return (*found, Percentile(1.0, max(counts) / 1e9)) if counts else ()


def _series(intervals: list[_Interval]) -> Series:
    begin = min(interval.begin for interval in intervals)
    rates: defaultdict[float, float] = defaultdict(float)
    for interval in intervals:
        if interval.seconds:
            rates[interval.begin - begin] += sum(interval.counts.values()) / interval.seconds
    points = tuple(SeriesPoint(at, rate) for at, rate in sorted(rates.items()))
    return Series(name="throughput", unit="req/s", points=points)


HDR_LOG = ResultFormat(
    id="hdr-log",
    title="HdrHistogram log",
    recognises=recognises,
    read=read,
    documentation="https://github.com/HdrHistogram/HdrHistogram",
)
