"""What a newer copy of a source would change, row by row, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.labels import wrapped
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TextRows, set_up_rows

if TYPE_CHECKING:
    from workbench.engine.catalog_update import Update
    from workbench.knowledge.update.difference import RowChange

CHANGES = {
    "added": phrase("new"),
    "removed": phrase("gone"),
    "changed": phrase("changed"),
}


class ChangesModel(TextRows):
    """Kind of change, row, where it stands and what is other."""

    def __init__(self, update: Update, say: Language, parent: QObject | None = None) -> None:
        titles = (say("What happened"), say("Entry"), say("Where"), say("What changed"))
        super().__init__(titles, [_row(change, say) for change in update.changes], parent)


class CatalogDialog(QDialog):
    """The preview; accepted, its update is to be written."""

    def __init__(self, update: Update, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.update_ = update
        self.setWindowTitle(say("Update the catalog"))
        self.resize(900, 520)
        table = QTableView()
        table.setModel(ChangesModel(update, say, table))
        set_up_rows(table, self.windowTitle())
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((80, 260, 160)):
            table.setColumnWidth(column, width)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.keep = buttons.addButton(
            say("Write to my catalog"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        self.summary = say(
            "{source}: {n} rows differ from what ships. Nothing is written before you say so.",
            source=update.source,
            n=f"{len(update.changes):,}",
        )
        layout.addWidget(wrapped(self.summary))
        layout.addWidget(table, 1)
        layout.addWidget(wrapped(str(update.target), "muted"))
        layout.addWidget(buttons)


def _row(change: RowChange, say: Language) -> tuple[str, str, str, str]:
    where = f"{change.table}:{change.after.line}" if change.after else change.table
    said = "; ".join(
        f"{cell.column}: {cell.before.text or '…'} → {cell.after.text or '…'}"
        for cell in change.cells
    )
    return say(CHANGES[change.change]), " / ".join(change.key), where, said
