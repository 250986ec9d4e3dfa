"""The readiness strip: the counts by status as one bar, and as the filter."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QToolTip, QVBoxLayout, QWidget

from workbench.assess.snapshot import Summary
from workbench.model.language import Language
from workbench.model.status import WORST_FIRST, Status
from workbench.model.words import STATUS, STATUS_GLYPH, STATUS_MEANING
from workbench.ui.colours import scheme_of
from workbench.ui.style import set_part

_BAR_HEIGHT = 12
_LEAST_WIDTH = 5.0
_GAP = 2.0


@dataclass(frozen=True)
class Segment:
    """One part of the bar: how many components, and whether they are presumed."""

    status: Status
    count: int
    presumed: bool = False


def segments_of(summary: Summary) -> list[Segment]:
    """Return the parts of the bar, the worst first; presumed ones stand behind the others."""
    parts = []
    for status in WORST_FIRST:
        count = summary.by_status[status]
        if status is Status.READY:
            parts.append(Segment(status, count - summary.presumed))
            parts.append(Segment(status, summary.presumed, presumed=True))
        else:
            parts.append(Segment(status, count))
    return [part for part in parts if part.count]


class Bar(QWidget):
    """The painted bar; a click on a part asks for its components."""

    clicked = Signal(object)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._segments: list[Segment] = []
        self.setFixedHeight(_BAR_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_segments(self, segments: list[Segment]) -> None:
        """Show `segments`."""
        self._segments = segments
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scheme = scheme_of(self.palette())
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(scheme.line))
        for segment, place in self._places():
            colour = QColor(scheme.status[segment.status].text)
            if segment.presumed:
                painter.fillRect(place, QColor(scheme.status[segment.status].tint))
                painter.fillRect(place, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            else:
                painter.fillRect(place, colour)
            gap = QRectF(place.right(), 0, _GAP, place.height())
            painter.fillRect(gap, QColor(scheme.window))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        segment = self._at(event.position())
        if segment is not None:
            self.clicked.emit(segment)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            segment = self._at(QPointF(event.pos()))
            if segment is not None:
                QToolTip.showText(event.globalPos(), segment_tip(segment, self._say), self)
            return True
        return super().event(event)

    def _places(self) -> list[tuple[Segment, QRectF]]:
        total = sum(s.count for s in self._segments)
        if not total:
            return []
        room = self.width() - _LEAST_WIDTH * len(self._segments)
        places, left = [], 0.0
        for segment in self._segments:
            width = _LEAST_WIDTH + room * segment.count / total
            places.append((segment, QRectF(left, 0, width - _GAP, self.height())))
            left += width
        places[-1][1].setRight(self.width())
        return places

    def _at(self, point: QPointF) -> Segment | None:
        places = self._places()
        return next((s for s, place in places if place.left() <= point.x() <= place.right()), None)


class ReadinessStrip(QWidget):
    """The bar, its numbers in words below, and what is still to be reviewed at the right."""

    wanted = Signal(object)
    """The Segment whose components are to be shown."""
    review_wanted = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.bar = Bar(say)
        self.bar.clicked.connect(self.wanted)
        self._counts: list[tuple[Segment, QToolButton]] = []
        self._line = QHBoxLayout()
        self._line.setSpacing(4)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._decided = QLabel()
        set_part(self._decided, "muted")
        self._review = QToolButton()
        set_part(self._review, "count")
        self._review.setToolTip(say("Not ready and without a decision: show them"))
        self._review.clicked.connect(self.review_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.bar)
        layout.addLayout(self._line)
        self._line.addStretch(1)
        self._line.addWidget(self._decided)
        self._line.addWidget(self._review)

    def show_summary(self, summary: Summary, filtered: tuple[str, ...], presumed: bool) -> None:
        """Show the counts; `filtered` holds the statuses that the search asks for."""
        segments = segments_of(summary)
        self.bar.show_segments(segments)
        if [s.status for s, _ in self._counts] != [s.status for s in segments] or [
            s.presumed for s, _ in self._counts
        ] != [s.presumed for s in segments]:
            self._make_counts(segments)
        only = filtered[0] if len(filtered) == 1 else ""
        for place, segment in enumerate(segments):
            button = self._counts[place][1]
            self._counts[place] = segment, button
            button.setToolTip(segment_tip(segment, self._say))
            button.setChecked(segment.status == only and segment.presumed == presumed)
        self._decided.setText(self._say("{n} decided", n=f"{summary.decided:,}"))
        self._review.setText(self._say("{n} to review", n=f"{summary.to_review:,}"))
        self._review.setEnabled(bool(summary.to_review))
        self._fit()
        self.setVisible(bool(summary.total))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the words where there is room for them, else the glyphs."""
        metrics = self.fontMetrics()
        rest = f"{self._decided.text()} {self._review.text()}"
        words = [self._label(segment, compact=False) for segment, _ in self._counts]
        wanted = sum(metrics.horizontalAdvance(text) + 20 for text in (rest, *words))
        compact = wanted > self.width()
        for segment, button in self._counts:
            button.setText(self._label(segment, compact))
            button.setAccessibleName(self._label(segment, compact=False))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for segment, button in self._counts:
                self._tint(button, segment)

    def _make_counts(self, segments: list[Segment]) -> None:
        for _, button in self._counts:
            self._line.removeWidget(button)
            button.deleteLater()
        self._counts = []
        for place, segment in enumerate(segments):
            button = QToolButton()
            button.setCheckable(True)
            set_part(button, "count")
            self._tint(button, segment)
            button.clicked.connect(self._on_count)
            self._line.insertWidget(place, button)
            self._counts.append((segment, button))

    def _label(self, segment: Segment, compact: bool) -> str:
        if compact:
            glyph = "≈" if segment.presumed else STATUS_GLYPH[segment.status]
            return f"{glyph} {segment.count:,}"
        if segment.presumed:
            return self._say("{n} presumed", n=f"{segment.count:,}")
        return f"{segment.count:,} {self._say(STATUS[segment.status])}"

    def _tint(self, button: QToolButton, segment: Segment) -> None:
        palette = button.palette()
        tone = scheme_of(self.palette()).status[segment.status]
        palette.setColor(palette.ColorRole.ButtonText, QColor(tone.text))
        button.setPalette(palette)

    @Slot()
    def _on_count(self) -> None:
        for segment, button in self._counts:
            if button is self.sender():
                self.wanted.emit(segment)


def segment_tip(segment: Segment, say: Language) -> str:
    """Return what a part of the strip stands for."""
    if segment.presumed:
        return say("Ready, presumed: nothing native was seen, and nothing was inspected")
    return f"{say(STATUS[segment.status])}: {say(STATUS_MEANING[segment.status])}"
