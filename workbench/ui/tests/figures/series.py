"""A quantity over time with the errors over it, and the marks of what does not count."""

from __future__ import annotations

from workbench.model.language import Language
from workbench.ui.tests.answers import ScenarioAnswer
from workbench.ui.tests.figure import Curve, Figure, Shape
from workbench.ui.tests.numbers import duration, number


def series_figure(
    answer: ScenarioAnswer | None, trims: tuple[float, float], say: Language
) -> Figure:
    """Return the time series of both sides; `trims` are seconds of warm-up and cool-down."""
    curves: list[Curve] = []
    unit, name, of_errors = "", "", ""
    for side in answer.sides if answer else ():
        if side.series is not None and len(side.series.points) > 1:
            unit, name = side.series.unit, side.series.name
            points = side.series.points
            curves.append(
                Curve(
                    side.name,
                    side.architecture,
                    [p.seconds for p in points],
                    [p.value for p in points],
                )
            )
        if side.errors is not None and len(side.errors.points) > 1:
            points, of_errors = side.errors.points, side.errors.unit
            curves.append(
                Curve(
                    say("errors, {side} ({unit})", side=side.architecture, unit=side.errors.unit),
                    side.architecture,
                    [p.seconds for p in points],
                    [p.value for p in points],
                    Shape.RIBBON,
                )
            )
    title = say("Was {name} steady over time?", name=name) if name else say("Was it steady?")
    return Figure(
        id="series",
        title=title,
        answer=_answer(curves, trims, unit, say),
        x_title=say("time (s)"),
        y_title=f"{name} ({unit})" if unit else name,
        curves=tuple(curves),
        right_title=say("errors ({unit})", unit=of_errors),
        from_zero=True,
        trims=trims if any(c.shape is Shape.LINE for c in curves) else None,
        empty=say("No result of this scenario holds values over time."),
    )


def _answer(curves: list[Curve], trims: tuple[float, float], unit: str, say: Language) -> str:
    """Say the spread of what counts: a steady series lies close together."""
    parts = []
    for curve in curves:
        if curve.shape is not Shape.LINE or not len(curve.x):
            continue
        start, end = curve.x[0] + trims[0], curve.x[-1] - trims[1]
        counted = sorted(
            y for x, y in zip(curve.x, curve.y, strict=True) if start <= x <= end and y == y
        )
        if counted:
            low, high = counted[len(counted) // 20], counted[-1 - len(counted) // 20]
            parts.append(f"{curve.name} {number(low)}–{number(high)} {unit}".strip())
    if not parts:
        return ""
    text = say("Nine of ten values lie in: {ranges}.", ranges=say("; ").join(parts))
    if any(trims):
        trimmed = say(
            "The first {first} and the last {last} do not count.",
            first=duration(trims[0]) if trims[0] else "0 s",
            last=duration(trims[1]) if trims[1] else "0 s",
        )
        return f"{text} {trimmed}"
    return text
