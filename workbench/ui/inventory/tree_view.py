"""The inventory's table: keys, folding, and a selection that survives every change of its rows."""

from __future__ import annotations

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.model.component import Occurrence
from workbench.model.language import Language
from workbench.ui.inventory.arrangement import Column
from workbench.ui.inventory.rows import ComponentRow, GroupRow, Key, OccurrenceRow, Row
from workbench.ui.inventory.tree_delegate import EXPANDER, INDENT, PADDING, TreeDelegate
from workbench.ui.inventory.tree_model import COLUMNS, TreeModel

ROW_HEIGHT = 27
_WIDTHS = {
    Column.SOFTWARE: 208,
    Column.VERSION: 72,
    Column.STATUS: 140,
    Column.NEEDS: 64,
    Column.WHERE: 148,
    Column.DECISION: 108,
}
_HIDDEN_BELOW = {Column.DECISION: 860, Column.WHERE: 720, Column.NEEDS: 620}
"""Widths of the table below which a column gives its room to the others."""
_COMPACT_BELOW = 620
_COMPACT = {Column.SOFTWARE: 184, Column.VERSION: 64, Column.STATUS: 100}


class TreeView(QTableView):
    """Shows a TreeModel. Rows are remembered by key, so nothing jumps when they are replaced."""

    chosen = Signal()
    """Other rows are selected."""
    toggled = Signal(object)
    """The user folded or unfolded the row with this key."""
    entered_form = Signal()
    sort_wanted = Signal(object, bool)

    def __init__(self, say: Language, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._restoring = False
        self._usual_widths: dict[Column, int] = {}
        """The widths that a small window has narrowed."""
        self.delegate = TreeDelegate(say, self)
        self.setAccessibleName(say("Inventory"))
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setMinimumSectionSize(ROW_HEIGHT)
        vertical.setDefaultSectionSize(max(ROW_HEIGHT, self.fontMetrics().height() + 10))
        self._set_up_columns()
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def _set_up_columns(self) -> None:
        header = self.horizontalHeader()
        # Headers ask their selection model about every row of a selected column, at each paint.
        unselected = QItemSelectionModel(self._model, self)
        header.setSelectionModel(unselected)
        self.verticalHeader().setSelectionModel(unselected)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(48)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, column in enumerate(COLUMNS):
            if column is Column.WHY:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                self.setColumnWidth(number, _WIDTHS[column])
        header.sortIndicatorChanged.connect(self._on_sort)

    # --- the rows

    def show_rows(self, rows: list[Row], unfolded: frozenset[Key]) -> None:
        """Show `rows`; selection, current row and scroll position stay where they were."""
        keys = self.selected_keys()
        current = self._key_at(self.currentIndex())
        anchor = self._anchor(current)
        self.delegate.unfolded = unfolded
        self._restoring = True
        self._model.show(rows)
        self._select(keys)
        number = self._model.number_of(current) if current else None
        if number is not None:
            self.selectionModel().setCurrentIndex(
                self._model.index(number, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        self.executeDelayedItemsLayout()
        self._scroll_back(anchor)
        self._restoring = False
        if self.selected_keys() != keys:
            self.chosen.emit()

    def selected_rows(self) -> list[Row]:
        """Return the selected rows, from top to bottom."""
        selection = self.selectionModel().selection()
        numbers: set[int] = set()
        for place in range(selection.count()):
            part = selection.at(place)
            numbers.update(range(part.top(), part.bottom() + 1))
        return [self._model.row(number) for number in sorted(numbers)]

    def selected_keys(self) -> tuple[Key, ...]:
        """Return the keys of the selected rows."""
        return tuple(row.key for row in self.selected_rows())

    def selected_components(self) -> list[ComponentRow]:
        """Return the selected components, each once; a group stands for its members."""
        found: dict[str, ComponentRow] = {}
        for row in self.selected_rows():
            match row:
                case GroupRow(members=members):
                    found.update((m.purl, m) for m in members)
                case OccurrenceRow(parent=parent):
                    found.setdefault(parent.purl, parent)
                case ComponentRow():
                    found.setdefault(row.purl, row)
        return list(found.values())

    def current_place(self) -> Occurrence | None:
        """Return the occurrence of the current row, if it is one."""
        index = self.currentIndex()
        row = self._model.row(index.row()) if index.isValid() else None
        if isinstance(row, OccurrenceRow):
            return row.place
        return row.place if isinstance(row, ComponentRow) else None

    def go_to(self, key: Key) -> bool:
        """Select the row with `key` and bring it into view; False where it is not visible."""
        number = self._model.number_of(key)
        if number is None:
            return False
        index = self._model.index(number, 0)
        in_view = self.viewport().rect().contains(self.visualRect(index))
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect
            | QItemSelectionModel.SelectionFlag.Rows,
        )
        if not in_view:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def also_select(self, keys: tuple[Key, ...]) -> None:
        """Select the rows with `keys`, and no others; the current row stays the current one."""
        self._restoring = True
        self._select(keys)
        self._restoring = False
        self.chosen.emit()

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row = self._model.row(index.row()) if index.isValid() else None
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_form.emit()
        elif plain and row is not None and event.key() == Qt.Key.Key_Left:
            self._close_or_leave(row)
        elif plain and row is not None and event.key() == Qt.Key.Key_Right:
            if self._is_open(row) is False:
                self.toggled.emit(row.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0 and event.button() == Qt.MouseButton.LeftButton:
            row = self._model.row(index.row())
            left = self.visualRect(index).left() + row.depth * INDENT
            inside = left <= event.position().x() <= left + EXPANDER + PADDING
            if inside and self._is_open(row) is not None:
                self.toggled.emit(row.key)
                return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._is_open(self._model.row(index.row())) is not None:
            self.toggled.emit(self._model.row(index.row()).key)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.delegate.hovered:
            self.delegate.hovered = row
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def column_state(self) -> QByteArray:
        """Return the widths that people set, to be remembered."""
        self._set_compact(False)
        return self.horizontalHeader().saveState()

    def restore_columns(self, state: QByteArray) -> None:
        """Set the widths back; which columns are hidden follows the window's width."""
        header = self.horizontalHeader()
        with QSignalBlocker(header):
            header.restoreState(state)
            header.setSectionResizeMode(COLUMNS.index(Column.WHY), QHeaderView.ResizeMode.Stretch)
            header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self._fit_columns()

    # --- inside

    def _fit_columns(self) -> None:
        width = self.viewport().width()
        for column, least in _HIDDEN_BELOW.items():
            self.setColumnHidden(COLUMNS.index(column), width < least)
        self._set_compact(width < _COMPACT_BELOW)

    def _set_compact(self, compact: bool) -> None:
        """Narrow the first columns for a small window; the usual widths come back after it."""
        if compact == bool(self._usual_widths):
            return
        if compact:
            self._usual_widths = {c: self.columnWidth(COLUMNS.index(c)) for c in _COMPACT}
            widths = _COMPACT
        else:
            widths, self._usual_widths = self._usual_widths, {}
        for column, width in widths.items():
            self.setColumnWidth(COLUMNS.index(column), width)

    def _is_open(self, row: Row) -> bool | None:
        if isinstance(row, GroupRow):
            return not row.folded
        if isinstance(row, ComponentRow) and len(row.assessment.component.occurrences) > 1:
            return row.key in self.delegate.unfolded
        return None

    def _close_or_leave(self, row: Row) -> None:
        if self._is_open(row):
            self.toggled.emit(row.key)
            return
        parent = row.parent.key if isinstance(row, OccurrenceRow) else row.key[:-1]
        if parent:
            self.go_to(parent)

    def _key_at(self, index: QModelIndex) -> Key | None:
        return self._model.row(index.row()).key if index.isValid() else None

    def _select(self, keys: tuple[Key, ...]) -> None:
        numbers = sorted(n for n in map(self._model.number_of, keys) if n is not None)
        selection = QItemSelection()
        last = len(COLUMNS) - 1
        start = 0
        for place, number in enumerate(numbers):
            if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
                top, bottom = numbers[start], number
                selection.select(self._model.index(top, 0), self._model.index(bottom, last))
                start = place + 1
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _anchor(self, current: Key | None) -> tuple[list[Key], int] | None:
        """Return rows that are to stay where they are on screen, the best first, and the offset."""
        top = self.rowAt(0)
        bar = self.verticalScrollBar().value()
        if top < 0 or (bar == 0 and current is None):
            return None
        height = self.rowHeight(top)
        if current is not None and self.viewport().rect().contains(
            self.visualRect(self.currentIndex()).center()
        ):
            return [current], self.currentIndex().row() * height - bar
        below = range(top, min(top + 40, self._model.rowCount()))
        return [self._model.row(n).key for n in below], top * height - bar

    def _scroll_back(self, anchor: tuple[list[Key], int] | None) -> None:
        if anchor is None or not self._model.rowCount():
            return
        keys, offset = anchor
        number = next((n for n in map(self._model.number_of, keys) if n is not None), None)
        if number is not None:
            self.verticalScrollBar().setValue(number * self.rowHeight(0) - offset)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        if not self._restoring:
            self.chosen.emit()

    @Slot(int, Qt.SortOrder)
    def _on_sort(self, section: int, order: Qt.SortOrder) -> None:
        self.sort_wanted.emit(COLUMNS[section], order == Qt.SortOrder.DescendingOrder)
