"""Axes of a plot: colours, fonts, titles, and the percentile scale log10(1 / (1 - p))."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import Any

import numpy as np
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Curve, Figure, Scale
from workbench.ui.tests.thinning import Floats

PERCENTILE_TICKS = (0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999)
_ROW_TICK_LENGTH = 34
_ROOM = 16.0
"""Pixels for ticks and the gaps between them, their labels and the title."""


def spread(fraction: float) -> float:
    """Return where the fraction `fraction` (below 1) stands on the percentile scale."""
    return float(-np.log10(1.0 - fraction))


def positions(curve: Curve, scale: Scale) -> tuple[Floats, Floats]:
    """Return the points of `curve` where they are drawn; on the percentile scale 1 has no place."""
    x = np.asarray(curve.x, dtype=np.float64)
    y = np.asarray(curve.y, dtype=np.float64)
    if scale is Scale.PERCENTILE:
        inside = x < 1.0
        return -np.log10(1.0 - x[inside]), y[inside]
    return x, y


def dress_axes(item: Any, figure: Figure, scheme: Scheme, font: QFont) -> None:
    """Give the axes of `item` their titles, ticks, fonts and colours."""
    pen = QPen(QColor(scheme.field_line))
    for name, title in (("bottom", figure.x_title), ("left", figure.y_title)):
        axis = item.getAxis(name)
        axis.enableAutoSIPrefix(False)
        axis.setPen(pen)
        axis.setTextPen(QColor(scheme.muted))
        axis.setTickFont(font)
        axis.setStyle(tickLength=4, tickTextOffset=6, maxTickLevel=1)
        axis.setTicks(None)
        axis.tickStrings = _tick_texts
        axis.setLabel(title, **{"color": scheme.muted, "font-size": f"{font.pointSizeF():.1f}pt"})
        axis.setStyle(hideOverlappingLabels=name == "bottom")
    if figure.scale is Scale.PERCENTILE:
        ticks = [(spread(p), f"{p * 100:.10g}") for p in PERCENTILE_TICKS]
        item.getAxis("bottom").setTicks([ticks, []])
    if figure.bars:
        rows = [(-row, _short(bar.label)) for row, bar in enumerate(figure.bars)]
        item.getAxis("left").setTicks([rows, []])
    line = QFontMetricsF(font).height()
    item.getAxis("bottom").setHeight(2 * line + _ROOM)
    names = [_short(bar.label) for bar in figure.bars] or ["00,000"]
    widest = max(QFontMetricsF(font).horizontalAdvance(name) for name in names)
    item.getAxis("left").setWidth(widest + line + _ROOM)
    item.showGrid(x=True, y=not figure.bars, alpha=0.16)


def _tick_texts(values: Sequence[float], _scale: float, spacing: float) -> list[str]:
    """Return the texts of ticks that stand `spacing` apart, thousands separated."""
    decimals = max(0, -floor(log10(spacing))) if spacing > 0 else 0
    return [f"{value:,.{decimals}f}" for value in values]


def _short(text: str) -> str:
    return text if len(text) <= _ROW_TICK_LENGTH else f"…{text[1 - _ROW_TICK_LENGTH :]}"
