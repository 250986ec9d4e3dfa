"""The table of functions: shares on both sides and their difference, the greatest first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.model.language import Language
from workbench.results.flame.comparison import ARM, X86, Comparison
from workbench.results.flame.functions import FunctionRow, Presence
from workbench.results.flame.scaling import Basis
from workbench.ui.tests.flame_words import SIDE_NAMES, change, percent, points

_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_OWN_DELTA, _TOTAL_DELTA, _SEEN = 3, 6, 7


class FunctionTable(QAbstractTableModel):
    """Rows of `function_rows`, sorted by any column."""

    def __init__(self, say: Language) -> None:
        super().__init__()
        self._say = say
        self.rows: list[FunctionRow] = []
        self._comparison: Comparison | None = None
        self._headers = [
            say("Function"),
            say("Self, {side}", side=SIDE_NAMES[X86]),
            say("Self, {side}", side=SIDE_NAMES[ARM]),
            say("Self, difference"),
            say("Total, {side}", side=SIDE_NAMES[X86]),
            say("Total, {side}", side=SIDE_NAMES[ARM]),
            say("Total, difference"),
            say("Seen"),
        ]

    def show_rows(self, rows: list[FunctionRow], comparison: Comparison | None) -> None:
        """Show the `rows` of `comparison` in their order."""
        self.beginResetModel()
        self._comparison = comparison
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        if role == Qt.ItemDataRole.ToolTipRole and section in (_OWN_DELTA, _TOTAL_DELTA):
            return self._say("arm64 less x86_64, in what the difference is measured by")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            return row.name
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; differences by their size, whatever their sign."""
        self.layoutAboutToBeChanged.emit()
        down = order is Qt.SortOrder.DescendingOrder
        self.rows.sort(key=_KEYS[column], reverse=down)
        self.layoutChanged.emit()

    def _text(self, row: FunctionRow, column: int) -> str:
        values = (*row.own, row.own_delta, *row.total, row.total_delta)
        if column == 0:
            return row.name
        if column == _SEEN:
            return "" if row.presence is Presence.BOTH else self._say(row.presence.value)
        value = values[column - 1]
        if column not in (_OWN_DELTA, _TOTAL_DELTA) or self._comparison is None:
            return percent(value)
        if self._comparison.basis is Basis.AMOUNT:
            return change(value, self._comparison, self._say)
        return points(value)


def _by_name(row: FunctionRow) -> str:
    return row.name.casefold()


def _by_own_x86(row: FunctionRow) -> float:
    return row.own[X86]


def _by_own_arm(row: FunctionRow) -> float:
    return row.own[ARM]


def _by_own_delta(row: FunctionRow) -> tuple[float, float]:
    return abs(row.own_delta), abs(row.total_delta)


def _by_total_x86(row: FunctionRow) -> float:
    return row.total[X86]


def _by_total_arm(row: FunctionRow) -> float:
    return row.total[ARM]


def _by_total_delta(row: FunctionRow) -> tuple[float, float]:
    return abs(row.total_delta), abs(row.own_delta)


def _by_presence(row: FunctionRow) -> str:
    return row.presence.value


_KEYS: tuple[Any, ...] = (
    _by_name,
    _by_own_x86,
    _by_own_arm,
    _by_own_delta,
    _by_total_x86,
    _by_total_arm,
    _by_total_delta,
    _by_presence,
)


def _alignment(column: int) -> Qt.AlignmentFlag:
    middle = Qt.AlignmentFlag.AlignVCenter
    if column in (0, _SEEN):
        return middle | Qt.AlignmentFlag.AlignLeft
    return middle | Qt.AlignmentFlag.AlignRight


class FunctionView(QTableView):
    """The table's view; Enter or a double click asks for the function's widest frame."""

    wanted = Signal(int)
    """The function's place among the tree's names."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = FunctionTable(say)
        self.setModel(self.table)
        self.setAccessibleName(say("Functions by difference"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setStyleSheet("QHeaderView::section { padding-right: 20px; }")
        header.setSortIndicator(_OWN_DELTA, Qt.SortOrder.DescendingOrder)
        self.setSortingEnabled(True)
        self.activated.connect(self._on_activated)

    def show_rows(self, rows: list[FunctionRow], comparison: Comparison | None) -> None:
        """Show `rows`; without a second side the columns of a comparison go."""
        self.table.show_rows(rows, comparison)
        both = comparison is not None and comparison.both
        column = _OWN_DELTA if both else 1
        if not both and rows and not any(row.total[X86] for row in rows):
            column = 2
        for each in (_OWN_DELTA, _TOTAL_DELTA, _SEEN):
            self.setColumnHidden(each, not both)
        for side in (X86, ARM):
            empty = not any(row.total[side] for row in rows)
            self.setColumnHidden(1 + side, empty and not both)
            self.setColumnHidden(4 + side, empty and not both)
        self.sortByColumn(column, Qt.SortOrder.DescendingOrder)
        for each in range(1, self.table.columnCount()):
            self.setColumnWidth(each, max(92, self.sizeHintForColumn(each) + 16, self._wide(each)))

    def _wide(self, column: int) -> int:
        return self.horizontalHeader().sectionSizeHint(column) + 20

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.wanted.emit(self.table.rows[index.row()].frame)
