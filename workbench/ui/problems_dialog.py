"""What was not looked at, and why: an empty result must never read as a pass."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.assess.snapshot import Snapshot
from workbench.model.language import Language
from workbench.model.words import OMISSION
from workbench.ui.labels import wrapped

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ProblemsModel(QAbstractTableModel):
    """Path and reason of everything that was not read, what went wrong first."""

    def __init__(self, snapshot: Snapshot, say: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = (say("Where"), say("Why"))
        said = [*snapshot.notices, *snapshot.coverage.problems]
        self._rows = [
            (f"{p.path}:{p.line}" if p.line else p.path, say.filled(say(p.reason))) for p in said
        ]
        left_out = say("Left out")
        self._rows.extend(
            (o.path, f"{left_out}: {say(OMISSION[o.why])}") for o in snapshot.coverage.omitted
        )

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        return None


class ProblemsDialog(QDialog):
    """The list; it does not hold up the window."""

    def __init__(self, snapshot: Snapshot, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Not looked at"))
        self.resize(760, 440)
        table = QTableView()
        table.setAccessibleName(self.windowTitle())
        table.setModel(ProblemsModel(snapshot, say, table))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.setColumnWidth(0, 320)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        text = say("These files and folders say nothing about the software in them.")
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
