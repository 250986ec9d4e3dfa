"""pgbench: the summary it prints (PostgreSQL 9.6 and later).

A unit is a transaction. tps counts those that succeeded, without the time to connect where
pgbench tells it so; failed and skipped ones (16 and later call them so) are errors. Closed loop,
unless a rate was kept (`-R`), which shows as "rate limit schedule lag"; the latencies then run
from the moment scheduled. pgbench does not print the rate itself.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, measured
from workbench.results.records import LoadReport, LoadStep, Series, SeriesPoint
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

_OPENING = regex(r"^(?:pgbench \(.*\)\n(?:.*\n)*?)?transaction type: .*$", re.MULTILINE)
_SIGNATURE = regex(r"^transaction type: .*\nscaling factor: ", re.MULTILINE)
_PROGRESS = regex(r"^progress: (\S+) s, (\S+) tps, lat (\S+) ms ", re.MULTILINE)
_SCRIPT = regex(r"^SQL script \d+: (.*)$", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Tell whether a document is pgbench's output."""
    return opens_with(document, _SIGNATURE, within=2_000_000)


def read(document: Document) -> LoadReport:
    """Read one or more runs; a run of several scripts gives a step for each of them too."""
    runs = blocks(document, _OPENING)
    steps: list[LoadStep] = []
    for run in runs:
        steps += _steps(run)
    version = re.search(r"^pgbench \((?:PostgreSQL\) )?([\d.]+)", document.text, re.MULTILINE)
    paced = "rate limit schedule lag:" in document.text
    return LoadReport(
        tool="pgbench",
        version=version[1] if version else "",
        steps=tuple(steps),
        series=_series(runs[0]) if len(runs) == 1 else (),
        closed_loop=not paced,
    )


def _steps(run: Block) -> list[LoadStep]:
    scripts = list(_SCRIPT.finditer(run.text))
    head = Block(run.text[: scripts[0].start()] if scripts else run.text, run.line)
    rate = _rate(head)
    done = count(
        head.need(r"^number of transactions actually processed: (\d+)(?:/\d+)?$", "transactions")[1]
    )
    bad = _missed(head)
    clients = count(head.need(r"^number of clients: (\S+)$", "the number of clients")[1])
    lasted = head.find(r"^duration: (\S+) s$")
    whole = LoadStep(
        throughput=rate,
        unit="transactions/s",
        concurrency=clients,
        seconds=measured(lasted[1]) if lasted else None,
        requests=done + (bad or 0),
        errors=bad,
        mean=_mean(head),
    )
    parts = [_script(run, index, scripts) for index in range(len(scripts))]
    multiple = head.find(r"^transaction type: multiple scripts$")
    if (scripts or multiple) and sum(part.requests or 0 for part in parts) != done + (bad or 0):
        raise Unreadable("the scripts do not add up to the total: not complete", run.line)
    return [whole, *parts] if len(parts) > 1 else [whole]


def _rate(head: Block) -> float:
    """Without the time to connect; PostgreSQL before 14 prints both, with a reconnect only one."""
    row = head.find(r"^tps = (\S+) \((?:without initial connection|excluding connections)\b.*\)$")
    row = row or head.need(r"^tps = (\S+) \(including reconnection times\)$", "tps")
    return measured(row[1], head.line_of(row))


def _mean(block: Block) -> float | None:
    row = block.find(r"^(?: - )?latency average = (\S+) ms$")
    return measured(row[1], block.line_of(row)) / 1e3 if row else None


def _missed(block: Block) -> int | None:
    """Failed and skipped transactions; None for a version that counts neither."""
    failed = block.find(r"^(?: - )?number of failed transactions: (\d+) \(")
    skipped = block.find(r"^(?: - )?number of transactions skipped: (\d+) \(")
    rows = [int(row[1]) for row in (failed, skipped) if row]
    return sum(rows) if rows else None


def _script(run: Block, index: int, scripts: list[re.Match[str]]) -> LoadStep:
    begin = scripts[index].start()
    end = scripts[index + 1].start() if index + 1 < len(scripts) else len(run.text)
    block = Block(run.text[begin:end], run.line_of(scripts[index]))
    row = block.need(r"^ - (\d+) transactions \(.*, tps = (\S+)\)$", "a script's transactions")
    block.need(r"^ - latency stddev = \S+ ms$", "a script's latency")
    bad = _missed(block)
    return LoadStep(
        throughput=measured(row[2], block.line_of(row)),
        unit="transactions/s",
        label=scripts[index][1],
        requests=count(row[1]) + (bad or 0),
        errors=bad,
        mean=_mean(block),
    )


def _series(run: Block) -> tuple[Series, ...]:
    rows = [
        [measured(text, run.line_of(m)) for text in m.groups()]
        for m in _PROGRESS.finditer(run.text)
    ]
    if not rows:
        return ()
    throughput = tuple(SeriesPoint(at, rate) for at, rate, _ in rows)
    latency = tuple(SeriesPoint(at, mean / 1e3) for at, _, mean in rows)
    return (
        Series(name="throughput", unit="transactions/s", points=throughput),
        Series(name="mean latency", unit="s", points=latency),
    )


PGBENCH = ResultFormat(
    id="pgbench",
    title="pgbench",
    recognises=recognises,
    read=read,
    documentation="https://www.postgresql.org/docs/current/pgbench.html",
)
