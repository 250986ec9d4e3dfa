"""Times two things in turn, so that a machine whose speed drifts drifts for both."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How many times the baseline's time something takes. Seconds; medians of paired runs."""

    name: str
    seconds: float
    baseline: str
    baseline_seconds: float
    ratio: float


def compare(
    name: str,
    work: Callable[[], object],
    baseline_name: str,
    baseline: Callable[[], object],
    *,
    runs: int = 5,
) -> Ratio:
    """Run `work` and `baseline` in turn, once unmeasured and `runs` times measured."""
    pairs = []
    for run in range(runs + 1):
        pair = (_timed(work), _timed(baseline))
        if run:
            pairs.append(pair)
    return Ratio(
        name,
        statistics.median(a for a, _ in pairs),
        baseline_name,
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def command(*arguments: str, **environment: str) -> Callable[[], object]:
    """Return something that runs a whole process and waits for it."""

    def run() -> None:
        import os

        subprocess.run(
            arguments,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **environment},
        )

    return run


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
