"""A sweep as arrays: what each repeat of each level measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import msgspec
import numpy as np

from workbench.model.run import Architecture
from workbench.results.performance.records import Level, Sweep
from workbench.results.performance.resampling import (
    ENOUGH_REPEATS,
    mirror,
    resample_levels,
    widening,
)
from workbench.results.performance.shape import Array
from workbench.results.performance.sweep import is_linked
from workbench.results.records import LoadStep

Measure = Callable[[LoadStep], float | None]
SEED = 20_260_101
"""The same data give the same interval every time."""


def generator_for(architecture: Architecture, purpose: int = 0) -> np.random.Generator:
    """Return random numbers of their own for each side, which are drawn independently."""
    return np.random.default_rng([SEED, list(Architecture).index(architecture), purpose])


@dataclass(frozen=True, slots=True)
class Levels:
    """Means per level, in order of load, shape (sets, levels); the first set is the data."""

    throughput: Array
    measure: Array
    repeats: int
    """The fewest repeats of any level."""
    freedom: int
    """Degrees of freedom of a number that rests on the two levels around it: those of both where
    they were repeated on their own, those of one where a run went through all levels."""

    resolution: float = 0.0
    """What one request more or less makes of a run's throughput, as a fraction: no repeat tells
    more exactly when a server was full."""

    def spread(self, value: float, resampled: Array, confidence: float) -> Array:
        """Return what the truth behind `value` may be, from what it was in each resample."""
        return mirror(value, resampled, widening(self.repeats, self.freedom, confidence))


def resampled_levels(sweep: Sweep, measure: Measure, draws: int) -> Levels | None:
    """Resample what `measure` gives; steps where it gives None are left out, None if all are.

    With fewer than ENOUGH_REPEATS of a level there is nothing to draw from: one set, the data.
    """
    kept = [
        msgspec.structs.replace(
            level, points=tuple(p for p in level.points if measure(p.step) is not None)
        )
        for level in sweep.levels
    ]
    kept = [level for level in kept if level.points]
    if not kept:
        return None
    values = [
        np.array([[p.step.throughput, measure(p.step)] for p in level.points], dtype=np.float64)
        for level in kept
    ]
    repeats = min(len(level) for level in values)
    generator = generator_for(sweep.architecture)
    lesser = msgspec.structs.replace(sweep, levels=tuple(kept))
    means = resample_levels(lesser, values, generator, draws if repeats >= ENOUGH_REPEATS else 0)
    freedom = (repeats - 1) * (1 if is_linked(lesser) else 2)
    return Levels(means[:, :, 0], means[:, :, 1], repeats, freedom, _resolution(kept))


def _resolution(levels: Sequence[Level]) -> float:
    """Return one over the usual number of requests of a run; 0 where no result tells it."""
    steps = [point.step for level in levels for point in level.points]
    counted = [step.requests or (step.throughput or 0.0) * (step.seconds or 0.0) for step in steps]
    known = [count for count in counted if count]
    return 1 / median(known) if known else 0.0
