"""What result files say, whatever tool wrote them. Times in seconds, rates per second."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class TestCase(msgspec.Struct, frozen=True, kw_only=True):
    """One execution of one test. `suite` and `name` together identify it across runs."""

    suite: str
    name: str
    outcome: Outcome
    seconds: float | None = None
    message: str = ""
    """Why it failed or was skipped, first lines, as the tool wrote it."""
    error: bool = False
    """It ended in an error of the harness or the environment, not in a failed check."""

    @property
    def id(self) -> str:
        """The name under which both architectures know the test."""
        return f"{self.suite}::{self.name}" if self.suite else self.name


class TestReport(msgspec.Struct, frozen=True, kw_only=True):
    """All tests of one file, in its order; a test may occur more than once (retries)."""

    tool: str
    cases: tuple[TestCase, ...]


class FileCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one source file that tests could reach. Line numbers from 1, sorted."""

    path: str
    covered: tuple[int, ...]
    missed: tuple[int, ...]


class CoverageReport(msgspec.Struct, frozen=True, kw_only=True):
    """Line coverage, file by file."""

    tool: str
    files: tuple[FileCoverage, ...]


class Percentile(msgspec.Struct, frozen=True, order=True):
    """Latency below which the fraction `p` (0..1) of the requests stayed, in seconds."""

    p: float
    seconds: float


class LoadStep(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement under one load: a whole run of a load tool, or one step of a sweep."""

    throughput: float
    """Completed units per second (errors excluded)."""
    unit: str = "req/s"
    label: str = ""
    """Which request, transaction or endpoint, where the tool tells them apart."""
    offered: float | None = None
    """The rate that the tool tried to keep, where it is an open-loop tool."""
    concurrency: int | None = None
    seconds: float | None = None
    requests: int | None = None
    errors: int | None = None
    mean: float | None = None
    percentiles: tuple[Percentile, ...] = ()
    """Sorted by `p`."""
    latencies: tuple[float, ...] = ()
    """Every single latency in seconds, where the file holds them, in order of time."""

    @property
    def error_rate(self) -> float | None:
        """Errors over all requests, 0..1; None where the tool counts none."""
        if self.errors is None or not self.requests:
            return None
        return self.errors / self.requests


class SeriesPoint(msgspec.Struct, frozen=True, order=True):
    """One moment of a time series: seconds from its start, and the value."""

    seconds: float
    value: float


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A named quantity over time."""

    name: str
    unit: str
    points: tuple[SeriesPoint, ...]


class LoadReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a load tool measured."""

    tool: str
    steps: tuple[LoadStep, ...]
    series: tuple[Series, ...] = ()
    closed_loop: bool | None = None
    """Whether the tool waits for an answer before it asks again: then its latencies suffer from
    coordinated omission. None where the file does not tell."""
    warnings: tuple[str, ...] = ()


class Benchmark(msgspec.Struct, frozen=True, kw_only=True):
    """Repeated measurements of one named benchmark."""

    name: str
    unit: str
    values: tuple[float, ...]
    higher_is_better: bool = False


class Centre(StrEnum):
    """What a harness itself takes for the middle of its repeats."""

    MEDIAN = "median"
    MEAN = "mean"


class BenchmarkReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a micro-benchmark harness measured."""

    tool: str
    benchmarks: tuple[Benchmark, ...]
    centre: Centre = Centre.MEDIAN


class Stack(msgspec.Struct, frozen=True):
    """One call stack, outermost frame first, and its weight in the profile's unit."""

    frames: tuple[str, ...]
    weight: float


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Where time (or another unit) was spent. Order is not time: equal stacks are merged."""

    tool: str
    unit: str
    stacks: tuple[Stack, ...]
    warnings: tuple[str, ...] = ()


Report = TestReport | CoverageReport | LoadReport | BenchmarkReport | Profile
