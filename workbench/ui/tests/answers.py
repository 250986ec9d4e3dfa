"""What the place shows of one comparison, in the shape of the comparison JSON. Knows no Qt.

Times are in seconds, rates per second, fractions 0..1; None is a number that the data do not
support, and then a warning says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.model.run import Architecture
from workbench.results.records import LoadStep, Profile, Series


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; `low` and `high` are None where repeats are too few."""

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""
    repeats: int = 0


@dataclass(frozen=True)
class SideAnswer:
    """One side of one scenario. `steps` holds every repeat of every load."""

    architecture: Architecture
    instance: str = ""
    sustainable: Estimate | None = None
    knee: float | None = None
    steps: tuple[LoadStep, ...] = ()
    spectrum: LoadStep | None = None
    """The step whose percentiles are compared: both sides at about the same load."""
    series: Series | None = None
    """Latency over time, or what else the files hold over time."""
    errors: Series | None = None
    latencies: Sequence[float] = ()
    answer: Estimate | None = None
    """The value of the metric asked for, where that is not the sustainable load."""

    @property
    def name(self) -> str:
        """How the side is called in legends and sentences."""
        return f"{self.architecture} {self.instance}".strip()


@dataclass(frozen=True)
class ScenarioAnswer:
    """One scenario: both sides, and candidate over baseline."""

    scenario: str
    sides: tuple[SideAnswer, ...]
    """Baseline first."""
    ratio: Estimate | None = None
    price_performance: Estimate | None = None
    warnings: tuple[str, ...] = ()
    load: float | None = None
    """Where latency was asked for: the load at which it was compared."""
    load_axis: str = "offered"
    """What kind of load that is: `offered`, `concurrency` or `throughput`."""

    def side(self, architecture: Architecture) -> SideAnswer | None:
        """Return the side of `architecture`, if it was measured."""
        return next((s for s in self.sides if s.architecture is architecture), None)


@dataclass(frozen=True)
class BenchmarkAnswer:
    """One benchmark: how many times as fast the candidate is; above 1 is better."""

    name: str
    ratio: Estimate


@dataclass(frozen=True)
class TestDifference:
    """One test that did not end alike on both sides, and why it is sorted where it is."""

    __test__ = False

    id: str
    reason: str = ""
    message: str = ""
    cause: str = ""
    """`environment`, `arm64`, `pre-existing` or `unexplained`: where the failure was sorted."""


@dataclass(frozen=True)
class FileLoss:
    """A source file with lines that x86_64 covered and arm64 did not."""

    path: str
    x86_64: float | None
    """Fraction of its lines that tests reach; None where the reports do not say."""
    arm64: float | None
    lost: tuple[int, ...]


@dataclass(frozen=True)
class FunctionalAnswer:
    """Do the same tests pass with the same coverage?"""

    counts: dict[Architecture, dict[str, int]] = field(default_factory=dict)
    """`passed`, `failed` and `skipped` per architecture."""
    regressed: tuple[TestDifference, ...] = ()
    pre_existing: tuple[TestDifference, ...] = ()
    missing: tuple[TestDifference, ...] = ()
    added: tuple[TestDifference, ...] = ()
    flaky: tuple[TestDifference, ...] = ()
    slower: tuple[TestDifference, ...] = ()
    coverage: dict[Architecture, float] = field(default_factory=dict)
    """Fraction of the lines that tests reach, per architecture."""
    losses: tuple[FileLoss, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """All that one question brought up."""

    scenarios: tuple[ScenarioAnswer, ...] = ()
    benchmarks: tuple[BenchmarkAnswer, ...] = ()
    functional: FunctionalAnswer | None = None
    profiles: dict[Architecture, Profile] = field(default_factory=dict)
    """One a side: the newest of the scenario."""
    warnings: tuple[str, ...] = ()
    """What speaks against the whole comparison; part of each scenario's warnings, too."""

    def scenario(self, name: str) -> ScenarioAnswer | None:
        """Return the answer for the scenario called `name`, else the first, if there is one."""
        wanted = (s for s in self.scenarios if s.scenario == name)
        return next(wanted, next(iter(self.scenarios), None))
