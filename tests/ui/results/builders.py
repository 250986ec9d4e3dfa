"""Runs and answers for tests of the place Tests: a store without a disk, and made-up measurements.

The sweep follows a known law (a single queue: latency grows with 1 / (1 - load / capacity)), so
that pictures look like measurements and numbers can be checked.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from math import log10

from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.run import Architecture, Run, RunFile
from workbench.results.records import LoadStep, Percentile, Series, SeriesPoint
from workbench.ui.tests.answers import (
    Answers,
    BenchmarkAnswer,
    Estimate,
    FileLoss,
    FunctionalAnswer,
    ScenarioAnswer,
    SideAnswer,
    TestDifference,
)
from workbench.ui.tests.batch import Batch
from workbench.ui.tests.question import Question

X86, ARM = Architecture.X86_64, Architecture.ARM64
SCENARIO = "checkout, 2 KB bodies"
CAPACITY = {X86: 5200.0, ARM: 6700.0}
BASE = {X86: 0.0026, ARM: 0.0022}
INSTANCE = {X86: "m6i.2xlarge", ARM: "m7g.2xlarge"}
PERCENTILES = (0.0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999)


def steps(side: Architecture, seed: int = 1, repeats: int = 5) -> tuple[LoadStep, ...]:
    """A sweep of twelve loads, each repeated."""
    chance = random.Random(f"{side}{seed}")
    made = []
    for number in range(1, 13):
        offered = CAPACITY[side] * number / 12.6
        for _ in range(repeats):
            rise = BASE[side] / (1 - offered / CAPACITY[side])
            tail = rise * chance.uniform(0.97, 1.05)
            percentiles = tuple(
                Percentile(p, tail * (0.45 + 0.55 * (-log10(1 - p) / 2) ** 1.1))
                for p in PERCENTILES
            )
            made.append(
                LoadStep(
                    throughput=offered * chance.uniform(0.996, 1.002),
                    offered=offered,
                    requests=100_000,
                    errors=chance.randrange(40),
                    seconds=60,
                    percentiles=percentiles,
                )
            )
    return tuple(made)


def series(side: Architecture, seconds: int = 300) -> tuple[Series, Series]:
    """Latency second by second, warm at first, and a burst of errors."""
    chance = random.Random(str(side))
    latency, errors = [], []
    for second in range(seconds):
        warm = 6 * 2.718 ** (-second / 9)
        value = BASE[side] * 1e3 * (1.5 + warm) * chance.uniform(0.9, 1.15)
        latency.append(SeriesPoint(float(second), value))
        failing = side is X86 and 180 <= second < 196
        errors.append(SeriesPoint(float(second), chance.uniform(0.4, 1.1) if failing else 0.0))
    return (
        Series(name="p99 latency", unit="ms", points=tuple(latency)),
        Series(name="errors", unit="%", points=tuple(errors)),
    )


def side(architecture: Architecture, held: float, spread: float) -> SideAnswer:
    """One side that holds `held` requests per second."""
    sweep = steps(architecture)
    chance = random.Random(str(architecture))
    latency, errors = series(architecture)
    target = 4400.0
    return SideAnswer(
        architecture,
        INSTANCE[architecture],
        Estimate(held, held - spread, held + spread, "req/s", 5),
        held * 1.04,
        sweep,
        min(sweep, key=lambda step: abs(step.throughput - target)),
        latency,
        errors,
        tuple(BASE[architecture] * chance.lognormvariate(0, 0.35) for _ in range(20_000)),
    )


def performance() -> ScenarioAnswer:
    """Both sides of one scenario, with something to doubt."""
    return ScenarioAnswer(
        SCENARIO,
        (side(X86, 3848, 75), side(ARM, 5226, 95)),
        Estimate(1.36, 1.32, 1.40),
        Estimate(1.69, 1.64, 1.74),
        (
            "x86_64 ran OpenJDK 17.0.9, arm64 17.0.11: update x86_64 first, then compare.",
            "On x86_64 a vCPU is a hyper-thread, on arm64 a whole core.",
        ),
    )


def functional() -> FunctionalAnswer:
    """Two tests that fail on arm64 only, and less coverage in two files."""
    return FunctionalAnswer(
        counts={
            X86: {"passed": 1842, "failed": 1, "skipped": 12},
            ARM: {"passed": 1839, "failed": 3, "skipped": 12},
        },
        regressed=(
            TestDifference(
                "hash.test_crc::test_hash_of_long_key",
                "The message names an x86 instruction set: SSE4.2",
                "ImportError: no module named crc32_sse42\n  at hash/crc.py:12",
                "arm64",
            ),
            TestDifference(
                "billing.test_rounding::test_fma_round",
                "Last digit differs: floating point is contracted on arm64",
                "assert 0.30000000000000004 == 0.3",
                "arm64",
            ),
        ),
        pre_existing=(TestDifference("mail.test_smtp::test_timeout", "Fails on both sides"),),
        missing=(
            TestDifference(
                "native.test_simd::test_avx2_path", "Was not run on arm64", "", "environment"
            ),
        ),
        flaky=(TestDifference("queue.test_order::test_fifo", "Passed 4 of 5 times on x86_64"),),
        coverage={X86: 0.834, ARM: 0.831},
        losses=(
            FileLoss("native/simd.py", 0.92, 0.61, (14, 15, 16, 17, 40, 41, 88)),
            FileLoss("hash/crc.py", 0.98, 0.94, (12, 13)),
        ),
    )


def answers() -> Answers:
    """Everything at once."""
    others = (
        ("login", 1.21, 0.05),
        ("search", 1.42, 0.04),
        ("cart", 1.02, 0.06),
        ("image resize", 0.88, 0.05),
    )
    scenarios = tuple(
        ScenarioAnswer(name, (), Estimate(ratio, ratio - spread, ratio + spread))
        for name, ratio, spread in others
    )
    benchmarks = tuple(
        BenchmarkAnswer(
            f"Benchmark{name}",
            Estimate(ratio, ratio - 0.04, ratio + 0.04) if ratio else Estimate(1.3),
        )
        for name, ratio in (("Hash/64", 1.31), ("Sort", 1.12), ("Regex", 0.93), ("Gzip", None))
    )
    return Answers((performance(), *scenarios), benchmarks, functional())


def at_load(axis: str = "offered") -> ScenarioAnswer:
    """Both sides' latency at the load of 4,400."""
    whole = performance()
    sides = tuple(
        replace(side, answer=Estimate(seconds, seconds * 0.9, seconds * 1.1, "s", 5))
        for side, seconds in zip(whole.sides, (0.020, 0.006), strict=True)
    )
    ratio = Estimate(0.3, 0.27, 0.33)
    return replace(
        whole, sides=sides, ratio=ratio, price_performance=None, load=4400.0, load_axis=axis
    )


def latencies() -> Answers:
    """Every scenario asked for latency."""
    return replace(answers(), scenarios=(at_load(), *answers().scenarios[1:]))


def run(number: int, side: Architecture, scenario: str = SCENARIO, **labels: object) -> Run:
    """One run with one file."""
    return Run(
        id=f"2026-11-2{number}-{side}-{number}",
        architecture=side,
        files=(RunFile(f"wrk2-{side}-{number}.txt", "wrk2", "0" * 64),),
        scenario=scenario,
        imported="2026-11-23T09:00:00+00:00",
        **{"instance": INSTANCE[side], "software": "2.4.1", **labels},
    )


class FakeStore:
    """Answers as the project's results do, from what is given; remembers what was changed."""

    def __init__(
        self,
        runs: Iterable[Run] = (),
        answers: Answers | None = None,
        problems: Iterable[Problem] = (),
    ) -> None:
        self.runs = tuple(runs)
        self.problems = tuple(problems)
        self.given = answers or Answers()
        self.asked: list[Question] = []
        self.kept: list[Batch] = []
        self.set_aside: list[Run] = []
        self.fail = ""
        self.question = Question()
        self.prices: dict[str, str] = {}
        self.remembered: list[Question] = []

    def keep_question(self, question: Question) -> None:
        self._may_fail()
        self.remembered.append(question)

    def refresh(self) -> None:
        """Nothing else writes here."""

    def keep(self, batch: Batch) -> Run | None:
        self._may_fail()
        self.kept.append(batch)
        new = run(
            len(self.runs),
            batch.labels.architecture,
            batch.labels.scenario,
            instance=batch.labels.instance,
        )
        self.runs = (*self.runs, new)
        return new

    def update(self, run: Run) -> None:
        self._may_fail()
        self.runs = tuple(run if known.id == run.id else known for known in self.runs)

    def remove(self, run: Run) -> None:
        self._may_fail()
        self.runs = tuple(known for known in self.runs if known.id != run.id)
        self.set_aside.append(run)

    def restore(self, run: Run) -> None:
        self._may_fail()
        self.set_aside = [known for known in self.set_aside if known.id != run.id]
        self.runs = (*self.runs, run)

    def answers(self, question: Question) -> Answers:
        self._may_fail()
        self.asked.append(question)
        return self.given

    def _may_fail(self) -> None:
        if self.fail:
            raise WorkbenchError(self.fail)


def two_runs() -> tuple[Run, Run]:
    """One run a side."""
    return run(1, X86), run(2, ARM)


def without_interval(answer: ScenarioAnswer) -> ScenarioAnswer:
    """The same with a single repeat: no interval can be given."""
    sides = tuple(
        replace(s, sustainable=s.sustainable and replace(s.sustainable, low=None, high=None))
        for s in answer.sides
    )
    ratio = answer.ratio and replace(answer.ratio, low=None, high=None)
    return replace(answer, sides=sides, ratio=ratio, price_performance=None)
