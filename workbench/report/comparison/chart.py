"""Latency against throughput as a drawing: places between 0 and 1, ticks with their words."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, log10
from statistics import fmean

import msgspec

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import duration, percentile
from workbench.results.comparison import Scenario
from workbench.results.performance.limit import latency_at
from workbench.results.performance.question import Metric
from workbench.results.performance.records import Side

LOGARITHMIC_FROM = 30.0
"""Latencies further apart than this are unreadable on a linear axis."""


class Tick(msgspec.Struct, frozen=True):
    """A place on an axis, 0..1, and its word."""

    at: float
    word: str


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """An upright line: where `side` sustains the limits, or where its knee is."""

    side: str
    kind: str
    at: float


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """One side: every measured load as (x, y), and the line through the means of each load."""

    side: str
    name: str
    points: tuple[tuple[float, float], ...]
    line: tuple[tuple[float, float], ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The whole drawing. `limit` is the place of the latency limit, None where there is none."""

    x_title: str
    y_title: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...]
    limit: float | None
    limit_word: str


class _Axis:
    """Maps values from 0 (or, logarithmic, from the smallest) to the largest onto 0..1."""

    def __init__(self, values: Iterable[float], *, logarithmic: bool = False) -> None:
        known = list(values)
        self.logarithmic = logarithmic
        self.least = 10 ** floor(log10(min(known))) if logarithmic else 0.0
        self.most = max(known) * 1.05

    def place(self, value: float) -> float:
        if self.logarithmic:
            return log10(value / self.least) / log10(self.most / self.least)
        return value / self.most

    def ticks(self) -> list[float]:
        if self.logarithmic:
            first, last = round(log10(self.least)), ceil(log10(self.most))
            steps = (1, 2, 5) if last - first <= 3 else (1,)
            every = [m * 10.0**e for e in range(first, last + 1) for m in steps]
            return [tick for tick in every if tick <= self.most]
        step = _round_step(self.most / 8)
        return [n * step for n in range(floor(self.most / step) + 1)]


def chart(scenario: Scenario, language: Language) -> Chart | None:
    """Return the drawing for one scenario; None where no load has such a latency."""
    question = scenario.answer.question
    asked = question.percentile if question.metric is Metric.LATENCY else None
    limits = (one for one in question.limits if one.p is not None and asked in (None, one.p))
    limit = next(limits, None)
    p = limit.p if limit and limit.p is not None else question.percentile
    sides = [(a, scenario.answer.sides[a]) for a in Architecture if a in scenario.answer.sides]
    loads = {side: _loads(of, p) for side, of in sides}
    every = [point for levels in loads.values() for level in levels for point in level]
    if not every:
        return None
    marks = [mark for side, of in sides for mark in _marks(side, of)]
    latencies = [y for _, y in every] + ([limit.bound] if limit else [])
    x_axis = _Axis([*(x for x, _ in every), *(value for _, _, value in marks)])
    y_axis = _Axis(latencies, logarithmic=max(latencies) > LOGARITHMIC_FROM * min(latencies))
    unit = next(of.sweep.unit for _, of in sides if of.sweep)
    return Chart(
        x_title=language("Throughput ({unit})", unit=unit),
        y_title=language("{percentile} latency", percentile=percentile(p)),
        x_ticks=tuple(Tick(x_axis.place(t), f"{t:,.10g}") for t in x_axis.ticks()),
        y_ticks=tuple(Tick(y_axis.place(t), duration(t) if t else "0") for t in y_axis.ticks()),
        curves=tuple(
            _curve(side, scenario.instances.get(side, ()), levels, x_axis, y_axis)
            for side, levels in loads.items()
        ),
        marks=tuple(Mark(side=s, kind=kind, at=x_axis.place(v)) for s, kind, v in marks),
        limit=y_axis.place(limit.bound) if limit else None,
        limit_word=f"{percentile(p)} ≤ {duration(limit.bound)}" if limit else "",
    )


def _loads(of: Side, p: float) -> list[list[tuple[float, float]]]:
    """Return throughput and latency of each repeat, load by load; what lacks either is absent."""
    levels = of.sweep.levels if of.sweep else ()
    measured = [
        [
            (point.step.throughput, latency)
            for point in level.points
            if point.step.throughput and (latency := latency_at(point.step, p))
        ]
        for level in levels
    ]
    return [level for level in measured if level]


def _marks(side: Architecture, of: Side) -> list[tuple[str, str, float]]:
    values = (("sustainable", of.sustainable.value), ("knee", of.knee.value))
    return [(side.value, kind, value) for kind, value in values if value is not None]


def _curve(
    side: Architecture,
    instances: tuple[str, ...],
    levels: list[list[tuple[float, float]]],
    x: _Axis,
    y: _Axis,
) -> Curve:
    placed = [[(x.place(a), y.place(b)) for a, b in level] for level in levels]
    return Curve(
        side=side.value,
        name=" ".join((side.value, *instances)),
        points=tuple(point for level in placed for point in level),
        line=tuple((fmean(x for x, _ in level), fmean(y for _, y in level)) for level in placed),
    )


def _round_step(step: float) -> float:
    """Return the next larger of 1, 2, 5 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= step * 0.999)
