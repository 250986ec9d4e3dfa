"""Which tests take longer on arm64, beyond the noise of their repeats.

Test times are few and noisy, and there are many tests, so that a significance level per test would
name some at random. A test counts as slower only where all of these hold:
each side has at least three runs in which it passed and told its time; every time on the slower
side is above every time on the other; the medians differ by more than twice the wider side's range;
and by at least 10 ms, since most tools write milliseconds.
The totals follow the same rule, over the tests that passed with a time in every run of both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

import msgspec

from workbench.results.executions import Executions

MIN_REPEATS = 3
MIN_SECONDS = 0.010
RANGES = 2.0


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """Median seconds on both sides; `is_beyond_noise` says whether they differ at all."""

    x86_64: float
    arm64: float
    is_beyond_noise: bool

    @property
    def ratio(self) -> float | None:
        """arm64 over x86_64; None where the noise is larger, or x86_64 took no time."""
        return self.arm64 / self.x86_64 if self.is_beyond_noise and self.x86_64 else None


def compare_times(x86_64: Sequence[float], arm64: Sequence[float]) -> Times | None:
    """Compare the seconds of one test's repeats; None where a side has none."""
    if not x86_64 or not arm64:
        return None
    return Times(x86_64=median(x86_64), arm64=median(arm64), is_beyond_noise=_differ(x86_64, arm64))


def _differ(one: Sequence[float], other: Sequence[float]) -> bool:
    low, high = sorted((one, other), key=median)
    if min(len(low), len(high)) < MIN_REPEATS or min(high) <= max(low):
        return False
    widest = max(max(low) - min(low), max(high) - min(high))
    distance = median(high) - median(low)
    return distance >= MIN_SECONDS and distance > RANGES * widest


def compare_totals(
    x86_64: Mapping[str, Executions], arm64: Mapping[str, Executions], runs: tuple[int, int]
) -> Times | None:
    """Compare the summed seconds of each run, over the tests that passed in all of them.

    `runs` is the number of runs of each side. None where no test passed with a time in all.
    """
    timed = [
        (one, other)
        for name in x86_64.keys() & arm64.keys()
        if len(one := x86_64[name].seconds()) == runs[0]
        and len(other := arm64[name].seconds()) == runs[1]
    ]
    if not timed:
        return None
    return compare_times(
        [sum(one[run] for one, _ in timed) for run in range(runs[0])],
        [sum(other[run] for _, other in timed) for run in range(runs[1])],
    )
