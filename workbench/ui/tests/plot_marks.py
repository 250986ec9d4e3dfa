"""Lines across a plot: limits, knees and sustainable loads, and the marks that trim a series."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPen

from workbench.model.status import Status
from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Mark, MarkKind
from workbench.ui.tests.side_look import look_of

_DASH = {
    MarkKind.LIMIT: Qt.PenStyle.SolidLine,
    MarkKind.SUSTAINABLE: Qt.PenStyle.DashLine,
    MarkKind.KNEE: Qt.PenStyle.DotLine,
    MarkKind.LOAD: Qt.PenStyle.DashDotLine,
    MarkKind.NO_CHANGE: Qt.PenStyle.SolidLine,
}
_PLACES = {
    MarkKind.LIMIT: (0.02, 0.0),
    MarkKind.SUSTAINABLE: (0.94, -0.12),
    MarkKind.KNEE: (0.06, 0.12),
    MarkKind.LOAD: (0.58, 0.0),
    MarkKind.NO_CHANGE: (0.97, 0.0),
}
"""Where the first label of a kind stands on its line, and how far on the next, as parts of it."""


def draw_mark(item: Any, mark: Mark, place: int, scheme: Scheme, font: QFont) -> None:
    """Draw `mark`, the one number `place` (from 0) of its kind: no label hides another."""
    lying = mark.kind is MarkKind.LIMIT
    first, step = _PLACES[mark.kind]
    colour = scheme.status[Status.BLOCKED].text if lying else look_of(mark.side, scheme).line
    pen = QPen(QColor(colour), 1.2, _DASH[mark.kind])
    pen.setCosmetic(True)
    options = {
        "color": colour,
        "position": first + place * step,
        "anchors": [(0.0, 1.0), (0.0, 1.0)] if lying else [(0.0, 0.5), (1.0, 0.5)],
        "fill": _veil(scheme),
        "movable": False,
    }
    line = pg.InfiniteLine(
        mark.value, angle=0 if lying else 90, pen=pen, label=mark.label, labelOpts=options
    )
    line.label.setFont(font)
    item.addItem(line)


def _veil(scheme: Scheme) -> QColor:
    """Return what stands behind a label: curves show through it, and do not hide its text."""
    colour = QColor(scheme.base)
    colour.setAlpha(200)
    return colour


class TrimMarks(QObject):
    """Two lines to drag; what lies outside them is shaded: it does not count."""

    moved = Signal(float, float)

    def __init__(
        self, item: Any, trims: tuple[float, float], extent: tuple[float, float], scheme: Scheme
    ) -> None:
        super().__init__(item)
        self._start, self._end = extent
        shade = QColor(scheme.muted)
        shade.setAlpha(44)
        pen = QPen(QColor(scheme.muted), 2)
        pen.setCosmetic(True)
        hover = QPen(QColor(scheme.accent), 3)
        hover.setCosmetic(True)
        left = self._start + trims[0]
        right = self._end - trims[1]
        self.warm_up = pg.InfiniteLine(left, movable=True, pen=pen, hoverPen=hover)
        self.cool_down = pg.InfiniteLine(right, movable=True, pen=pen, hoverPen=hover)
        self._before = pg.LinearRegionItem((self._start, left), brush=shade, movable=False)
        self._after = pg.LinearRegionItem((right, self._end), brush=shade, movable=False)
        for region in (self._before, self._after):
            region.setZValue(-10)
            for edge in region.lines:
                edge.hide()
            item.addItem(region)
        for line in (self.warm_up, self.cool_down):
            line.setBounds((self._start, self._end))
            line.setZValue(5)
            line.sigPositionChanged.connect(self._follow)
            line.sigPositionChangeFinished.connect(self._tell)
            item.addItem(line)

    @Slot()
    def _follow(self) -> None:
        self._before.setRegion((self._start, self.warm_up.value()))
        self._after.setRegion((self.cool_down.value(), self._end))

    @Slot()
    def _tell(self) -> None:
        left, right = sorted((self.warm_up.value(), self.cool_down.value()))
        self.moved.emit(left - self._start, self._end - right)
