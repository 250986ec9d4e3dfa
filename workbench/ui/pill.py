"""The status pill: glyph, word and tint, the same wherever a status is shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.model.language import Language
from workbench.model.status import Confidence, Status
from workbench.model.words import CONFIDENCE, STATUS, STATUS_GLYPH
from workbench.ui.colours import scheme_of

_PADDING = 8.0
_GLYPH_WIDTH = 14.0
_MARGIN = 3.0


def pill_font(font: QFont) -> QFont:
    """Return the font of a pill's text beside text in `font`."""
    made = QFont(font)
    made.setBold(True)
    made.setPointSizeF(font.pointSizeF() * 0.92)
    return made


def pill_width(word: str, font: QFont) -> float:
    """Return how wide a pill with `word` is."""
    return QFontMetricsF(pill_font(font)).horizontalAdvance(word) + 2 * _PADDING + _GLYPH_WIDTH


def paint_pill(
    painter: QPainter,
    place: QRectF,
    status: Status,
    word: str,
    palette: QPalette,
    *,
    presumed: bool = False,
    plain: bool = False,
) -> float:
    """Paint a pill at the left of `place`, centred in its height; return its right edge.

    A presumed status is outlined and not filled; `plain` is for headings: no tint, no outline.
    """
    tone = scheme_of(palette).status[status]
    font = painter.font()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(pill_font(font))
    height = min(place.height() - 2 * _MARGIN, painter.fontMetrics().height() + 4.0)
    width = min(pill_width(word, font), place.width())
    box = QRectF(place.left(), place.center().y() - height / 2 + 0.5, width, height)
    if not plain:
        _paint_box(painter, box, QColor(tone.tint), QColor(tone.text), presumed)
    painter.setPen(QColor(tone.text))
    glyph = QRectF(box.left() + _PADDING - 2, box.top(), _GLYPH_WIDTH, box.height())
    painter.drawText(glyph, Qt.AlignmentFlag.AlignCenter, STATUS_GLYPH[status])
    text = box.adjusted(_PADDING + _GLYPH_WIDTH, 0, -_PADDING / 2, 0)
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, int(text.width()) + 1)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()
    return box.right()


def _paint_box(
    painter: QPainter, box: QRectF, tint: QColor, outline: QColor, presumed: bool
) -> None:
    radius = box.height() / 2
    if presumed:
        outline.setAlpha(150)
        pen = QPen(outline, 1.0, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(box, radius, radius)


class Pill(QWidget):
    """A pill as a widget, with the confidence as a word beside it."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._status = Status.UNKNOWN
        self._confidence: Confidence | None = None
        self._note = ""
        self._alone = False

    def show_status(
        self,
        status: Status,
        confidence: Confidence | None,
        note: str = "",
        *,
        alone: bool = False,
    ) -> None:
        """Show `status`, then the confidence and `note` in words; `alone`: they are a tooltip."""
        self._status, self._confidence, self._alone = status, confidence, alone
        policy = QSizePolicy.Policy.Fixed if alone else QSizePolicy.Policy.Expanding
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        words = [self._say(CONFIDENCE[confidence])] if confidence is not None else []
        self._note = " · ".join([*words, *filter(None, [note])])
        self.setAccessibleName(" ".join([self._say(STATUS[status]), self._note]).strip())
        self.setToolTip(self._note)
        self.update()

    def sizeHint(self) -> QSize:
        word = self._say(STATUS[self._status])
        wide = int(pill_width(word, self.font())) + 1 if self._alone else 120
        return QSize(wide, self.fontMetrics().height() + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        presumed = self._confidence is Confidence.PRESUMED
        place = QRectF(self.rect())
        word = self._say(STATUS[self._status])
        right = paint_pill(painter, place, self._status, word, self.palette(), presumed=presumed)
        if self._alone:
            painter.end()
            return
        painter.setPen(QColor(scheme_of(self.palette()).muted))
        rest = place.adjusted(right + 8, 0, 0, 0)
        text = painter.fontMetrics().elidedText(
            self._note, Qt.TextElideMode.ElideRight, int(rest.width())
        )
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
