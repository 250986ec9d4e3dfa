"""The question that the form asks, before anything is computed. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.run import Architecture
from workbench.results.performance.question import Metric
from workbench.ui.phrases import phrase

METRICS: dict[Metric, str] = {
    Metric.THROUGHPUT: phrase("Throughput under the limits"),
    Metric.LATENCY: phrase("Latency at equal load"),
    Metric.TIME: phrase("Time of benchmarks"),
    Metric.JOBS: phrase("Jobs per second"),
}

PERCENTILES = (0.5, 0.9, 0.95, 0.99, 0.999)


@dataclass(frozen=True)
class Side:
    """One side of the question: an architecture, an instance type, and its price as typed."""

    architecture: Architecture
    instance: str = ""
    price: str = ""


@dataclass(frozen=True)
class Question:
    """What is compared, and what makes a load acceptable.

    `percentile` and `load` belong to the metric latency; a load of None is the highest that both
    sides carry. `latency` (seconds, on the percentile `limit_at`) and `errors` (a fraction) are
    limits, None is no limit; `others` are limits, as typed, for which the form has no field.
    """

    metric: Metric = Metric.THROUGHPUT
    scenario: str = ""
    percentile: float = 0.99
    load: float | None = None
    limit_at: float = 0.99
    latency: float | None = 0.010
    errors: float | None = 0.001
    others: tuple[str, ...] = ()
    baseline: Side = Side(Architecture.X86_64)
    candidate: Side = Side(Architecture.ARM64)

    @property
    def shown(self) -> float:
        """The percentile that charts show: the one asked for, else the one that is limited."""
        return self.percentile if self.metric is Metric.LATENCY else self.limit_at

    @property
    def bound(self) -> float | None:
        """The latency limit in seconds, where the question is under limits."""
        return self.latency if self.metric in (Metric.THROUGHPUT, Metric.JOBS) else None


def chosen_of(question: Question) -> tuple[str, str, str]:
    """Return what of `question` can go away: its scenario and its instance types."""
    return question.scenario, question.baseline.instance, question.candidate.instance
