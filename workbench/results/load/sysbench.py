"""sysbench 1.x: the text it prints.

A unit is an event: a transaction of the database tests, a prime search of `cpu`, and so on.
`throughput` is events over the total time; errors are those that the database tests ignored and
retried (each one more try). Latencies come with two decimals of a millisecond: those below 0.1 ms
are too coarse and are left out. Closed loop unless the text tells a target rate (`--rate`).
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile, Series, SeriesPoint
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

_COARSE = 0.1
"""Below this many milliseconds, two decimals are an error of more than 5 %."""
_OPENING = regex(r"^sysbench \d+\.\d+\S* \(using ", re.MULTILINE)
_INTERVAL = regex(r"^\[ (\d+)s \] thds: (\d+) (?:eps|tps): (\S+)", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Tell whether a document is sysbench's output."""
    return opens_with(document, _OPENING)


def read(document: Document) -> LoadReport:
    """Read one or more runs, each of which becomes a step."""
    runs = blocks(document, _OPENING)
    warnings: list[str] = []
    steps = tuple(_step(run, warnings) for run in runs)
    return LoadReport(
        tool="sysbench",
        version=runs[0].need(r"^sysbench (\S+)", "the version")[1],
        steps=steps,
        series=_series(runs[0]) if len(runs) == 1 else (),
        closed_loop=not any(step.offered for step in steps),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _step(run: Block, warnings: list[str]) -> LoadStep:
    fatal = run.find(r"^FATAL: (.*)$")
    if fatal:
        raise Unreadable(f"sysbench gave up: {fatal[1][:120]}", run.line_of(fatal))
    run.need(r"^Threads fairness:$", "the last part (Threads fairness)")
    total = run.need(r"^ +total time: +(\S+?)s$", "total time")
    seconds = measured(total[1], run.line_of(total))
    events = count(run.need(r"^ +total number of events: +(\S+)$", "number of events")[1])
    ignored = run.find(r"^ +ignored errors: +(\d+) ")
    offered = run.find(r"^Target transaction rate: (\S+?)/sec$")
    errors = int(ignored[1]) if ignored else None
    mean = run.need(r"^ +avg: +(\S+)$", "the mean latency")
    return LoadStep(
        throughput=events / seconds if seconds else None,
        unit="events/s",
        offered=measured(offered[1]) if offered else None,
        concurrency=count(run.need(r"^Number of threads: (\S+)$", "the number of threads")[1]),
        seconds=seconds,
        requests=events + (errors or 0),
        errors=errors,
        mean=_latency(mean[1], run.line_of(mean), warnings),
        percentiles=_percentiles(run, warnings),
    )


def _percentiles(run: Block, warnings: list[str]) -> tuple[Percentile, ...]:
    row = run.find(r"^ +(\d+)th percentile: +(\S+)$")
    longest = run.need(r"^ +max: +(\S+)$", "the longest latency")
    rows = [(100, longest[1], run.line_of(longest))]
    if row:
        rows.insert(0, (int(row[1]), row[2], run.line_of(row)))
    found = ((fraction(p), _latency(value, line, warnings)) for p, value, line in rows)
    return tuple(Percentile(p, value) for p, value in found if value is not None)


def _latency(text: str, line: int, warnings: list[str]) -> float | None:
    value = measured(text, line)
    if value < _COARSE:
        warnings.append("sysbench rounds latencies to 0.01 ms: those below 0.1 ms are left out.")
        return None
    return value / 1e3


def _series(run: Block) -> tuple[Series, ...]:
    points = tuple(
        SeriesPoint(float(m[1]), measured(m[3], run.line_of(m)))
        for m in _INTERVAL.finditer(run.text)
    )
    return (Series(name="throughput", unit="events/s", points=points),) if points else ()


SYSBENCH = ResultFormat(
    id="sysbench",
    title="sysbench",
    recognises=recognises,
    read=read,
    documentation="https://github.com/akopytov/sysbench#usage",
)
