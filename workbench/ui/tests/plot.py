"""Draws a figure with pyqtgraph. Imported for the first chart only: that import is slow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPen

from workbench.ui.colours import Scheme
from workbench.ui.tests.figure import Curve, Figure, MarkKind, Scale, Shape
from workbench.ui.tests.plot_axes import dress_axes, positions
from workbench.ui.tests.plot_bars import draw_bars
from workbench.ui.tests.plot_errors import ErrorOverlay
from workbench.ui.tests.plot_marks import TrimMarks, draw_mark
from workbench.ui.tests.side_look import look_of
from workbench.ui.tests.thinning import Floats, thinned

_MARGIN = 0.03
"""Room beside the data, as a part of their width."""
_ZOOM_STEP = 0.8
_DENSE = 2000
"""From so many points on a line is drawn thin: thick joins of a dense line are slow and blur."""


class DrawnCurve:
    """A curve on the plot: its points in the plot's own coordinates, and its item."""

    def __init__(self, curve: Curve, x: Floats, y: Floats, item: Any) -> None:
        self.curve = curve
        self.x = x
        self.y = y
        self.item = item

    @property
    def shown(self) -> bool:
        """Whether the legend has it on."""
        return bool(self.item.isVisible())

    def thin(self, left: float, right: float, pixels: int) -> None:
        """Give the item the points that can be seen."""
        if self.curve.shape is Shape.LINE:
            self.item.setData(*thinned(self.x, self.y, left, right, pixels))


class Plot(QObject):
    """One pyqtgraph plot that shows one figure at a time."""

    pointed = Signal(object)
    """The mouse is at this place of the widget."""
    trimmed = Signal(float, float)
    """The user moved a mark: seconds at the start and at the end that do not count."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.widget = pg.PlotWidget(background=None)
        self.widget.setFrameShape(self.widget.Shape.NoFrame)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setStyleSheet("background: transparent")
        self.item = self.widget.getPlotItem()
        self.item.hideButtons()
        self.item.setMenuEnabled(False)
        self.box = self.item.getViewBox()
        self.box.disableAutoRange()
        self.curves: list[DrawnCurve] = []
        self._figure: Figure | None = None
        self._trims: TrimMarks | None = None
        self._errors: ErrorOverlay | None = None
        self._home: tuple[tuple[float, float], tuple[float, float]] = ((0, 1), (0, 1))
        self._hidden: set[str] = set()
        self.box.sigXRangeChanged.connect(self._on_range)
        self.box.sigResized.connect(self._on_range)
        self.widget.scene().sigMouseMoved.connect(self.pointed)

    # --- drawing

    def draw(self, figure: Figure, scheme: Scheme, font: QFont) -> None:
        """Show `figure` in the colours of `scheme`; the view stays where it was on a redraw."""
        again = self._figure is not None and self._figure.id == figure.id
        view = self.box.viewRange() if again and self._figure == figure else None
        self._clear()
        self._figure = figure
        dress_axes(self.item, figure, scheme, font)
        ribbons = [c for c in figure.curves if c.shape is Shape.RIBBON]
        if ribbons:
            self._errors = ErrorOverlay(self.item, ribbons, figure.right_title, scheme, font)
        for curve in figure.curves:
            if curve.shape is not Shape.RIBBON:
                self.curves.append(self._draw_curve(curve, figure.scale, scheme))
        if figure.bars:
            draw_bars(self.item, figure.bars, scheme)
        places: Counter[MarkKind] = Counter()
        for mark in figure.marks:
            draw_mark(self.item, mark, places[mark.kind], scheme, font)
            places[mark.kind] += 1
        self._home = self._whole()
        if figure.trims is not None:
            self._trims = TrimMarks(self.item, figure.trims, self._extent(), scheme)
            self._trims.moved.connect(self.trimmed)
        for name in self._hidden:
            self.show_curve(name, shown=False)
        if view is None:
            self.reset()
        else:
            self.box.setRange(xRange=view[0], yRange=view[1], padding=0)

    def _clear(self) -> None:
        if self._errors is not None:
            self._errors.remove()
        self._errors, self._trims = None, None
        self.item.clear()
        self.curves.clear()

    def _draw_curve(self, curve: Curve, scale: Scale, scheme: Scheme) -> DrawnCurve:
        look = look_of(curve.side, scheme)
        x, y = positions(curve, scale)
        if curve.shape is Shape.DOTS:
            item = pg.ScatterPlotItem(
                x, y, symbol=look.marker, size=6, brush=look.dot, pen=None, pxMode=True
            )
        elif curve.shape is Shape.STEPS:
            fill = QColor(look.line)
            fill.setAlpha(56)
            item = pg.PlotCurveItem(
                x, y, stepMode="center", fillLevel=0, brush=fill, pen=_pen(look.line, look.dash, 2)
            )
        else:
            width = 1.0 if len(x) > _DENSE else 2.2
            dash = Qt.PenStyle.SolidLine if len(x) > _DENSE else look.dash
            item = pg.PlotCurveItem(x, y, pen=_pen(look.line, dash, width), antialias=True)
        item.setZValue(2 if curve.shape is Shape.DOTS else 1)
        self.item.addItem(item)
        return DrawnCurve(curve, x, y, item)

    # --- what is seen

    def reset(self) -> None:
        """Show the whole chart."""
        self.box.setRange(xRange=self._home[0], yRange=self._home[1], padding=0)

    def zoom(self, closer: bool) -> None:
        """Show less or more, around the middle."""
        step = _ZOOM_STEP if closer else 1 / _ZOOM_STEP
        self.box.scaleBy((step, step))

    def pan(self, right: float, up: float) -> None:
        """Move the view by parts of its width and height."""
        (left, far), (low, high) = self.box.viewRange()
        self.box.translateBy(x=right * (far - left), y=up * (high - low))

    def show_curve(self, name: str, *, shown: bool) -> None:
        """Switch the curves called `name` on or off."""
        (self._hidden.discard if shown else self._hidden.add)(name)
        for drawn in self.curves:
            if drawn.curve.name == name:
                drawn.item.setVisible(shown)
        if self._errors is not None:
            self._errors.show_curve(name, shown=shown)

    def _extent(self) -> tuple[float, float]:
        known = [d.x for d in self.curves if len(d.x)]
        if not known:
            return (0.0, 1.0)
        return (min(float(x[0]) for x in known), max(float(np.nanmax(x)) for x in known))

    def _whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        figure = self._figure
        if figure is None or figure.is_empty:
            return ((0.0, 1.0), (0.0, 1.0))
        if figure.bars:
            values = [v for b in figure.bars for v in (b.value, b.low, b.high) if v is not None]
            values += [mark.value for mark in figure.marks]
            rows = min(len(figure.bars), 24)
            return (_widened(min(values), max(values), 0.08), (-rows + 0.4, 0.6))
        left, right = self._extent()
        heights = [d.y[np.isfinite(d.y)] for d in self.curves]
        heights = [y for y in heights if len(y)]
        low = 0.0 if figure.from_zero else min(float(y.min()) for y in heights)
        high = max(float(y.max()) for y in heights)
        if figure.top is not None:
            high = min(high, figure.top)
        bottom, top = _widened(low, high, 0.05)
        return (_widened(left, right, _MARGIN), (0.0 if figure.from_zero else bottom, top))

    @Slot()
    def _on_range(self) -> None:
        left, right = self.box.viewRange()[0]
        for drawn in self.curves:
            drawn.thin(left, right, int(self.box.width()))

    def render_whole_lines(self, draw: Callable[[], None]) -> None:
        """Run `draw` while every curve is one path: vector files stay small and editable."""
        lines = [d.item for d in self.curves if isinstance(d.item, pg.PlotCurveItem)]
        for line in lines:
            line.setSegmentedLineMode("off")
        try:
            draw()
        finally:
            for line in lines:
                line.setSegmentedLineMode("auto")


def _pen(colour: str, dash: Qt.PenStyle, width: float) -> QPen:
    pen = QPen(QColor(colour), width, dash)
    pen.setCosmetic(True)
    if dash is Qt.PenStyle.DashLine:
        pen.setDashPattern([6.0, 2.0])
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _widened(low: float, high: float, part: float) -> tuple[float, float]:
    room = (high - low) * part or abs(high) * part or 1.0
    return (low - room, high + room)
