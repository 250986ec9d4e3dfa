"""The table of the changes: columns in proportion, boxes that Space sets for all that is chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.infrastructure.changes_model import CHANGE, CHECK, WHERE, ChangesModel
from workbench.ui.labels import elided_path
from workbench.ui.row_table import set_up_rows

_PARTS = {CHANGE: 0.45, WHERE: 0.25, CHECK: 0.3}
"""How wide the columns are, of the table's width."""


_PADDING = 18
"""Pixels of a cell that its text leaves free, left and right together."""


class ChangesTable(QTableView):
    """Rows of a ChangesModel."""

    def __init__(self, say: Language, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes = model
        self.setModel(model)
        set_up_rows(self, say("Proposed changes"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegateForColumn(CHANGE, _BesideBoxes(self))
        self.setItemDelegateForColumn(WHERE, _Paths(self))
        self.horizontalHeader().setStretchLastSection(True)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._on_space)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, part in _PARTS.items():
            self.horizontalHeader().resizeSection(column, int(event.size().width() * part))

    @Slot()
    def _on_space(self) -> None:
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if rows:
            self._changes.toggle(rows)


class _BesideBoxes(QStyledItemDelegate):
    """Lets text without a box stand under the texts beside boxes."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.CheckStateRole) is None:
            style = option.widget.style()
            width = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, option, option.widget)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(width, 1)


class _Paths(QStyledItemDelegate):
    """Shortens a path where it tells least: its file and line stay."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        room = option.rect.width() - _PADDING
        option.text = elided_path(option.text, option.fontMetrics, room)
