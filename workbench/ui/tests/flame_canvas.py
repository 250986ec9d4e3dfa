"""The painted flame graph: only frames wide enough to see are touched, however large the tree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QToolTip, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.colours import Scheme, scheme_of
from workbench.ui.style import set_part
from workbench.ui.tests.flame_colours import shade, text_on, tones_of
from workbench.ui.tests.flame_scene import Scene
from workbench.ui.tests.flame_steps import step_from
from workbench.ui.tests.flame_words import frame_words

_LEAST_WIDTH = 1.0
_LEAST_TEXT = 26.0
_PADDING = 4.0
_LEAVING_OUT = 0.35

Box = tuple[int, QRectF]


class FlameCanvas(QAbstractScrollArea):
    """One scene; the frame that is zoomed to fills the width."""

    zoom_wanted = Signal(int)
    """The node to zoom to."""
    current_changed = Signal(int)
    """The node that the keyboard or the pointer is at."""
    menu_wanted = Signal(int, QPointF)
    """The node, and where on the screen its menu belongs."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.scene: Scene | None = None
        self.zoom = 0
        self.current = 0
        self._icicle = True
        self._matches: npt.NDArray[np.bool_] | None = None
        self._boxes: list[Box] | None = None
        self._height = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(160, 120)

    def show_scene(self, scene: Scene | None, title: str) -> None:
        """Show `scene`; `title` says what it is to those who do not see it."""
        self.scene = scene
        self.zoom = self.current = 0
        self.setAccessibleName(title)
        self._again()

    def zoom_to(self, node: int) -> None:
        """Let `node` fill the width; what is wider lies around it."""
        self.zoom = node
        self._again()
        self.reveal(node)

    def set_current(self, node: int) -> None:
        """Mark `node` as the one that keys and actions mean."""
        self.current = node
        if self.scene is not None:
            words = frame_words(self.scene.comparison, node, self._say)
            self.setAccessibleDescription(". ".join(words))
        self.viewport().update()

    def set_matches(self, matches: npt.NDArray[np.bool_] | None) -> None:
        """Highlight the frames (one flag a name) that a search found; None ends the search."""
        self._matches = matches
        self.viewport().update()

    def set_icicle(self, icicle: bool) -> None:
        """Put the root at the top, or at the bottom."""
        self._icicle = icicle
        self._again()
        self.reveal(self.zoom)

    def row_height(self) -> int:
        """Return the height of a frame in pixels."""
        return self.fontMetrics().height() + 6

    def boxes(self) -> list[Box]:
        """Return node and place of every frame that is at least a pixel wide, widest last."""
        if self._boxes is None:
            least = self.viewport().height()
            self._boxes, self._height = self.placed(self.viewport().width(), least)
        return self._boxes

    def placed(self, width: int, least: int = 0) -> tuple[list[Box], float]:
        """Return the frames of a picture this wide, and its height: `least` or more."""
        boxes = self.place(width)
        height = max((box.bottom() for _, box in boxes), default=0.0)
        if not self._icicle:
            height = max(height, least)
            for _, box in boxes:
                box.moveTop(height - box.bottom())
        return boxes, height

    def place(self, width: int) -> list[Box]:
        """Return node and place of every frame in a picture this wide, the root at the top."""
        if self.scene is None or width <= 0:
            return []
        layout = self.scene.layout
        low, span = float(layout.left[self.zoom]), float(layout.width[self.zoom])
        if span <= 0:
            return []
        # A frame's edges are half a pixel inside the window: else rounding lets neighbours in.
        inset = span * 0.5 / width
        nodes = layout.visible(low + inset, low + span - inset, span * _LEAST_WIDTH / width)
        left = np.maximum((layout.left[nodes] - low) / span, 0.0) * width
        right = np.minimum((layout.left[nodes] + layout.width[nodes] - low) / span, 1.0) * width
        row = self.row_height()
        top = layout.depths[nodes] * row
        return [
            (node, QRectF(x, y, end - x, row))
            for node, x, y, end in zip(
                nodes.tolist(), left.tolist(), top.tolist(), right.tolist(), strict=True
            )
        ]

    def paint(self, painter: QPainter, boxes: list[Box], scheme: Scheme) -> None:
        """Paint `boxes`: frames of one colour together, then their names."""
        if self.scene is None:
            return
        groups: dict[tuple[str, bool], list[Box]] = {}
        for node, box in boxes:
            groups.setdefault(self._colour(self.scene, node, scheme), []).append((node, box))
        painter.setPen(Qt.PenStyle.NoPen)
        for (colour, _), members in groups.items():
            painter.setBrush(QColor(colour))
            painter.drawRects([_inner(box) for _, box in members])
        tones, metrics = tones_of(scheme), painter.fontMetrics()
        for (colour, faint), members in groups.items():
            ink = QColor(text_on(tones, colour))
            if faint:
                ink = QColor(scheme.muted)
            painter.setPen(ink)
            for node, box in members:
                if box.width() < _LEAST_TEXT:
                    continue
                room = box.adjusted(_PADDING, 0, -_PADDING, -1)
                name = self.scene.tree.name(node) or self._say("All stacks")
                text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        scheme = scheme_of(self.palette())
        painter.fillRect(event.rect(), QColor(scheme.base))
        if self.scene is None:
            painter.end()
            return
        if not self.boxes():
            painter.setPen(QColor(scheme.muted))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                self._say("This frame does not occur on this side."),
            )
            painter.end()
            return
        shift = self.verticalScrollBar().value()
        painter.translate(0, -shift)
        low, high = shift + event.rect().top(), shift + event.rect().bottom()
        shown = [(n, b) for n, b in self.boxes() if b.bottom() >= low and b.top() <= high]
        self.paint(painter, shown, scheme)
        self._paint_current(painter, scheme, shown)
        painter.end()

    def reveal(self, node: int) -> None:
        """Scroll so that the row of `node` is in sight."""
        if self.scene is None:
            return
        row = self.row_height()
        top = int(self.scene.layout.depths[node]) * row
        bar = self.verticalScrollBar()
        if not self._icicle:
            top = int(self._height) - top - row
        if not bar.value() <= top <= bar.value() + self.viewport().height() - row:
            bar.setValue(max(0, top - self.viewport().height() // 2))

    def node_at(self, point: QPointF) -> int | None:
        """Return the node painted at a point of the viewport."""
        place = QPointF(point.x(), point.y() + self.verticalScrollBar().value())
        return next((node for node, box in self.boxes() if box.contains(place)), None)

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        node = self.node_at(event.position())
        if node is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current_changed.emit(node)
            self.zoom_wanted.emit(node)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.node_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        node = self.node_at(QPointF(event.pos())) if by_mouse else self.current
        if node is not None:
            self.current_changed.emit(node)
            self.menu_wanted.emit(node, QPointF(event.globalPos()))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.scene is not None:
            node = self.node_at(QPointF(event.pos()))
            lines = [] if node is None else frame_words(self.scene.comparison, node, self._say)
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.scene is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.zoom_wanted.emit(self.current)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace):
            self.zoom_wanted.emit(max(0, int(self.scene.tree.parents[self.zoom])))
        elif key == Qt.Key.Key_Home:
            self.zoom_wanted.emit(0)
        else:
            node = step_from(self.current, Qt.Key(key), self.boxes(), self.scene, self._icicle)
            if node is None:
                super().keyPressEvent(event)
            else:
                self.current_changed.emit(node)
                self.reveal(node)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._again()

    def _again(self) -> None:
        self._boxes = None
        bar = self.verticalScrollBar()
        at_bottom = bar.value() == bar.maximum()
        self.boxes()
        bar.setRange(0, max(0, int(self._height) - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.row_height())
        if not self._icicle and at_bottom:
            bar.setValue(bar.maximum())
        self.viewport().update()

    def _colour(self, scene: Scene, node: int, scheme: Scheme) -> tuple[str, bool]:
        """Return a frame's colour, and whether it is faint: not found by the search."""
        tones = tones_of(scheme)
        if self._matches is not None and node:
            if self._matches[scene.tree.frames[node]]:
                return tones.match, False
            return scheme.hover, True
        if scene.differs:
            return shade(tones, int(scene.shades[node])).name(), False
        return tones.plain[int(scene.shades[node]) % len(tones.plain)], False

    def _paint_current(self, painter: QPainter, scheme: Scheme, boxes: list[Box]) -> None:
        if not self.hasFocus():
            return
        for node, box in boxes:
            if node == self.current:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(scheme.text), 2.0))
                painter.drawRect(_inner(box).adjusted(1, 1, -1, -1))


def _inner(box: QRectF) -> QRectF:
    """Return a frame's place without the gap to its neighbours."""
    gap = 1.0 if box.width() > 3 else _LEAVING_OUT
    return QRectF(box.left(), box.top(), box.width() - gap, box.height() - 1)


def titled(canvas: FlameCanvas, title: QLabel) -> QWidget:
    """Return the canvas below its title."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    set_part(title, "strong")
    layout.addWidget(title)
    layout.addWidget(canvas, 1)
    return box
