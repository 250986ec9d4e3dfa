"""The question that a comparison answers: scenario, metric, limits and prices."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.model.run import Architecture
from workbench.results.performance.limit import Limit
from workbench.results.performance.price import Price


class Metric(StrEnum):
    """What is compared."""

    THROUGHPUT = "throughput"
    LATENCY = "latency"
    TIME = "time"
    JOBS = "jobs/s"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the comparison is asked. `percentile` (0..1) and `load` belong to the metric latency.

    `load` is in the unit of the load tests (a rate or a number of clients); None is the highest
    that both sides carry. `price_basis` is free text: what the prices stand for (on demand,
    region, what is counted).
    """

    scenario: str = ""
    metric: Metric = Metric.THROUGHPUT
    percentile: float = 0.99
    load: float | None = None
    limits: tuple[Limit, ...] = ()
    baseline: Architecture = Architecture.X86_64
    candidate: Architecture = Architecture.ARM64
    prices: dict[Architecture, Price] = {}
    price_basis: str = ""
