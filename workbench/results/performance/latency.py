"""Latency of both sides at the same load: the one asked for, else the highest that both carry.

Only loads that were measured count: between two of them, latency bends in a way that the loads
around do not tell. Past its capacity a side's latency grows for as long as the test lasts, so the
highest common load is taken among those at which both sides keep up with the rate offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from workbench.model.run import Architecture
from workbench.results.performance.levels import resampled_levels
from workbench.results.performance.limit import latency_at
from workbench.results.performance.records import Level, Sweep
from workbench.results.performance.resampling import CONFIDENCE, DRAWS, Resampled, few_repeats
from workbench.results.performance.sweep import SAME_LOAD

NO_COMMON = "no latency to compare: the sides were never measured at the same load"
OTHER_AXES = "no latency to compare: the load is {x86} on x86_64 and {arm} on arm64"
AXES = {
    "offered": "a rate offered",
    "concurrency": "a number of clients",
    "throughput": "the throughput reached",
}
NOT_MEASURED = "{side}: no result has a p{percent:g} at {load:.4g}"
NOT_LOADED = "{side}: was not measured at a load of {load:.4g}, only at {known}"
OVERLOADED = (
    "{side}: answers {achieved:.4g} of {offered:.4g} {unit}: it is overloaded, so its latency "
    "grows for as long as the test lasts"
)

UNKNOWN = Resampled(None)
KEEPS_UP = 0.95
"""A side that answers less than this fraction of the rate offered does not keep up."""


@dataclass(frozen=True, slots=True)
class SameLoad:
    """Latency of both sides in seconds, and the load, in the unit of the sweeps' axis."""

    x86: Resampled = UNKNOWN
    arm: Resampled = UNKNOWN
    load: float | None = None
    warnings: tuple[str, ...] = ()


def latency_at_same_load(
    x86: Sweep,
    arm: Sweep,
    p: float,
    load: float | None = None,
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> SameLoad:
    """Return latency at `p` (0..1) at `load`, where it is None at the highest common load."""
    sweeps = {Architecture.X86_64: x86, Architecture.ARM64: arm}
    if x86.levels and arm.levels and x86.axis != arm.axis:
        text = OTHER_AXES.format(x86=AXES[x86.axis], arm=AXES[arm.axis])
        return SameLoad(warnings=(text,))
    chosen = load if load is not None else _highest_common(x86, arm)
    if chosen is None:
        return SameLoad(warnings=(NO_COMMON,))
    found = {side: _side(sweep, chosen, p, draws, confidence) for side, sweep in sweeps.items()}
    return SameLoad(
        found[Architecture.X86_64],
        found[Architecture.ARM64],
        chosen,
        tuple(text for one in found.values() for text in one.warnings),
    )


def _highest_common(x86: Sweep, arm: Sweep) -> float | None:
    pairs = [
        (one, other)
        for one in x86.levels
        for other in arm.levels
        if abs(one.load - other.load) <= SAME_LOAD * max(one.load, other.load)
    ]
    carried = [pair for pair in pairs if _keeps_up(pair[0]) and _keeps_up(pair[1])]
    return max((fmean((a.load, b.load)) for a, b in carried or pairs), default=None)


def _side(sweep: Sweep, load: float, p: float, draws: int, confidence: float) -> Resampled:
    if not sweep.levels:
        return Resampled(None)
    side = sweep.architecture.value
    level = min(sweep.levels, key=lambda each: abs(each.load - load))
    if abs(level.load - load) > SAME_LOAD * max(level.load, load):
        known = ", ".join(f"{each.load:.4g}" for each in sweep.levels)
        text = NOT_LOADED.format(side=side, load=load, known=known)
        return Resampled(None, warnings=(text,))
    found = _latency(sweep, level, p, draws, confidence)
    if found.value is None or _keeps_up(level):
        return found
    achieved, offered = _rates(level)
    text = OVERLOADED.format(side=side, achieved=achieved, offered=offered, unit=sweep.unit)
    return Resampled(
        found.value, found.replicates, found.unit, found.repeats, warnings=(*found.warnings, text)
    )


def _keeps_up(level: Level) -> bool:
    achieved, offered = _rates(level)
    return achieved >= KEEPS_UP * offered


def _rates(level: Level) -> tuple[float, float]:
    """Return what was answered and what was offered, means; both 0 where no rate was offered."""
    rates = [
        (p.step.throughput, p.step.offered)
        for p in level.points
        if p.step.throughput is not None and p.step.offered is not None
    ]
    if not rates:
        return 0.0, 0.0
    return fmean(achieved for achieved, _ in rates), fmean(offered for _, offered in rates)


def _latency(sweep: Sweep, level: Level, p: float, draws: int, confidence: float) -> Resampled:
    alone = Sweep(architecture=sweep.architecture, axis=sweep.axis, unit="s", levels=(level,))
    levels = resampled_levels(alone, lambda step: latency_at(step, p), draws)
    if levels is None:
        text = NOT_MEASURED.format(side=sweep.architecture.value, percent=p * 100, load=level.load)
        return Resampled(None, warnings=(text,))
    value = float(levels.measure[0, 0])
    if len(levels.measure) == 1:
        return Resampled(value, None, "s", levels.repeats, warnings=(few_repeats(alone),))
    return Resampled(
        value, levels.spread(value, levels.measure[1:, 0], confidence), "s", levels.repeats
    )
