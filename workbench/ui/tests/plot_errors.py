"""Errors over a time series: filled, in the lower quarter, on an axis of their own at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QFont, QPen

from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Curve
from workbench.ui.tests.side_look import error_fill, look_of

_PART = 4
"""The axis reaches so many times the highest error rate: errors never hide the series."""


class ErrorOverlay(QObject):
    """A second view box over the plot, moved with it sideways and not up and down."""

    def __init__(
        self, item: Any, curves: Sequence[Curve], title: str, scheme: Scheme, font: QFont
    ) -> None:
        super().__init__(item)
        self._item = item
        self._box = pg.ViewBox(enableMouse=False)
        self._box.setZValue(-5)
        item.scene().addItem(self._box)
        self._box.setXLink(item.getViewBox())
        axis = item.getAxis("right")
        axis.linkToView(self._box)
        axis.enableAutoSIPrefix(False)
        axis.setPen(QPen(QColor(scheme.field_line)))
        axis.setTextPen(QColor(scheme.muted))
        axis.setTickFont(font)
        axis.setLabel(title, **{"color": scheme.muted, "font-size": f"{font.pointSizeF():.1f}pt"})
        item.showAxis("right")
        fill = error_fill(scheme)
        self._curves: list[tuple[str, Any]] = []
        highest = 0.0
        for curve in curves:
            y = np.asarray(curve.y, dtype=np.float64)
            look = look_of(curve.side, scheme)
            pen = QPen(QColor(look.line), 1, look.dash)
            pen.setCosmetic(True)
            drawn = pg.PlotCurveItem(
                np.asarray(curve.x, dtype=np.float64), y, fillLevel=0, brush=fill, pen=pen
            )
            self._box.addItem(drawn)
            self._curves.append((curve.name, drawn))
            highest = max(highest, float(np.nanmax(y)) if len(y) else 0.0)
        self._box.setYRange(0, (highest or 1.0) * _PART, padding=0)
        item.getViewBox().sigResized.connect(self._follow)
        self._follow()

    def show_curve(self, name: str, *, shown: bool) -> None:
        """Switch the errors called `name` on or off."""
        for known, drawn in self._curves:
            if known == name:
                drawn.setVisible(shown)

    def remove(self) -> None:
        """Take the overlay off the plot."""
        self._item.getViewBox().sigResized.disconnect(self._follow)
        self._item.hideAxis("right")
        self._item.scene().removeItem(self._box)

    @Slot()
    def _follow(self) -> None:
        self._box.setGeometry(self._item.getViewBox().sceneBoundingRect())
        self._box.linkedViewChanged(self._item.getViewBox(), pg.ViewBox.XAxis)
