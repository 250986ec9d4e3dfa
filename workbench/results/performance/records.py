"""What the comparison of two sides is made of and what comes out of it."""

from __future__ import annotations

import msgspec

from workbench.model.run import Architecture, Run
from workbench.results.performance.question import Question
from workbench.results.records import BenchmarkReport, LoadReport, LoadStep


class Measurement(msgspec.Struct, frozen=True, kw_only=True):
    """One report of one run: what was measured, and on what."""

    run: Run
    report: LoadReport | BenchmarkReport


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """One measured step of a sweep. `repeat` counts from 0 within its level."""

    step: LoadStep
    run: str
    """The id of the run that it came from."""
    repeat: int = 0


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """All repeats of one load. `load` is in the unit of the sweep's axis."""

    load: float
    points: tuple[Point, ...]


class Sweep(msgspec.Struct, frozen=True, kw_only=True):
    """Measurements of one side at rising load, levels sorted by load.

    `axis` says what rises: `offered` (a rate, open loop), `concurrency` (clients), or
    `throughput` where the tool tells neither and the load is what was achieved.
    """

    architecture: Architecture
    axis: str
    unit: str
    levels: tuple[Level, ...]

    @property
    def repeats(self) -> int:
        """The fewest repeats of any level."""
        return min((len(level.points) for level in self.levels), default=0)


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its interval. What the data do not support is None, and a warning says why."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    repeats: int = 0


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What one side can do.

    `sustainable` is the highest throughput that keeps the limits, `knee` the throughput at which
    latency or errors leave the linear regime, `answer` the value of the metric asked for (for
    throughput and jobs/s the same as `sustainable`).
    """

    sustainable: Estimate = Estimate()
    knee: Estimate = Estimate()
    answer: Estimate = Estimate()
    sweep: Sweep | None = None


class BenchmarkComparison(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark on both sides. `ratio` is arm64 over x86_64 in the benchmark's own unit.

    `p` is the two-sided Mann-Whitney U test's; `significant` is None where there are not enough
    repeats to say.
    """

    name: str
    unit: str
    x86_64: Estimate
    arm64: Estimate
    ratio: Estimate
    p: float | None = None
    significant: bool | None = None
    higher_is_better: bool = False


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one scenario. `ratio` and `price_performance` are arm64 over x86_64.

    `price_performance` is work per money, so above 1 means arm64 is cheaper for the same work;
    `higher_is_better` says which way to read `ratio`.
    """

    question: Question
    sides: dict[Architecture, Side]
    ratio: Estimate = Estimate()
    price_performance: Estimate = Estimate()
    load: float | None = None
    """Where latency was asked for: the load at which it was compared, on the sweeps' axis."""
    higher_is_better: bool = True
    benchmarks: tuple[BenchmarkComparison, ...] = ()
    geometric_mean: Estimate = Estimate()
    """Of the benchmarks' ratios, each turned so that it is arm64's time or cost over x86_64's."""
    warnings: tuple[str, ...] = ()
