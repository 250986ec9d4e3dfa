"""What result files say, whatever tool wrote them. Times in seconds, rates per second."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Outcome(StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class TestCase(msgspec.Struct, frozen=True, kw_only=True):
    """One execution of one test. `suite` and `name` together identify it across runs."""

    __test__ = False  # its name is no invitation to pytest

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

    __test__ = False

    tool: str
    cases: tuple[TestCase, ...]
    warnings: tuple[str, ...] = ()


class FileCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one source file that tests could reach. Line numbers from 1, sorted."""

    path: str
    covered: tuple[int, ...]
    missed: tuple[int, ...]


class CoverageReport(msgspec.Struct, frozen=True, kw_only=True):
    """Line coverage, file by file."""

    tool: str
    files: tuple[FileCoverage, ...]
    warnings: tuple[str, ...] = ()


class Percentile(msgspec.Struct, frozen=True, order=True):
    """Latency below which the fraction `p` (0..1) of the requests stayed, in seconds."""

    p: float
    seconds: float


class LoadStep(msgspec.Struct, frozen=True, kw_only=True):
    """One measurement under one load: a whole run of a load tool, or one step of a sweep."""

    throughput: float | None
    """Completed units per second (errors excluded); None where the file holds latencies only."""
    unit: str = "req/s"
    label: str = ""
    """Which request, transaction or endpoint, where the tool tells them apart; empty for all."""
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
    starts: tuple[float, ...] = ()
    """When each of `latencies` began, in seconds from the first; empty where not told."""

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
    version: str = ""
    target: str = ""
    """What was loaded: a URL or a host, as the file has it."""
    started: str = ""
    """ISO 8601 with offset, or empty where the file does not tell."""
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
    warnings: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """Where time (or another unit) was spent: all call stacks as one tree.

    Order is not time. Node 0 is the root and no frame; every other node is a frame called by the
    frame of its parent. The arrays have one entry a node, in any order; a parent's children may
    name the same frame more than once, and what draws or compares profiles merges them.
    """

    tool: str
    unit: str
    """What is counted: `samples`, `seconds`, `bytes` or the tool's own word."""
    names: tuple[str, ...]
    """The frames' names as the tool wrote them, each once."""
    parents: npt.NDArray[np.int32]
    """Node to parent; the root's is -1."""
    frames: npt.NDArray[np.int32]
    """Node to its place in `names`; the root's is -1."""
    weights: npt.NDArray[np.float64]
    """Node to what was spent in the frame itself, in `unit`: what it calls is not counted."""
    warnings: tuple[str, ...] = ()
    rest: Callable[[], Profile] | None = None
    """Reads the whole, where only the widest frames were read so far: then what was spent in
    narrower ones counts as spent in their callers."""

    def whole(self) -> Profile:
        """Return the profile with all its frames; that takes its time where they were not read."""
        return self.rest() if self.rest else self


Report = TestReport | CoverageReport | LoadReport | BenchmarkReport | Profile
