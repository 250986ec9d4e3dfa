"""Latency of both sides at the same load."""

from __future__ import annotations

from workbench.results.performance.levels import resampled_levels
from workbench.results.performance.limit import latency_at
from workbench.results.performance.records import Level, Sweep
from workbench.results.performance.resampling import CONFIDENCE, DRAWS, Resampled, few_repeats
from workbench.results.performance.sweep import SAME_LOAD

NO_COMMON = "no latency to compare: the sides were never measured at the same load"
NOT_MEASURED = "{side}: no result has a p{percent:g} at {load:.4g}"


def latency_at_common_load(
    x86: Sweep, arm: Sweep, p: float, draws: int = DRAWS, confidence: float = CONFIDENCE
) -> tuple[Resampled, Resampled, tuple[str, ...]]:
    """Return latency at `p` (0..1), in seconds, at the highest load that both sides were given."""
    common = _common(x86, arm)
    if common is None:
        return Resampled(None), Resampled(None), (NO_COMMON,)
    found = [
        _latency(sweep, level, p, draws, confidence)
        for sweep, level in zip((x86, arm), common, strict=True)
    ]
    return found[0], found[1], (*found[0].warnings, *found[1].warnings)


def _common(x86: Sweep, arm: Sweep) -> tuple[Level, Level] | None:
    if x86.axis != arm.axis or x86.unit != arm.unit:
        return None
    pairs = [
        (one, other)
        for one in x86.levels
        for other in arm.levels
        if abs(one.load - other.load) <= SAME_LOAD * max(one.load, other.load)
    ]
    return max(pairs, key=lambda pair: pair[0].load) if pairs else None


def _latency(sweep: Sweep, level: Level, p: float, draws: int, confidence: float) -> Resampled:
    side = sweep.architecture.value
    alone = Sweep(architecture=sweep.architecture, axis=sweep.axis, unit="s", levels=(level,))
    levels = resampled_levels(alone, lambda step: latency_at(step, p), draws)
    if levels is None:
        text = NOT_MEASURED.format(side=side, percent=p * 100, load=level.load)
        return Resampled(None, warnings=(text,))
    value = float(levels.measure[0, 0])
    if len(levels.measure) == 1:
        return Resampled(value, None, "s", levels.repeats, warnings=(few_repeats(alone),))
    return Resampled(
        value, levels.spread(value, levels.measure[1:, 0], confidence), "s", levels.repeats
    )
