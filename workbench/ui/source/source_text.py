"""Read-only source text with line numbers beside it and one line marked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from workbench.ui.colours import scheme_of
from workbench.ui.source.code_text import CodeText
from workbench.ui.source.excerpt import Excerpt


class SourceText(CodeText):
    """Shows an Excerpt. The numbers are painted beside the text, so that copying leaves them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 1
        self._line = 0
        self._numbers = _Numbers(self)
        self.updateRequest.connect(self._follow)

    def show_excerpt(self, excerpt: Excerpt) -> None:
        """Show the lines, the meant one in the middle."""
        self._first, self._line = excerpt.first, excerpt.line
        self.setPlainText("\n".join(excerpt.lines))
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()
        self._mark()

    def numbers_width(self) -> int:
        """Return how wide the column of numbers is, in pixels."""
        last = self._first + self.blockCount()
        return self.fontMetrics().horizontalAdvance("9") * max(2, len(str(last))) + 20

    def paint_numbers(self, painter: QPainter, rect: QRect) -> None:
        """Paint the numbers of the lines that are in view."""
        scheme = scheme_of(self.palette())
        painter.fillRect(rect, QColor(scheme.base))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        font = self.font()
        while block.isValid() and top <= rect.bottom():
            height = self.blockBoundingRect(block).height()
            number = self._first + block.blockNumber()
            meant = number == self._line
            if meant:
                painter.fillRect(
                    QRect(0, int(top), rect.width(), int(height)), QColor(scheme.selection)
                )
            font.setBold(meant)
            painter.setFont(font)
            painter.setPen(QColor(scheme.text if meant else scheme.muted))
            place = QRect(0, int(top), rect.width() - 10, int(height))
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number)
            )
            top += height
            block = block.next()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()
        self._centre()

    def _place_numbers(self) -> None:
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), self.numbers_width(), area.height())

    def _mark(self) -> None:
        selection = QTextEdit.ExtraSelection()
        if self._line:
            block = self.document().findBlockByNumber(self._line - self._first)
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            self.setTextCursor(cursor)
            selection.cursor = cursor
            selection.format.setBackground(QColor(scheme_of(self.palette()).selection))
            selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            self.setExtraSelections([selection])
            self._centre()
        else:
            self.setExtraSelections([])

    def _centre(self) -> None:
        if self._line:
            above = self.viewport().height() // max(1, self.fontMetrics().lineSpacing()) // 2
            self.verticalScrollBar().setValue(max(0, self._line - self._first - above + 1))
            self.horizontalScrollBar().setValue(0)

    @Slot(QRect, int)
    def _follow(self, rect: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())


class _Numbers(QWidget):
    def __init__(self, text: SourceText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        return QSize(self._text.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._text.paint_numbers(painter, event.rect())
        painter.end()
