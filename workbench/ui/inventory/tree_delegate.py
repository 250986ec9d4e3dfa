"""Paints the rows: indent and expander, the pill, quiet text that is read when looked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.model.language import Language
from workbench.model.status import Confidence
from workbench.model.words import CONFIDENCE
from workbench.ui.colours import Scheme, scheme_of
from workbench.ui.inventory.arrangement import Column
from workbench.ui.inventory.rows import (
    ComponentRow,
    GroupRow,
    Key,
    OccurrenceRow,
    Row,
    split_name,
)
from workbench.ui.inventory.tree_model import COLUMNS, ROW_ROLE
from workbench.ui.labels import elided_path
from workbench.ui.pill import paint_pill, pill_width

INDENT = 18
EXPANDER = 18
PADDING = 8


class TreeDelegate(QStyledItemDelegate):
    """Draws every cell of the inventory. `unfolded` is asked for the components that are open."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.unfolded: frozenset[Key] = frozenset()
        self.hovered = -1
        """The row under the mouse: all of it is tinted, not one cell."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row = index.data(ROW_ROLE)
        column = COLUMNS[index.column()]
        scheme = scheme_of(option.palette)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_background(painter, option, scheme, selected, index)
        painter.setFont(option.font)
        place = QRectF(option.rect).adjusted(PADDING, 0, -PADDING / 2, 0)
        if column is Column.SOFTWARE:
            self._paint_name(painter, place, row, str(index.data()), scheme)
        elif column is Column.STATUS:
            self._paint_status(painter, place, row, str(index.data()), option)
        else:
            quiet = not selected and column in (Column.WHY, Column.WHERE)
            painter.setPen(QColor(scheme.muted if quiet else scheme.text))
            path = column is Column.WHERE
            _paint_text(painter, place, str(index.data() or ""), path=path)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        hint = super().sizeHint(option, index)
        if COLUMNS[index.column()] is Column.SOFTWARE:
            row: Row = index.data(ROW_ROLE)
            hint.setWidth(hint.width() + row.depth * INDENT + EXPANDER + 2 * PADDING)
        elif COLUMNS[index.column()] is Column.STATUS:
            hint.setWidth(int(pill_width(str(index.data()), option.font)) + 2 * PADDING)
        return hint

    def _paint_background(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        scheme: Scheme,
        selected: bool,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = option.rect
        first = COLUMNS[index.column()] is Column.SOFTWARE
        if selected:
            painter.fillRect(rect, QColor(scheme.selection))
        elif index.row() == self.hovered:
            painter.fillRect(rect, QColor(scheme.hover))
        if option.state & QStyle.StateFlag.State_HasFocus and first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(scheme.accent))

    def _paint_name(
        self, painter: QPainter, place: QRectF, row: Row, text: str, scheme: Scheme
    ) -> None:
        place.setLeft(place.left() + row.depth * INDENT)
        opened = self._opened(row)
        if opened is not None:
            _paint_expander(painter, place, opened, QColor(scheme.muted))
        place.setLeft(place.left() + EXPANDER)
        painter.setPen(QColor(scheme.muted if isinstance(row, OccurrenceRow) else scheme.text))
        if isinstance(row, GroupRow):
            self._paint_heading(painter, place, row, scheme)
        elif isinstance(row, ComponentRow):
            self._paint_component(painter, place, row, scheme)
        else:
            _paint_text(painter, place, text, path=True)

    def _paint_component(
        self, painter: QPainter, place: QRectF, row: ComponentRow, scheme: Scheme
    ) -> None:
        """The name, and quietly behind it the namespace, as far as there is room."""
        name, namespace = split_name(row.assessment.component)
        _paint_text(painter, place, name)
        used = painter.fontMetrics().horizontalAdvance(name) + 8
        place.setLeft(place.left() + used)
        if namespace and place.width() > 32:
            painter.setPen(QColor(scheme.muted))
            _paint_text(painter, place, namespace)

    def _paint_heading(
        self, painter: QPainter, place: QRectF, row: GroupRow, scheme: Scheme
    ) -> None:
        """Title in bold, count quiet behind it; the count is never elided away."""
        count = f"{len(row.members):,}"
        plain = painter.font()
        wide = painter.fontMetrics().horizontalAdvance(count) + 8
        font = QFont(plain)
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(
            row.title, Qt.TextElideMode.ElideRight, max(0, int(place.width() - wide))
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, title)
        place.setLeft(place.left() + metrics.horizontalAdvance(title) + 8)
        painter.setFont(plain)
        painter.setPen(QColor(scheme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, count)

    def _opened(self, row: Row) -> bool | None:
        """Whether the row is open; None where there is nothing to open."""
        if isinstance(row, GroupRow):
            return not row.folded
        if isinstance(row, ComponentRow) and len(row.assessment.component.occurrences) > 1:
            return row.key in self.unfolded
        return None

    def _paint_status(
        self,
        painter: QPainter,
        place: QRectF,
        row: Row,
        word: str,
        option: QStyleOptionViewItem,
    ) -> None:
        if isinstance(row, OccurrenceRow):
            return
        if isinstance(row, GroupRow):
            paint_pill(painter, place, row.status, word, option.palette, plain=True)
            return
        presumed = row.assessment.confidence is Confidence.PRESUMED
        status = row.assessment.status
        right = paint_pill(painter, place, status, word, option.palette, presumed=presumed)
        note = self._say(CONFIDENCE[Confidence.PRESUMED]) if presumed else ""
        if row.assessment.decision is not None:
            note = self._say("decided")
        painter.setPen(QColor(scheme_of(option.palette).muted))
        place.setLeft(right + 6)
        if painter.fontMetrics().horizontalAdvance(note) <= place.width():
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, note)


def _paint_text(painter: QPainter, place: QRectF, text: str, *, path: bool = False) -> None:
    metrics, room = painter.fontMetrics(), int(place.width())
    line = text.replace("\n", " ")
    if path:
        shown = elided_path(line, metrics, room)
    else:
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(place, flags, shown)


def _paint_expander(painter: QPainter, place: QRectF, opened: bool, colour: QColor) -> None:
    x, y = place.left() + 5, place.center().y() + 0.5
    points = (
        [QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 2.5)]
        if opened
        else [QPointF(x - 2, y - 4), QPointF(x + 2.5, y), QPointF(x - 2, y + 4)]
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))
    painter.restore()
