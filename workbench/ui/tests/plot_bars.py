"""Rows with intervals: one row a scenario or benchmark, the value as a marker on its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Bar
from workbench.ui.tests.side_look import look_of

_CAP = 0.22


def draw_bars(item: Any, bars: Sequence[Bar], scheme: Scheme) -> None:
    """Draw `bars` from the top down, row n at height -n."""
    for row, bar in enumerate(bars):
        look = look_of(bar.side, scheme)
        if bar.low is not None and bar.high is not None:
            pen = QPen(QColor(look.line), 2)
            pen.setCosmetic(True)
            x = [bar.low, bar.high, bar.low, bar.low, bar.high, bar.high]
            y = [-row, -row, -row - _CAP, -row + _CAP, -row - _CAP, -row + _CAP]
            item.addItem(pg.PlotCurveItem(x, y, connect="pairs", pen=pen))
        hollow = bar.low is None or bar.high is None
        marker = pg.ScatterPlotItem(
            [bar.value],
            [-row],
            symbol=look.marker,
            size=10,
            pen=QPen(QColor(look.line), 2),
            brush=QColor(scheme.base) if hollow else QColor(look.line),
        )
        marker.setZValue(2)
        item.addItem(marker)
