"""Latency against throughput as a drawing: places between 0 and 1, ticks with their words."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor, log10
from statistics import fmean

import msgspec

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import duration, number, percentile
from workbench.results.comparison import Performance, Side
from workbench.results.records import LoadStep

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
        step = _round_step(self.most / 5)
        return [n * step for n in range(floor(self.most / step) + 1)]


def chart(performance: Performance, language: Language) -> Chart | None:
    """Return the drawing for one scenario; None where no load has such a latency."""
    p = performance.percentile
    places = {
        side: [(step.throughput, y) for step in of.steps if (y := _latency(step, p))]
        for side, of in performance.sides.items()
    }
    every = [point for points in places.values() for point in points if point[0] > 0]
    if p is None or not every:
        return None
    latencies = [y for _, y in every]
    limit = performance.latency_limit
    y_values = [*latencies, limit] if limit else latencies
    marks = [m for side, of in performance.sides.items() for m in _marks(side, of)]
    x_axis = _Axis([*(x for x, _ in every), *(value for _, _, value in marks)])
    y_axis = _Axis(y_values, logarithmic=max(y_values) > LOGARITHMIC_FROM * min(y_values))
    unit = next(step.unit for of in performance.sides.values() for step in of.steps)
    return Chart(
        x_title=language("Throughput ({unit})", unit=unit),
        y_title=language("{percentile} latency", percentile=percentile(p)),
        x_ticks=tuple(Tick(x_axis.place(t), number(t)) for t in x_axis.ticks()),
        y_ticks=tuple(Tick(y_axis.place(t), duration(t) if t else "0") for t in y_axis.ticks()),
        curves=tuple(_curve(side, of, p, x_axis, y_axis) for side, of in _in_order(performance)),
        marks=tuple(Mark(side=s, kind=kind, at=x_axis.place(v)) for s, kind, v in marks),
        limit=y_axis.place(limit) if limit else None,
        limit_word=f"{percentile(p)} ≤ {duration(limit)}" if limit else "",
    )


def _in_order(performance: Performance) -> list[tuple[Architecture, Side]]:
    return [(a, performance.sides[a]) for a in Architecture if a in performance.sides]


def _marks(side: Architecture, of: Side) -> list[tuple[str, str, float]]:
    marks = [(side.value, "sustainable", of.sustainable.value)] if of.sustainable else []
    return [*marks, (side.value, "knee", of.knee.value)] if of.knee else marks


def _curve(side: Architecture, of: Side, p: float, x: _Axis, y: _Axis) -> Curve:
    loads: dict[float, list[tuple[float, float]]] = {}
    points = []
    for step in of.steps:
        latency = _latency(step, p)
        if not latency or step.throughput <= 0:
            continue
        point = (x.place(step.throughput), y.place(latency))
        points.append(point)
        load = step.offered if step.offered is not None else step.concurrency
        if load is not None:
            loads.setdefault(load, []).append(point)
    return Curve(
        side=side.value,
        name=" ".join((side.value, *of.instances)),
        points=tuple(points),
        line=tuple(
            (fmean(x for x, _ in loads[load]), fmean(y for _, y in loads[load]))
            for load in sorted(loads)
        ),
    )


def _latency(step: LoadStep, p: float | None) -> float | None:
    return next((q.seconds for q in step.percentiles if p and abs(q.p - p) < 1e-9), None)


def _round_step(step: float) -> float:
    """Return the next larger of 1, 2, 5 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= step * 0.999)
