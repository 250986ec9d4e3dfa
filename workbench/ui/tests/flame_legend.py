"""The legend of a difference: the colours from less to more, with the direction in words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.model.language import Language
from workbench.results.flame.comparison import Comparison
from workbench.ui.colours import scheme_of
from workbench.ui.tests.flame_colours import STEPS, shade, tones_of
from workbench.ui.tests.flame_words import change

_BAR = 150


class FlameLegend(QWidget):
    """Painted in the colours of the canvas, so that both always agree."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._least = self._most = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_limit(self, comparison: Comparison | None, limit: float) -> None:
        """Say what the outermost colours stand for: a difference of `limit` and more."""
        if comparison is not None:
            self._least = change(-limit, comparison, self._say)
            self._most = change(limit, comparison, self._say)
        self.setAccessibleName(" … ".join(self._words()))
        self.update()

    def sizeHint(self) -> QSize:
        wide = sum(self.fontMetrics().horizontalAdvance(text) for text in self._words())
        return QSize(wide + _BAR + 24, self.fontMetrics().height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        scheme = scheme_of(self.palette())
        painter.setPen(QColor(scheme.text))
        self.paint(painter, QRectF(self.rect()))
        painter.end()

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint the legend into `place`, in the painter's pen for text."""
        tones = tones_of(scheme_of(self.palette()))
        less, more = self._words()
        metrics = painter.fontMetrics()
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, less)
        left = place.left() + metrics.horizontalAdvance(less) + 8
        wide = _BAR / (2 * STEPS + 1)
        top, height = place.center().y() - 5, 10
        for step in range(-STEPS, STEPS + 1):
            painter.fillRect(QRectF(left, top, wide + 0.5, height), shade(tones, step))
            left += wide
        rest = place.adjusted(left + 8 - place.left(), 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, more)

    def _words(self) -> tuple[str, str]:
        return (
            self._say("Blue: less on arm64 ({delta})", delta=self._least),
            self._say("Orange: more on arm64 ({delta})", delta=self._most),
        )
