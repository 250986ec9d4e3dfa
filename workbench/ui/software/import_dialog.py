"""Importing purchased products from a table: which column is what, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.model.problem import Problem
from workbench.model.words import KIND
from workbench.project.purchased import FIELDS, Purchased
from workbench.project.purchased_csv import import_rows, remembered_mapping
from workbench.project.table import Table
from workbench.ui.labels import label, wrapped
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TextRows
from workbench.ui.style import set_part

FIELD_TITLES: dict[str, str] = {
    "name": phrase("Name"),
    "vendor": phrase("Vendor"),
    "version": phrase("Version"),
    "where": phrase("Where"),
    "note": phrase("Note"),
    "kind": phrase("Kind"),
    "url": phrase("Link"),
}

SHOWN_PROBLEMS = 5
PREVIEWED_ROWS = 1_000
"""Enough to see whether the columns are right; a choice is answered in the same frame."""


class PreviewModel(TextRows):
    """The entries as they would be added."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(FIELD_TITLES[field]) for field in FIELDS], parent=parent)
        self._say = say

    def show(self, entries: tuple[Purchased, ...]) -> None:
        """Show `entries` instead of those before."""
        self.replace([[self._text(entry, field) for field in FIELDS] for entry in entries])

    def _text(self, entry: Purchased, field: str) -> str:
        return self._say(KIND[entry.kind]) if field == "kind" else str(getattr(entry, field))


class ImportDialog(QDialog):
    """One choice a field, a preview below, and what cannot be taken in words."""

    added = Signal(dict)
    """For each field that was chosen the header of its column."""
    sheet_wanted = Signal(str)
    """Another sheet of the workbook is to be read in place of this one."""

    def __init__(
        self,
        table: Table,
        say: Language,
        parent: QWidget | None = None,
        *,
        remembered: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._table = table
        self._entries: tuple[Purchased, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Import software from {name}", name=Path(table.path).name))
        self.resize(760, 560)
        self.columns: dict[str, QComboBox] = {}
        self._model = PreviewModel(say, self)
        self._message = wrapped("", "muted")
        self.add = QPushButton()
        self.add.setDefault(True)
        set_part(self.add, "primary")
        self._lay_out(remembered_mapping(table.header, remembered or {}))
        self._preview()

    def _lay_out(self, guessed: dict[str, int]) -> None:
        say = self._say
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, field in enumerate(FIELDS):
            box = QComboBox()
            box.addItem(say("not in the table"), -1)
            for column, title in enumerate(self._table.header):
                box.addItem(title or say("column {n}", n=column + 1), column)
            box.setCurrentIndex(guessed.get(field, -1) + 1)
            box.currentIndexChanged.connect(self._preview)
            caption = label(say(FIELD_TITLES[field]))
            caption.setBuddy(box)
            box.setAccessibleName(say(FIELD_TITLES[field]))
            self.columns[field] = box
            grid.addWidget(caption, number // 2, number % 2 * 2)
            grid.addWidget(box, number // 2, number % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        preview = QTableView()
        preview.setAccessibleName(say("Preview"))
        preview.setModel(self._model)
        preview.setShowGrid(False)
        preview.setTabKeyNavigation(False)
        preview.verticalHeader().hide()
        preview.horizontalHeader().setHighlightSections(False)
        preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_add)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(wrapped(say("Choose the column of the table for each field."), "muted"))
        if len(self._table.sheets) > 1:
            layout.addLayout(self._sheet_line())
        layout.addLayout(grid)
        layout.addWidget(preview, 1)
        layout.addWidget(self._message)
        layout.addWidget(buttons)

    def _sheet_line(self) -> QHBoxLayout:
        self.sheet = QComboBox()
        self.sheet.addItems(list(self._table.sheets))
        self.sheet.setCurrentText(self._table.sheet)
        self.sheet.textActivated.connect(self._on_sheet)
        caption = label(self._say("Sheet"))
        caption.setBuddy(self.sheet)
        self.sheet.setAccessibleName(self._say("Sheet"))
        line = QHBoxLayout()
        line.addWidget(caption)
        line.addWidget(self.sheet, 1)
        return line

    def mapping(self) -> dict[str, int]:
        """Return the chosen column of each field that has one."""
        chosen = {field: int(box.currentData()) for field, box in self.columns.items()}
        return {field: column for field, column in chosen.items() if column >= 0}

    @Slot()
    def _preview(self) -> None:
        table, rest = self._table, len(self._table.rows) - PREVIEWED_ROWS
        first = msgspec.structs.replace(table, rows=table.rows[:PREVIEWED_ROWS])
        self._entries, problems = import_rows(first, self.mapping())
        self._model.show(self._entries)
        count = len(self._entries) + max(rest, 0)
        self.add.setText(self._say("Add {n}", n=f"{count:,}"))
        self.add.setEnabled(bool(self._entries))
        lines = [self._said(problems)] if problems else []
        if rest > 0:
            lines.append(self._say("The first {n} rows are shown.", n=f"{PREVIEWED_ROWS:,}"))
        self._message.setText("\n".join(lines))
        self._message.setVisible(bool(lines))

    def _said(self, problems: tuple[Problem, ...]) -> str:
        say = self._say
        lines = [
            say("Line {line}: {reason}", line=p.line, reason=p.reason) if p.line else say(p.reason)
            for p in problems[:SHOWN_PROBLEMS]
        ]
        more = len(problems) - SHOWN_PROBLEMS
        if more > 0:
            lines.append(say("and {n} more", n=f"{more:,}"))
        return "\n".join(lines)

    @Slot()
    def _on_add(self) -> None:
        header = self._table.header
        self.added.emit({field: header[place] for field, place in self.mapping().items()})
        self.accept()

    @Slot(str)
    def _on_sheet(self, name: str) -> None:
        if name != self._table.sheet:
            self.sheet_wanted.emit(name)
            self.reject()
