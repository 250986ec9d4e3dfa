"""A chart as plain data: what is drawn, in the order of the legend. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.model.run import Architecture


class Shape(StrEnum):
    """How a curve is drawn."""

    LINE = "line"
    DOTS = "dots"
    STEPS = "steps"
    """A filled outline of bins: one `x` more than `y`."""
    RIBBON = "ribbon"
    """A filled area on the right axis, over the whole height: errors over a time series."""


class Scale(StrEnum):
    """How the x axis counts."""

    LINEAR = "linear"
    PERCENTILE = "percentile"
    """`x` holds fractions 0..1, drawn at log10(1 / (1 - p))."""


@dataclass(frozen=True)
class Curve:
    """Points of one side. `name` is its legend entry; curves of one name toggle together."""

    name: str
    side: Architecture | None
    x: Sequence[float]
    y: Sequence[float]
    shape: Shape = Shape.LINE


class MarkKind(StrEnum):
    """What a line across the chart means; each kind has a dash of its own."""

    LIMIT = "limit"
    SUSTAINABLE = "sustainable"
    KNEE = "knee"
    LOAD = "load"
    NO_CHANGE = "no-change"


@dataclass(frozen=True)
class Mark:
    """A labelled line across the chart: a limit lies, everything else stands."""

    kind: MarkKind
    value: float
    label: str
    side: Architecture | None = None


@dataclass(frozen=True)
class Bar:
    """One row of a chart of intervals: the value, and its interval where there is one."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    text: str = ""
    """The value in words, with its unit."""
    side: Architecture | None = None


@dataclass(frozen=True)
class Figure:
    """One chart. `title` states the question in words, `answer` what the chart shows."""

    id: str
    title: str
    answer: str
    x_title: str
    y_title: str
    curves: tuple[Curve, ...] = ()
    marks: tuple[Mark, ...] = ()
    bars: tuple[Bar, ...] = ()
    right_title: str = ""
    """Of the axis that ribbons are drawn on."""
    scale: Scale = Scale.LINEAR
    from_zero: bool = False
    """Whether the y axis starts at zero when the whole chart is shown."""
    top: float | None = None
    """Where the y axis ends when the whole chart is shown; None for the largest value."""
    trims: tuple[float, float] | None = None
    """Seconds that do not count at the start and the end; None where nothing can be trimmed."""
    empty: str = ""
    """Why there is nothing to draw."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.bars and not any(len(curve.x) for curve in self.curves)
