"""What the comparison of both architectures shows: the plain record behind every output.

Times are in seconds, rates per second, shares 0..1. Ratios are arm64 over x86_64. What the data
do not support is None, and a warning says why.
"""

from __future__ import annotations

import msgspec

from workbench.model.price import Price
from workbench.model.problem import Problem
from workbench.model.run import Architecture
from workbench.results.records import LoadStep


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many tests ended how, on one side."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


class TestDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One test that does not simply pass on both sides.

    `sort` says where the cause lies as far as the message tells (`environment`, `arm64`, ...),
    `reason` why that is thought, `message` what the tool wrote.
    """

    __test__ = False

    test: str
    sort: str = ""
    reason: str = ""
    message: str = ""


class Slower(msgspec.Struct, frozen=True, kw_only=True):
    """A test that takes longer on arm64; both durations in seconds."""

    test: str
    x86_64: float
    arm64: float


class FileGap(msgspec.Struct, frozen=True, kw_only=True):
    """A source file with lines that the tests reach on x86_64 and not on arm64."""

    path: str
    lines: tuple[int, ...]


class Functional(msgspec.Struct, frozen=True, kw_only=True):
    """Do the same tests pass, with the same coverage?"""

    counts: dict[Architecture, Tally]
    regressed: tuple[TestDifference, ...] = ()
    """Passes on x86_64, fails on arm64."""
    pre_existing: tuple[TestDifference, ...] = ()
    """Fails on both."""
    missing: tuple[TestDifference, ...] = ()
    """Ran on x86_64, and did not run or was skipped on arm64."""
    added: tuple[TestDifference, ...] = ()
    """Ran on arm64 only."""
    flaky: tuple[TestDifference, ...] = ()
    slower: tuple[Slower, ...] = ()
    coverage: dict[Architecture, float | None] = {}
    """Share of the lines that tests could reach and did."""
    coverage_delta: float | None = None
    """Coverage on arm64 less that on x86_64."""
    gaps: tuple[FileGap, ...] = ()
    warnings: tuple[str, ...] = ()


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """arm64 over x86_64 with its interval; None where repeats are too few for one."""

    value: float
    low: float | None = None
    high: float | None = None


class Sustainable(msgspec.Struct, frozen=True, kw_only=True):
    """The highest throughput within the limits."""

    value: float
    unit: str
    repeats: int
    low: float | None = None
    high: float | None = None


class Knee(msgspec.Struct, frozen=True, kw_only=True):
    """The throughput at which latency or errors leave the linear regime."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One architecture in one scenario."""

    instances: tuple[str, ...] = ()
    price: Price | None = None
    sustainable: Sustainable | None = None
    knee: Knee | None = None
    steps: tuple[LoadStep, ...] = ()
    """Every repeat of every load."""


class Performance(msgspec.Struct, frozen=True, kw_only=True):
    """How much does each side carry in one scenario, within the limits, at what price?"""

    scenario: str
    limits: tuple[str, ...]
    """As the question put them: `p99<=10ms`."""
    sides: dict[Architecture, Side]
    ratio: Ratio | None = None
    price_performance: Ratio | None = None
    """Throughput per unit of money."""
    percentile: float | None = None
    """Which latency the question is about: 0.99 for p99."""
    latency_limit: float | None = None
    confidence: float = 0.95
    """The level of every interval."""
    warnings: tuple[str, ...] = ()


class BenchmarkRatio(msgspec.Struct, frozen=True, kw_only=True):
    """How many times as fast arm64 is in one benchmark: above 1 is faster."""

    name: str
    ratio: Ratio


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Both architectures side by side. A part for which there are no runs is None or empty."""

    functional: Functional | None = None
    performance: tuple[Performance, ...] = ()
    benchmarks: tuple[BenchmarkRatio, ...] = ()
    warnings: tuple[str, ...] = ()
    """What speaks against the whole comparison."""
    problems: tuple[Problem, ...] = ()
    """Files and runs that are left out because they cannot be read."""
    runs: int = 0
