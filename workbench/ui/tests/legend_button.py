"""One entry of a legend: a sample of the line, its name, and whether it is shown."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QToolButton, QWidget

from workbench.model.run import Architecture
from workbench.ui.colours import scheme_of
from workbench.ui.style import set_part
from workbench.ui.tests.side_look import error_fill, look_of

_SIZE = QSize(28, 14)


class LegendButton(QToolButton):
    """Checked while its curves are shown."""

    def __init__(
        self,
        name: str,
        side: Architecture | None,
        parent: QWidget | None = None,
        *,
        errors: bool = False,
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._errors = errors
        set_part(self, "legend")
        self.setText(name)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(_SIZE)
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(self._paint_sample)
        self._paint_sample()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_sample()

    def _paint_sample(self) -> None:
        scheme = scheme_of(self.palette())
        look = look_of(self._side, scheme)
        pixmap = QPixmap(_SIZE * 2)
        pixmap.setDevicePixelRatio(2)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isChecked():
            painter.setOpacity(0.35)
        painter.setPen(QPen(QColor(look.line), 2, look.dash))
        painter.drawLine(0, 7, 28, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.line))
        if self._errors:
            painter.fillRect(0, 7, 28, 7, error_fill(scheme))
        elif look.marker == "o":
            painter.drawEllipse(10, 3, 8, 8)
        elif look.marker == "t1":
            painter.drawPolygon(QPolygonF([QPointF(14, 2), QPointF(19, 11), QPointF(9, 11)]))
        else:
            painter.drawRect(10, 3, 8, 8)
        painter.end()
        self.setIcon(QIcon(pixmap))
