"""wrk and wrk2: the text they print.

`requests` are those that the tool answered for plus the ones that met a socket error; `errors`
are socket errors, timeouts and answers other than 2xx or 3xx. wrk's own Requests/sec counts every
answer; `throughput` here counts those without an error. wrk counts a late answer as a timeout
and as a request; wrk2 counts a waiting connection at each of its checks, so that its timeouts are
no requests and are told in a warning instead.

wrk waits for each answer (closed loop). wrk2 keeps a rate, which it does not print; its latencies
leave out its first ten seconds, in which it calibrates. A wrk2 run of less than ten seconds
prints as wrk does, save for a missing Req/Sec; there the loop is not told.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, duration, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

_OPENING = regex(r"^Running \S+ test @ .*$", re.MULTILINE)
_WRK2 = regex(r"Thread calibration:|HdrHistogram - Recorded Latency")
_QUANTILE = regex(r"^ *(\d+(?:\.\d+)?)% +(\S+)$", re.MULTILINE)
_SPECTRUM = regex(r"^ +([\d.]+) +([01]\.\d+) +(\d+) +(?:[\d.]+|inf)$", re.MULTILINE)
_ERRORS = r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)$"


def recognises(document: Document) -> bool:
    """Tell whether a document is wrk's or wrk2's output."""
    return opens_with(document, _OPENING)


def read(document: Document) -> LoadReport:
    """Read one or more runs, each of which becomes a step."""
    runs = blocks(document, _OPENING)
    text = document.text
    paced = _WRK2.search(text) is not None
    warnings: list[str] = []
    steps = tuple(_step(run, paced, warnings) for run in runs)
    target = runs[0].need(r"test @ (.*)$", "the address")[1].strip()
    untold = re.search(r"Req/Sec +-nan +-nan", text) is not None
    return LoadReport(
        tool="wrk2" if paced else "wrk",
        steps=steps,
        closed_loop=False if paced else (None if untold else True),
        target=target,
        warnings=tuple(warnings),
    )


def _step(run: Block, paced: bool, warnings: list[str]) -> LoadStep:
    run.need(r"^Transfer/sec: +\S+B$", "the last line (Transfer/sec)")
    total = run.need(r"^ +(\d+) requests in (\S+), \S+ read$", "the number of requests")
    answers, seconds = count(total[1]), duration(total[2], run.line_of(total))
    if seconds <= 0:
        raise Unreadable("the run took no time", run.line_of(total))
    bad = run.find(r"^ +Non-2xx or 3xx responses: (\d+)$")
    socket = run.find(_ERRORS)
    connect, reading, writing, late = (int(x) for x in socket.groups()) if socket else (0,) * 4
    lost = connect + reading + writing
    failed = int(bad[1]) if bad else 0
    if paced and late:
        warnings.append(f"wrk2 saw connections over the time limit at {late} checks.")
    refused = failed if paced else min(answers, failed + late)
    rate = measured(run.need(r"^Requests/sec: +(\S+)$", "Requests/sec")[1])
    if not answers:
        warnings.append("No request was answered.")
    return LoadStep(
        throughput=rate * ((answers - refused) / answers) if answers else 0.0,
        concurrency=count(run.need(r"and (\d+) connections$", "the number of connections")[1]),
        seconds=seconds,
        requests=answers + lost,
        errors=refused + lost,
        mean=_mean(run) if answers else None,
        percentiles=_percentiles(run) if answers else (),
    )


def _mean(run: Block) -> float | None:
    row = run.need(r"^ +Latency +(\S+) +\S+ +\S+ +\S+%$", "the row Latency")
    return None if "nan" in row[1] else duration(row[1], run.line_of(row))


def _percentiles(run: Block) -> tuple[Percentile, ...]:
    """wrk2's spectrum where it is there, else the short table; the corrected one of two."""
    corrected = run.text.split("(HdrHistogram - Uncorrected Latency", 1)[0]
    spectrum = {measured(p): measured(value) / 1e3 for value, p, _ in _SPECTRUM.findall(corrected)}
    if spectrum:
        return tuple(Percentile(p, value) for p, value in sorted(spectrum.items()))
    table = corrected.partition("Latency Distribution")[2]
    found = (
        Percentile(fraction(measured(p)), duration(value, run.line))
        for p, value in _QUANTILE.findall(table)
        if "nan" not in value
    )
    return tuple(sorted(found))


WRK = ResultFormat(
    id="wrk",
    title="wrk, wrk2",
    recognises=recognises,
    read=read,
    documentation="https://github.com/giltene/wrk2#basic-usage",
)
