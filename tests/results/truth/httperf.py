"""Reads httperf's output (verbose, several runs one after another) into load steps.

Throughput is counted from the first reply to the last: the tool's own duration begins with the
first request, which in steps of two seconds would hide two per cent.
"""

from __future__ import annotations

import re

from workbench.results.records import LoadStep, Percentile

PERIOD = re.compile(r"--period=e([\d.]+)")
RATE = re.compile(r"--rate=([\d.]+)")
BIN = re.compile(r"^\s+(\d+\.5) (\d+)$", re.MULTILINE)
TOTAL = re.compile(r"requests (\d+) replies (\d+) test-duration ([\d.]+) s")
TIMES = re.compile(r"Connection time \[ms\]: min ([\d.]+) avg ([\d.]+)")


def read(text: str) -> list[LoadStep]:
    """Return one step for each run of the tool in `text`."""
    return [_step(part) for part in re.split(r"^(?=httperf --)", text, flags=re.M) if part]


def _step(text: str) -> LoadStep:
    total, times = TOTAL.search(text), TIMES.search(text)
    assert total
    assert times
    requests, replies, seconds = int(total[1]), int(total[2]), float(total[3])
    bins = [(float(middle) / 1e3, int(count)) for middle, count in BIN.findall(text)]
    return LoadStep(
        throughput=(replies - 1) / (seconds - float(times[1]) / 1e3),
        offered=_offered(text),
        seconds=seconds,
        requests=requests,
        errors=requests - replies,
        mean=float(times[2]) / 1e3,
        percentiles=tuple(Percentile(p, _quantile(bins, p)) for p in (0.5, 0.9, 0.99)),
    )


def _offered(text: str) -> float:
    """The tool repeats its arguments: a mean time between arrivals, or for regular ones a rate."""
    if period := PERIOD.search(text):
        return 1 / float(period[1])
    rate = RATE.search(text)
    assert rate
    return float(rate[1])


def _quantile(bins: list[tuple[float, int]], p: float) -> float:
    """Seconds; bins are 1 ms wide and named by their middle, and filled evenly."""
    rank, seen = p * sum(count for _, count in bins), 0
    for middle, count in bins:
        if seen + count >= rank:
            return middle - 0.0005 + 0.001 * (rank - seen) / count
        seen += count
    return bins[-1][0]
