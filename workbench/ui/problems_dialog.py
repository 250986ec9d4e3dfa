"""What was not looked at, and why: an empty result must never read as a pass."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
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
from workbench.ui.row_table import TextRows, set_up_rows


class ProblemsModel(TextRows):
    """Path and reason of everything that was not read, what went wrong first."""

    def __init__(self, snapshot: Snapshot, say: Language, parent: QObject | None = None) -> None:
        said = [*snapshot.notices, *snapshot.coverage.problems]
        rows = [
            (f"{p.path}:{p.line}" if p.line else p.path, say.filled(say(p.reason))) for p in said
        ]
        left_out = say("Left out")
        rows.extend(
            (o.path, f"{left_out}: {say(OMISSION[o.why])}") for o in snapshot.coverage.omitted
        )
        super().__init__((say("Where"), say("Why")), rows, parent)


class ProblemsDialog(QDialog):
    """The list; it does not hold up the window."""

    def __init__(self, snapshot: Snapshot, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Not looked at"))
        self.resize(760, 440)
        table = QTableView()
        table.setModel(ProblemsModel(snapshot, say, table))
        set_up_rows(table, self.windowTitle())
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
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
