"""redis-benchmark: its text (Redis 6.2 and later, and the shorter one of older versions).

Commands are measured one after another, so each is a step of its own with its name as label.
redis-benchmark stops at the first error: what it printed holds none. Closed loop; with -P the
latency is that of a whole pipeline. --csv is its own format; -q has too little to compare.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

_OPENING = regex(r"^(?:.*\S)? *====== (.+) ======$\n(?=^ +\d+ requests completed)", re.MULTILINE)
_SPECTRUM = regex(
    r"^(\d+\.\d+)% <= (\S+) milliseconds(?: \(cumulative count \d+\))?$", re.MULTILINE
)


def recognises(document: Document) -> bool:
    """Tell whether a document is redis-benchmark's text."""
    return opens_with(document, _OPENING)


def read(document: Document) -> LoadReport:
    """Read every command's measurement."""
    runs = blocks(document, _OPENING)
    steps = tuple(_step(run) for run in runs)
    behind = re.split(r"requests per second\n|p99 +max *\n.*\n", runs[-1].text)[-1]
    if behind.strip():
        line = runs[-1].line + runs[-1].text.rstrip().count("\n")
        raise Unreadable("a further command has no summary: the output is not complete", line)
    return LoadReport(tool="redis-benchmark", steps=steps, closed_loop=True)


def _step(run: Block) -> LoadStep:
    title = run.need(r"====== (.+) ======$", "the name of the command")[1]
    total = run.need(r"^ +(\d+) requests completed in (\S+) seconds$", "the number of requests")
    clients = run.need(r"^ +(\d+) parallel clients$", "the number of clients")
    summary = run.find(
        r"^ +throughput summary: (\S+) requests per second\n"
        r" +latency summary \(msec\):\n +avg +min +p50 +p95 +p99 +max *\n"
        r" +(\S+) +\S+ +\S+ +\S+ +\S+ +\S+ *\n"
    )
    rate = summary or run.need(r"^(\S+) requests per second$\n", "the summary")
    first = run.text.split("Cumulative distribution of latencies", 1)[0]
    spectrum = {
        fraction(measured(p)): measured(value, run.line) / 1e3
        for p, value in _SPECTRUM.findall(first)
    }
    if 1.0 not in spectrum:
        raise Unreadable(f"the percentiles of {title} are not complete", run.line)
    return LoadStep(
        throughput=measured(rate[1], run.line_of(rate)),
        label=title,
        concurrency=count(clients[1]),
        seconds=measured(total[2], run.line_of(total)),
        requests=count(total[1]),
        errors=0,
        mean=measured(summary[2], run.line_of(summary)) / 1e3 if summary else None,
        percentiles=tuple(Percentile(p, value) for p, value in sorted(spectrum.items())),
    )


REDIS_BENCHMARK = ResultFormat(
    id="redis-benchmark",
    title="redis-benchmark",
    recognises=recognises,
    read=read,
    documentation="https://redis.io/docs/latest/operate/oss_and_stack/management/optimization/benchmarks/",
)
