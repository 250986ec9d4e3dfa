"""Experiments with a known outcome: ten seeds each, simulated and with a real tool."""

from __future__ import annotations

import gzip
import json
import statistics
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.results.truth import httperf
from tests.results.truth.laws import mm1_knee, mm1_limit, simulate_hard, simulate_mm1
from workbench.model.run import Architecture
from workbench.results.performance.knee import knee
from workbench.results.performance.limit import Limit
from workbench.results.performance.records import Estimate, Sweep
from workbench.results.performance.sustainable import sustainable
from workbench.results.performance.sweep import recognise_sweep
from workbench.results.records import LoadStep

RECORDED = Path(__file__).parents[2] / "fixtures" / "results" / "truth"
SEEDS = range(10)
RECORDED_SEEDS = range(20, 30)
RECORDED_LIMITS = {"mm1": 0.1, "hard": 0.3}
"""p90 in seconds; fixed before anything was recorded."""
UNLOADED = 80
"""Up to this rate (1/s) the hard limit's server shows its service time and nothing else."""
SHARES = {
    "mm1": (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1.1),
    "hard": (0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2),
}
SIMULATED_LIMITS = {"mm1": "p99<=15ms", "hard": "p99<=5ms"}
NOMINAL = 1000.0
REPEATS = 5
SECONDS = 20


@dataclass(frozen=True)
class Outcome:
    """What one seed's sweep was found to hold, and what is true."""

    experiment: str
    seed: int
    found: Estimate
    truth: float
    knee: Estimate
    knee_truth: float

    @property
    def error(self) -> float:
        return self.found.value / self.truth - 1 if self.found.value else float("nan")

    @property
    def knee_error(self) -> float:
        return self.knee.value / self.knee_truth - 1 if self.knee.value else float("nan")


def simulated_sweep(kind: str, seed: int, capacity: float, repeats: int = REPEATS) -> Sweep:
    """Load a simulated server at rates that know nothing of its capacity."""
    generator = np.random.default_rng(seed)
    step = simulate_mm1 if kind == "mm1" else simulate_hard
    steps = [
        (f"{repeat}", step(generator, share * NOMINAL, capacity, SECONDS))
        for repeat in range(repeats)
        for share in SHARES[kind]
    ]
    return recognise_sweep(Architecture.ARM64, steps)


def simulated(kind: str, seed: int, draws: int = 500) -> Outcome:
    """p99<=15ms for M/M/1, p99<=5ms for the hard limit; capacity 900..1100/s by seed."""
    capacity = NOMINAL * (0.9 + 0.2 * float(np.random.default_rng(1000 + seed).random()))
    sweep = simulated_sweep(kind, seed, capacity)
    text = SIMULATED_LIMITS[kind]
    limit = mm1_limit(capacity, 0.015, 0.99) if kind == "mm1" else capacity
    bend = mm1_knee(capacity) if kind == "mm1" else capacity
    return _outcome(f"{kind} simulated", seed, sweep, text, (limit, bend), draws)


def recorded(kind: str, seed: int, draws: int = 500) -> Outcome:
    """p90<=100ms for M/M/1, p90<=300ms for the hard limit, as httperf measured them."""
    about = json.loads((RECORDED / f"{kind}-{seed}.json").read_text())
    steps = _recording(kind, seed)
    floor, capacity = path_delay(seed), about["capacity"]
    levels = len({round(step.offered or 0) for step in steps})
    sweep = recognise_sweep(
        Architecture.ARM64, [(f"{place // levels}", step) for place, step in enumerate(steps)]
    )
    bound = RECORDED_LIMITS[kind]
    text = f"p90<={bound:g}s"
    limit = mm1_limit(capacity, bound, 0.9, floor) if kind == "mm1" else capacity
    bend = mm1_knee(capacity, floor) if kind == "mm1" else capacity
    return _outcome(f"{kind} httperf", seed, sweep, text, (limit, bend), draws)


def _recording(kind: str, seed: int) -> list[LoadStep]:
    packed = (RECORDED / f"{kind}-{seed}.txt.gz").read_bytes()
    return httperf.read(gzip.decompress(packed).decode("ascii"))


def path_delay(seed: int) -> float:
    """What the machine adds to the law: seconds from sockets, timers and the scheduler.

    Known from the hard limit's server of the same seed: its service time is fixed, and at low
    load nothing else is in its latency.
    """
    about = json.loads((RECORDED / f"hard-{seed}.json").read_text())
    steps = _recording("hard", seed)
    low = [step.mean for step in steps if step.mean and (step.offered or 0) <= UNLOADED]
    return statistics.median(low) - about["workers"] / about["capacity"]


def covered(kind: str, experiments: int, repeats: int, draws: int = 400) -> tuple[int, int]:
    """How many of simulated experiments have the truth in their 95 % intervals.

    Returns the count for the sustainable throughput and for the knee. M/M/1 has one capacity;
    that of the hard limit is drawn, as where it lies between two rates decides.
    """
    hits = knees = 0
    for seed in range(experiments):
        capacity = NOMINAL
        if kind == "hard":
            capacity *= 0.9 + 0.2 * float(np.random.default_rng(5000 + seed).random())
        sweep = simulated_sweep(kind, seed, capacity, repeats)
        text = SIMULATED_LIMITS[kind]
        truth, bend = (
            (mm1_limit(capacity, 0.015, 0.99), mm1_knee(capacity))
            if kind == "mm1"
            else (capacity, capacity)
        )
        hits += holds(sustainable(sweep, [Limit.parse(text)], draws).estimate(), truth)
        knees += holds(knee(sweep, draws).estimate(), bend)
    return hits, knees


def holds(estimate: Estimate, truth: float) -> bool:
    """Say whether the interval has the truth in it; it may be open above."""
    low, high = estimate.low, estimate.high
    return low is not None and low <= truth and (high is None or truth <= high)


def _outcome(
    name: str, seed: int, sweep: Sweep, text: str, truths: tuple[float, float], draws: int
) -> Outcome:
    found = sustainable(sweep, [Limit.parse(text)], draws).estimate()
    return Outcome(name, seed, found, truths[0], knee(sweep, draws).estimate(), truths[1])
