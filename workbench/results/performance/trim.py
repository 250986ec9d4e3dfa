"""Cutting warm-up and cool-down out of what was measured, and saying what that did."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from workbench.results.performance.limit import latency_at
from workbench.results.records import LoadReport, LoadStep, Percentile, Series

CANNOT = "{tool} gives only totals: warm-up and cool-down cannot be cut out of them"
TOO_SHORT = "a step of {seconds:.3g} s is no longer than its warm-up and cool-down: it is left out"
CUT = "warm-up {warm_up:g} s and cool-down {cool_down:g} s cut: {left} of {all} requests left"
TAIL = ", p99 {before:.4g} ms became {after:.4g} ms"


class Trimmed(msgspec.Struct, frozen=True, kw_only=True):
    """A report without warm-up and cool-down, and one line on what the cut did."""

    report: LoadReport
    effect: str = ""
    warnings: tuple[str, ...] = ()


def trim(report: LoadReport, warm_up: float, cool_down: float) -> Trimmed:
    """Cut the first `warm_up` and the last `cool_down` seconds of each step and each series.

    Single latencies are in order of time but carry no times, so they are cut by their share of
    the step's duration, which is exact where the rate is steady. A step of which only totals are
    known stays as it is, with a warning.
    """
    if warm_up <= 0 and cool_down <= 0:
        return Trimmed(report=report)
    steps, warnings, cut = [], [], []
    for step in report.steps:
        if step.seconds is None or not step.latencies:
            warnings.append(CANNOT.format(tool=report.tool))
            steps.append(step)
        elif step.seconds <= warm_up + cool_down:
            warnings.append(TOO_SHORT.format(seconds=step.seconds))
        else:
            kept = _step(step, step.seconds, warm_up, cool_down)
            steps.append(kept)
            cut.append((step, kept))
    series = tuple(_series(one, warm_up, cool_down) for one in report.series)
    return Trimmed(
        report=msgspec.structs.replace(report, steps=tuple(steps), series=series),
        effect=_effect(cut, warm_up, cool_down),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _step(step: LoadStep, seconds: float, warm_up: float, cool_down: float) -> LoadStep:
    count = len(step.latencies)
    first = round(count * warm_up / seconds)
    last = count - round(count * cool_down / seconds)
    kept = step.latencies[first:last]
    left = seconds - warm_up - cool_down
    reduced = msgspec.structs.replace(
        step,
        seconds=left,
        latencies=kept,
        throughput=step.throughput and step.throughput * (len(kept) / count) * (seconds / left),
        requests=None if step.requests is None else len(kept),
        # Which of the requests failed is not known, only that none did.
        errors=0 if step.errors == 0 else None,
        mean=sum(kept) / len(kept) if kept else None,
        percentiles=(),
    )
    found = ((each.p, latency_at(reduced, each.p)) for each in step.percentiles)
    percentiles = tuple(Percentile(p, value) for p, value in found if value is not None and kept)
    return msgspec.structs.replace(reduced, percentiles=percentiles)


def _series(series: Series, warm_up: float, cool_down: float) -> Series:
    end = max((point.seconds for point in series.points), default=0.0) - cool_down
    points = tuple(point for point in series.points if warm_up <= point.seconds <= end)
    return msgspec.structs.replace(series, points=points)


def _effect(cut: Sequence[tuple[LoadStep, LoadStep]], warm_up: float, cool_down: float) -> str:
    if not cut:
        return ""
    every = sum(len(before.latencies) for before, _ in cut)
    left = sum(len(after.latencies) for _, after in cut)
    text = CUT.format(warm_up=warm_up, cool_down=cool_down, left=left, all=every)
    before, after = cut[-1]
    tails = latency_at(before, 0.99), latency_at(after, 0.99) if after.latencies else None
    if tails[0] is not None and tails[1] is not None:
        text += TAIL.format(before=tails[0] * 1e3, after=tails[1] * 1e3)
    return text
