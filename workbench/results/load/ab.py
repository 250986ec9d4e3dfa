"""ApacheBench: the text it prints.

`requests` are the complete ones; `errors` are the answers other than 2xx and what failed to
connect or to be received. Answers whose length differs from the first one's are failures to ab;
pages that change have them, so here they are a warning. ab's own Requests per second counts every
complete request; `throughput` here counts those without an error. Closed loop.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

_OPENING = regex(r"^This is ApacheBench, Version ", re.MULTILINE)
_QUANTILE = regex(r"^ +(\d+)% +(\d+)(?: \(longest request\))?$", re.MULTILINE)
_PARTS = r"^ +\(Connect: (\d+), Receive: (\d+), Length: (\d+), Exceptions: (\d+)\)$"


def recognises(document: Document) -> bool:
    """Tell whether a document is ApacheBench's output."""
    return opens_with(document, _OPENING)


def read(document: Document) -> LoadReport:
    """Read one or more runs, each of which becomes a step."""
    runs = blocks(document, _OPENING)
    warnings: list[str] = []
    steps = tuple(_step(run, warnings) for run in runs)
    version = runs[0].need(r"Version (\S+)", "the version")[1]
    host = runs[0].need(r"^Server Hostname: +(\S+)$", "Server Hostname")[1]
    port = runs[0].need(r"^Server Port: +(\d+)$", "Server Port")[1]
    path = runs[0].need(r"^Document Path: +(\S+)$", "Document Path")[1]
    return LoadReport(
        tool="ab",
        version=version,
        target=f"{host}:{port}{path}",
        steps=steps,
        closed_loop=True,
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _step(run: Block, warnings: list[str]) -> LoadStep:
    gave_up = run.find(r"(?:^|\.\.\.)(apr_\w+: .*|SSL handshake failed.*)$")
    if gave_up and not run.find(r"^Requests per second:"):
        raise Unreadable(f"ab gave up: {gave_up[1].strip()}", run.line_of(gave_up))
    complete = count(run.need(r"^Complete requests: +(\S+)$", "Complete requests")[1])
    seconds = run.need(r"^Time taken for tests: +(\S+) seconds$", "Time taken for tests")
    rate = run.need(r"^Requests per second: +(\S+) \[#/sec\]", "Requests per second")
    mean = run.need(r"^Time per request: +(\S+) \[ms\] \(mean\)$", "Time per request")
    errors, lost = _errors(run, warnings)
    good = max(complete - errors, 0)
    return LoadStep(
        throughput=measured(rate[1], run.line_of(rate)) * (good / complete) if complete else 0.0,
        concurrency=count(run.need(r"^Concurrency Level: +(\d+)$", "Concurrency Level")[1]),
        seconds=measured(seconds[1], run.line_of(seconds)),
        requests=complete + lost,
        errors=errors + lost,
        mean=measured(mean[1], run.line_of(mean)) / 1e3,
        percentiles=_percentiles(run, complete),
    )


def _errors(run: Block, warnings: list[str]) -> tuple[int, int]:
    """Return the complete requests that are errors, and the requests that never completed."""
    refused = run.find(r"^Non-2xx responses: +(\d+)$")
    parts = run.find(_PARTS)
    failed = count(run.need(r"^Failed requests: +(\d+)$", "Failed requests")[1])
    if failed and not parts:
        raise Unreadable("the kinds of failed requests are missing", run.line)
    connect, receive, length, exceptions = (int(x) for x in parts.groups()) if parts else (0,) * 4
    if length:
        warnings.append(
            "Some answers differ in length from the first one: ab calls them failed, they are "
            "not counted as errors."
        )
    return int(refused[1]) if refused else 0, connect + receive + exceptions


def _percentiles(run: Block, complete: int) -> tuple[Percentile, ...]:
    if complete < 2:
        run.need(r"^Total: +\d+", "the table of connection times")
        return ()
    run.need(r"^ +100% +\d+ \(longest request\)$", "the last percentile (longest request)")
    table = run.text.partition("Percentage of the requests served")[2]
    found = (
        Percentile(fraction(int(p)), int(value) / 1e3) for p, value in _QUANTILE.findall(table)
    )
    return tuple(sorted(found))


AB = ResultFormat(
    id="ab",
    title="ApacheBench",
    recognises=recognises,
    read=read,
    documentation="https://httpd.apache.org/docs/2.4/programs/ab.html",
)
