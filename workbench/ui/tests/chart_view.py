"""One chart: its question as title, its answer, the legend, the picture and its tools."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.colours import scheme_of
from workbench.ui.labels import wrapped
from workbench.ui.style import set_part
from workbench.ui.tests.chart_export import FORMATS, Sheet, csv_of, legend
from workbench.ui.tests.figure import Figure
from workbench.ui.tests.flow_layout import FlowLayout
from workbench.ui.tests.legend_button import LegendButton

if TYPE_CHECKING:
    from workbench.ui.tests.plot import Plot
    from workbench.ui.tests.plot_hover import Spot

_PAN = 0.1
_PANS = {
    Qt.Key.Key_Left: (-_PAN, 0.0),
    Qt.Key.Key_Right: (_PAN, 0.0),
    Qt.Key.Key_Up: (0.0, _PAN),
    Qt.Key.Key_Down: (0.0, -_PAN),
}
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ChartView(QFrame):
    """Shows a figure. The picture is made when the first figure with something in it arrives."""

    export_wanted = Signal(str)
    """One of FORMATS: the user wants this chart as a file."""
    trimmed = Signal(float, float)
    """The user moved a mark: seconds at the start and at the end that do not count."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        set_part(self, "box")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.figure: Figure | None = None
        self.plot: Plot | None = None
        self.spot: Spot | None = None
        self.title = wrapped("", "heading")
        self.answer = wrapped("", "muted")
        self.legend_buttons: list[LegendButton] = []
        self.reset_button = self._tool(say("Show all"), say("Show the whole chart (0)"))
        self.reset_button.clicked.connect(self.reset)
        self.export_button = self._tool(say("Save as…"), say("Save the chart or its numbers"))
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.export_button)
        for name in FORMATS:
            action = menu.addAction(name.upper())
            action.triggered.connect(partial(self._on_export, name))
        self.export_button.setMenu(menu)
        self._empty = wrapped("", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._legend = FlowLayout(gap=4, lines=0)
        self._tip = QLabel(self)
        set_part(self._tip, "tip")
        self._tip.setTextFormat(Qt.TextFormat.PlainText)
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.hide()
        self._lay_out()

    def _tool(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        set_part(button, "quiet")
        button.setText(text)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addLayout(self._legend, 1)
        tools.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignTop)
        tools.addWidget(self.export_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(0)
        layout.addWidget(self.title)
        layout.addWidget(self.answer)
        layout.addLayout(tools)
        layout.addWidget(self._stack, 1)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    # --- showing

    def show_figure(self, figure: Figure, *, headed: bool = True) -> None:
        """Show `figure` instead of the one before.

        `headed` is False where the question and the answer stand above the chart already.
        """
        before, self.figure = self.figure, figure
        self._hide_tip()
        self.title.setText(figure.title)
        self.answer.setText(figure.answer)
        self.title.setVisible(headed)
        self.answer.setVisible(headed and bool(figure.answer))
        self.setAccessibleName(figure.title)
        self.setAccessibleDescription(figure.answer)
        self.reset_button.setVisible(not figure.is_empty)
        self.export_button.setVisible(not figure.is_empty)
        if before is None or legend(before) != legend(figure):
            self._show_legend(figure)
        if figure.is_empty:
            self._empty.setText(figure.empty)
            self._stack.setCurrentWidget(self._empty)
        else:
            self._draw()

    def _draw(self) -> None:
        if self.figure is None or self.figure.is_empty:
            return
        if self.plot is None:
            from workbench.ui.tests.plot import Plot

            self.plot = Plot(self)
            self.plot.pointed.connect(self._on_pointed)
            self.plot.trimmed.connect(self.trimmed)
            self._stack.addWidget(self.plot.widget)
        self._stack.setCurrentWidget(self.plot.widget)
        self.plot.draw(self.figure, scheme_of(self.palette()), self._small_font())

    def _small_font(self) -> QFont:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.92)
        return font

    def _show_legend(self, figure: Figure) -> None:
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.legend_buttons = []
        for name, side, errors in legend(figure):
            button = LegendButton(name, side, errors=errors)
            button.setToolTip(self._say("Show or hide {name}", name=name))
            button.toggled.connect(partial(self._on_toggled, name))
            self.legend_buttons.append(button)
            self._legend.addWidget(button)
        self._legend.invalidate()

    @Slot()
    def reset(self) -> None:
        """Show the whole chart again."""
        if self.plot is not None:
            self.plot.reset()
            self._hide_tip()

    def content(self, format_: str) -> bytes:
        """Return the chart in one of FORMATS, as it is shown now."""
        if self.figure is None or self.plot is None:
            return b""
        if format_ == "csv":
            return csv_of(self.figure, self._say).encode("utf-8-sig")
        sheet = Sheet(self.figure, self.plot, scheme_of(self.palette()), self.font())
        return sheet.svg() if format_ == "svg" else sheet.png()

    # --- the user

    def _on_export(self, format_: str) -> None:
        self.export_wanted.emit(format_)

    def _on_toggled(self, name: str, shown: bool) -> None:
        if self.plot is not None:
            self.plot.show_curve(name, shown=shown)
            self._hide_tip()

    @Slot(object)
    def _on_pointed(self, mouse: QPointF) -> None:
        from workbench.ui.tests.plot_hover import spot_near

        if self.plot is not None and self.figure is not None:
            self._show_spot(spot_near(self.plot, self.figure, mouse))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot, key = self.plot, Qt.Key(event.key())
        if plot is None:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_0:
            self.reset()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            plot.zoom(key != Qt.Key.Key_Minus)
            self._hide_tip()
        elif key in _PANS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            plot.pan(*_PANS[key])
            self._hide_tip()
        elif key in _STEPS:
            self._step(*_STEPS[key])
        else:
            super().keyPressEvent(event)

    def _step(self, curves: int, points: int) -> None:
        """Move the spot by curves or by points: the values can be read without a mouse."""
        from workbench.ui.tests.plot_hover import nearest_to, spot_at

        if self.plot is None or self.figure is None or not self.plot.curves:
            return
        if self.spot is None:
            self._show_spot(spot_at(self.plot, self.figure, 0, 0))
            return
        curve = max(0, min(self.spot.curve + curves, len(self.plot.curves) - 1))
        if curve == self.spot.curve:
            last = len(self.plot.curves[curve].y) - 1
            point = max(0, min(self.spot.point + points, last))
        else:
            here = float(self.plot.curves[self.spot.curve].x[self.spot.point])
            point = nearest_to(self.plot, curve, here)
        self._show_spot(spot_at(self.plot, self.figure, curve, point))

    def _show_spot(self, spot: Spot | None) -> None:
        self.spot = spot
        if spot is None or self.plot is None:
            self._tip.hide()
            return
        self._tip.setText(spot.text)
        self._tip.adjustSize()
        place = self.plot.widget.mapTo(self, self.plot.widget.mapFromScene(spot.place))
        left = place.x() + 12
        if left + self._tip.width() > self.width() - 8:
            left = place.x() - 12 - self._tip.width()
        top = max(8, min(place.y() - self._tip.height() - 8, self.height() - self._tip.height()))
        self._tip.move(max(8, left), top)
        self._tip.raise_()
        self._tip.show()
        self.setAccessibleDescription(spot.text)

    def _hide_tip(self) -> None:
        self._show_spot(None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hide_tip()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
