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
    """Latency limit in seconds, error limit as a fraction; None is no limit."""

    metric: Metric = Metric.THROUGHPUT
    scenario: str = ""
    percentile: float = 0.99
    latency: float | None = 0.010
    errors: float | None = 0.001
    baseline: Side = Side(Architecture.X86_64)
    candidate: Side = Side(Architecture.ARM64)
