"""Labels: headings, wrapped text, and one line that is elided and keeps its whole in a tooltip."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.model.regex import regex
from workbench.ui.style import set_part

_BREAKS = regex(
    r"(?<=[/@_\-?&=])(?=\w)|(?<=:)(?!\d+$)(?=\w)|(?<=\.)(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])"
)
"""A line number stays with its file."""
_LONG_WORD = 20


def label(text: str = "", part: str = "") -> QLabel:
    """Return a plain text label that plays `part` in the style sheet."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if part:
        set_part(made, part)
    return made


def wrapped(text: str = "", part: str = "") -> QLabel:
    """Return a plain text label that wraps, also inside long names, and can be selected."""
    made = _Wrapping()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(breakable(text))
    if part:
        set_part(made, part)
    made.setWordWrap(True)
    made.setMinimumWidth(40)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def linked(html: str = "", part: str = "") -> QLabel:
    """Return a wrapping label of our own HTML, whose links the keyboard reaches, too."""
    made = _Wrapping()
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    made.setWordWrap(True)
    made.setMinimumWidth(40)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.LinksAccessibleByMouse
        | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    if part:
        set_part(made, part)
    return made


class _Wrapping(QLabel):
    """Measures each width once: a layout asks often, and a long text is slow to measure."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self._hints: dict[str, QSize] = {}

    def setText(self, text: str) -> None:
        self._forget()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:
        self._forget()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        if "best" not in self._hints:
            self._hints["best"] = super().sizeHint()
        return self._hints["best"]

    def minimumSizeHint(self) -> QSize:
        if "least" not in self._hints:
            self._hints["least"] = super().minimumSizeHint()
        return self._hints["least"]

    def _forget(self) -> None:
        self._heights.clear()
        self._hints.clear()


def link(target: str, text: str) -> str:
    """Return an HTML link; both parts are escaped."""
    shown = escape(breakable(text))
    return f'<a style="text-decoration:none" href="{escape(target, quote=True)}">{shown}</a>'


def breakable(text: str) -> str:
    """Let long names break at their own punctuation (with zero-width spaces)."""
    return " ".join(
        _BREAKS.sub("\u200b", word) if len(word) > _LONG_WORD else word for word in text.split(" ")
    )


def elided_path(path: str, metrics: QFontMetrics, room: int) -> str:
    """Return `path` shortened to `room` pixels in its middle, its last part whole if it fits."""
    if metrics.horizontalAdvance(path) <= room:
        return path
    folder, slash, name = path.rpartition("/")
    tail = f"/{name}" if slash else name
    left = room - metrics.horizontalAdvance(tail)
    if slash and left >= metrics.horizontalAdvance("…"):
        return metrics.elidedText(folder, Qt.TextElideMode.ElideRight, left) + tail
    mode = Qt.TextElideMode.ElideLeft if slash else Qt.TextElideMode.ElideMiddle
    return metrics.elidedText(path, mode, room)


class ElidedLabel(QLabel):
    """One line that gives way: elided in the middle or at the end, whole in its tooltip."""

    def __init__(
        self,
        text: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(48, super().sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = self.contentsRect()
        if self._mode is Qt.TextElideMode.ElideMiddle:
            text = elided_path(self.text(), self.fontMetrics(), place.width())
        else:
            text = self.fontMetrics().elidedText(self.text(), self._mode, place.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()
