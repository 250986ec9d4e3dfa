"""hey: the summary it prints.

`requests` are all that hey sent, `errors` those without an answer and those answered with 400 or
above. hey's own Requests/sec counts all of them; `throughput` here counts those without an error.
hey's latencies are of every answer, whatever its status. Each worker waits for its answer, with
`-q` too: closed loop.
"""

from __future__ import annotations

import re

from workbench.model.regex import regex
from workbench.results.format import ResultFormat
from workbench.results.quantity import count, fraction, measured
from workbench.results.records import LoadReport, LoadStep, Percentile
from workbench.results.text_blocks import Block, blocks, opens_with
from workbench.scan.document import Document, Unreadable

KEPT = 1_000_000
"""hey keeps the status and latency of so many answers and no more."""

_OPENING = regex(r"^Summary:\n +Total:\t", re.MULTILINE)
_SIGNATURE = regex(r"^Summary:\n +Total:\t.* secs\n +Slowest:\t.* secs\n", re.MULTILINE)
_QUANTILE = regex(r"^ +(\d+)% in (\S+) secs$", re.MULTILINE)
_STATUS = regex(r"^ +\[(\d{3})\]\t(\d+) responses$", re.MULTILINE)
_LOST = regex(r"^ +\[(\d+)\]\t(?!\d+ responses$)\S", re.MULTILINE)


def recognises(document: Document) -> bool:
    """Tell whether a document is hey's summary."""
    return opens_with(document, _SIGNATURE)


def read(document: Document) -> LoadReport:
    """Read one or more runs, each of which becomes a step."""
    warnings: list[str] = []
    steps = tuple(_step(run, warnings) for run in blocks(document, _OPENING))
    return LoadReport(tool="hey", steps=steps, closed_loop=True, warnings=tuple(warnings))


def _step(run: Block, warnings: list[str]) -> LoadStep:
    total = run.need(r"^ +Total:\t(\S+) secs$", "Total")
    seconds = measured(total[1], run.line_of(total))
    rate = measured(run.need(r"^ +Requests/sec:\t(\S+)$", "Requests/sec")[1])
    run.need(r"^Status code distribution:$", "the status code distribution")
    distribution, _, lost_text = run.text.partition("Status code distribution:")[2].partition(
        "Error distribution:"
    )
    statuses = [(int(code), count(times)) for code, times in _STATUS.findall(distribution)]
    answered = sum(times for _, times in statuses)
    lost = sum(count(times) for times in _LOST.findall(lost_text))
    requests = _all_requests(run, seconds, rate, answered, lost)
    errors: int | None = lost + sum(times for code, times in statuses if code >= 400)
    if requests != answered + lost:
        warnings.append(f"hey keeps the status of {KEPT} answers only: errors are not known.")
        errors = None
    mean = run.need(r"^ +Average:\t *(\S+) secs$", "Average")
    return LoadStep(
        throughput=_throughput(rate, requests, errors),
        seconds=seconds,
        requests=requests,
        errors=errors,
        mean=measured(mean[1], run.line_of(mean)) if answered else None,
        percentiles=_percentiles(run),
    )


def _all_requests(run: Block, seconds: float, rate: float, answered: int, lost: int) -> int:
    """Hold the counts against rate and time: errors come last, and a cut would lose them."""
    counted = answered + lost
    expected = seconds * rate
    slack = 0.01 + (expected * (5e-5 / seconds + 5e-5 / rate) if expected else 0.0)
    if abs(expected - counted) <= slack:
        return counted
    if answered == KEPT and expected > counted:
        return round(expected)
    raise Unreadable(
        f"the distributions count {counted} requests where Requests/sec tells {expected:.0f}: "
        "the output is not complete",
        run.line,
    )


def _throughput(rate: float, requests: int, errors: int | None) -> float | None:
    if errors is None:
        return None
    return rate * ((requests - errors) / requests) if requests else 0.0


def _percentiles(run: Block) -> tuple[Percentile, ...]:
    found = _QUANTILE.finditer(run.text)
    return tuple(Percentile(fraction(int(m[1])), measured(m[2], run.line_of(m))) for m in found)


HEY = ResultFormat(
    id="hey",
    title="hey",
    recognises=recognises,
    read=read,
    documentation="https://github.com/rakyll/hey#usage",
)
