"""A line that opens what is below it; what is below is made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.ui.colours import scheme_of
from workbench.ui.labels import label, wrapped
from workbench.ui.style import set_part

_INDENT = 20


class Disclosure(QWidget):
    """Title and note in one row that is a button, and its content, indented."""

    opened = Signal()
    """The content was made: the keyboard has more places to go."""

    def __init__(
        self,
        title: str,
        note: str,
        make: Callable[[], QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self.content: QWidget | None = None
        self.head = _Head(title, note)
        self.head.toggled.connect(self._on_toggled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.head)

    @Slot(bool)
    def _on_toggled(self, wanted: bool) -> None:
        if self.content is None:
            if not wanted:
                return
            self.content = self._make()
            self.content.setContentsMargins(_INDENT, 0, 0, 8)
            self._column.addWidget(self.content)
            self.opened.emit()
        self.content.setVisible(wanted)


class _Head(QPushButton):
    """The row. A button does not wrap its text, so labels on it do."""

    def __init__(self, title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_part(self, "row")
        self.setCheckable(True)
        self.setAccessibleName(f"{title}, {note}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 4, 4, 4)
        self._row.setSpacing(4)
        self._arrow = _Arrow()
        shown = wrapped(title)
        number = label(note, "small")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(shown, 1)
        self._row.addWidget(number, 0)
        for part in (self._arrow, shown, number):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        _match_height(self._arrow, shown)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(self._arrow.point)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggle()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.setChecked(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)


class _Arrow(QWidget):
    """Points to the right, or down where the row is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._down = False

    @Slot(bool)
    def point(self, down: bool) -> None:
        self._down = down
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(scheme_of(self.palette()).muted), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        middle = QPointF(self.width() / 2, self.height() / 2)
        bend = [(-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)] if self._down else _TO_THE_RIGHT
        painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in bend]))
        painter.end()


_TO_THE_RIGHT = [(-2.0, -4.0), (2.0, 0.0), (-2.0, 4.0)]


def _match_height(arrow: QWidget, text: QLabel) -> None:
    """Let the arrow stand beside the first line of `text`."""
    arrow.setFixedSize(12, text.fontMetrics().height())
