"""Passed, failed and skipped tests of one side as one bar; the words stand beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.model.status import Status
from workbench.ui.colours import scheme_of

_HEIGHT = 10
_TONES = {"passed": Status.READY, "failed": Status.BLOCKED, "skipped": Status.UNKNOWN}


class ParityBar(QWidget):
    """Widths in proportion to the larger side's tests, so that missing ones leave a gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[str, int] = {}
        self._whole = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: dict[str, int], whole: int) -> None:
        """Show `counts` out of `whole`."""
        self._counts, self._whole = counts, whole
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        scheme = scheme_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(scheme.line))
        left = 0.0
        for name, status in _TONES.items():
            width = self.width() * self._counts.get(name, 0) / self._whole if self._whole else 0.0
            if width:
                width = max(width, 2.0)
                painter.fillRect(
                    QRectF(left, 0, width, self.height()), QColor(scheme.status[status].text)
                )
                left += width
        painter.end()
