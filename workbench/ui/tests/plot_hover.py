"""The point under the mouse, or the one the keyboard stepped to: which it is, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from workbench.ui.tests.figure import Figure, Scale, Shape
from workbench.ui.tests.numbers import number
from workbench.ui.tests.plot import DrawnCurve, Plot

REACH = 28.0
"""Pixels within which a point answers to the mouse."""


@dataclass(frozen=True)
class Spot:
    """One point: which curve, which of its points, where in the widget, and its values as text."""

    curve: int
    point: int
    place: QPointF
    text: str


def spot_near(plot: Plot, figure: Figure, mouse: QPointF) -> Spot | None:
    """Return the point that is nearest to `mouse` (in the plot's scene), if one is in reach."""
    best: tuple[float, int, int] | None = None
    if not plot.box.sceneBoundingRect().contains(mouse):
        return None
    for number_, drawn in enumerate(plot.curves):
        if not drawn.shown or not len(drawn.y):
            continue
        x, y = _pixels(plot, drawn)
        if drawn.curve.shape is Shape.STEPS:
            distance = np.abs(x - mouse.x())
        else:
            distance = np.hypot(x - mouse.x(), y - mouse.y())
        if not np.isfinite(distance).any():
            continue
        point = int(np.nanargmin(distance))
        if distance[point] <= REACH and (best is None or distance[point] < best[0]):
            best = (float(distance[point]), number_, point)
    return None if best is None else spot_at(plot, figure, best[1], best[2])


def spot_at(plot: Plot, figure: Figure, curve: int, point: int) -> Spot:
    """Return point `point` of curve `curve`, both counted from 0 as they were drawn."""
    drawn = plot.curves[curve]
    x, y = _centres(drawn)
    place = plot.box.mapViewToScene(QPointF(float(x[point]), float(y[point])))
    return Spot(curve, point, place, _text(drawn, figure, point))


def nearest_to(plot: Plot, curve: int, x: float) -> int:
    """Return the point of `curve` that is nearest to `x` of the plot."""
    return int(np.nanargmin(np.abs(_centres(plot.curves[curve])[0] - x)))


def _centres(drawn: DrawnCurve) -> tuple[np.ndarray, np.ndarray]:
    if drawn.curve.shape is Shape.STEPS:
        return (drawn.x[1:] + drawn.x[:-1]) / 2, drawn.y
    return drawn.x, drawn.y


def _pixels(plot: Plot, drawn: DrawnCurve) -> tuple[np.ndarray, np.ndarray]:
    x, y = _centres(drawn)
    view = plot.box.viewRect()
    scene = plot.box.sceneBoundingRect()
    left = scene.left() + (x - view.left()) / view.width() * scene.width()
    top = scene.bottom() - (y - view.top()) / view.height() * scene.height()
    return left, top


def _text(drawn: DrawnCurve, figure: Figure, point: int) -> str:
    y = number(float(drawn.y[point]))
    if drawn.curve.shape is Shape.STEPS:
        x = f"{number(float(drawn.x[point]))} – {number(float(drawn.x[point + 1]))}"
    elif figure.scale is Scale.PERCENTILE:
        x = f"{(1 - 10 ** -float(drawn.x[point])) * 100:.8g}"
    else:
        x = number(float(drawn.x[point]))
    return f"{drawn.curve.name}\n{figure.x_title}: {x}\n{figure.y_title}: {y}"
