"""The runs of the project: what was imported, on what it was measured, and changing that."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.model.run import Run
from workbench.ui.labels import label, wrapped
from workbench.ui.row_table import set_up_rows
from workbench.ui.tests.batch import LABELS, Labels
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.label_form import LabelForm
from workbench.ui.tests.runs_model import RunsModel


class RunsPanel(QWidget):
    """Labels go to all selected runs when "Change labels" is pressed, as one step to undo."""

    remove_wanted = Signal(list)
    """The runs to set aside."""
    labels_wanted = Signal(list, list)
    """The runs as they are, and as they are to be."""

    def __init__(self, desk: Desk, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self._edited: dict[str, object] = {}
        self.model = RunsModel(say, self)
        self.table = QTableView()
        self.form = LabelForm(say)
        self.form.edited.connect(self._on_edited)
        self.change = QPushButton(say("Change labels"))
        self.change.clicked.connect(self._on_change)
        self.remove = QPushButton(say("Remove"))
        self.remove.setToolTip(say("Remove the selected runs (Delete)"))
        self.remove.clicked.connect(self._on_remove)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_remove)
        self._lay_out()
        self.table.selectionModel().selectionChanged.connect(self._follow)
        desk.changed.connect(self.refresh)
        desk.workspace.opened.connect(self._follow)
        self.refresh()

    def _lay_out(self) -> None:
        say, table = self._say, self.table
        table.setModel(self.model)
        set_up_rows(table, say("Runs"))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        buttons = QHBoxLayout()
        buttons.addWidget(self.change)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        text = say(
            "The imported files are kept byte for byte in .workbench/results. A run that is "
            "removed is set aside and can be brought back with Undo."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label(say("What was imported?"), "title"))
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(table, 1)
        layout.addWidget(self.form)
        layout.addLayout(buttons)

    def selected(self) -> list[Run]:
        """Return the selected runs."""
        rows = (index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.runs[row] for row in sorted(rows) if row < len(self.model.runs)]

    @Slot()
    def refresh(self) -> None:
        """Show the runs that the desk has now; the selection stays."""
        chosen = {run.id for run in self.selected()}
        self.model.show(self._desk.runs, self._desk.problems)
        for row, run in enumerate(self.model.runs):
            if run.id in chosen:
                index = self.model.index(row, 0)
                flag = self.table.selectionModel().SelectionFlag
                self.table.selectionModel().select(index, flag.Select | flag.Rows)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        runs = self.selected()
        writable = self._desk.workspace.writable
        self._edited = {}
        self.form.show_labels(
            [Labels(**{name: getattr(run, name) for name in LABELS}) for run in runs]
        )
        self.form.setEnabled(bool(runs) and writable)
        self.remove.setEnabled(bool(runs) and writable)
        self.change.setEnabled(False)

    def _on_edited(self, name: str, value: object) -> None:
        if value is not None:
            self._edited[name] = value
        self.change.setEnabled(bool(self._edited))

    @Slot()
    def _on_change(self) -> None:
        before = self.selected()
        after = [msgspec.structs.replace(run, **self._edited) for run in before]
        if before != after:
            self.labels_wanted.emit(before, after)

    @Slot()
    def _on_remove(self) -> None:
        runs = self.selected()
        if runs:
            self.remove_wanted.emit(runs)
