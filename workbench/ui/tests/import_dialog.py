"""Importing results: what each file is, on what it was measured, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.jobs import Failure, Ticket
from workbench.ui.labels import label, wrapped
from workbench.ui.row_table import set_up_rows
from workbench.ui.style import set_part
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.import_model import ImportModel
from workbench.ui.tests.label_form import LabelForm
from workbench.ui.tests.looking import Looked


class ImportResultsDialog(QDialog):
    """Looking at files goes on while it is open; closing it stops that."""

    chosen = Signal(list)
    """The batches that the user wants to import."""

    def __init__(self, desk: Desk, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self._ticket: Ticket | None = None
        self._left = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Import test results"))
        self.resize(1000, 560)
        self.model = ImportModel(say, self)
        self.table = QTableView()
        self.form = LabelForm(say)
        self.form.edited.connect(self._on_label)
        self.format = QComboBox()
        self.format.setAccessibleName(say("Format"))
        self.format.activated.connect(self._on_format)
        self._format_line = label(say("This file can be read in more than one way. It is:"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("Looking at the files"))
        self.message = wrapped("", "muted")
        self.take = QPushButton(say("Import"))
        set_part(self.take, "primary")
        self.leave_out = QPushButton(say("Leave out"))
        self.leave_out.clicked.connect(self._on_leave_out)
        self._lay_out()
        self.model.dataChanged.connect(self._follow)
        self.model.rowsRemoved.connect(self._follow)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._follow()

    def _lay_out(self) -> None:
        say = self._say
        table = self.table
        table.setModel(self.model)
        set_up_rows(table, say("Files to import"))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.accepted.connect(self._on_take)
        self._buttons.rejected.connect(self.reject)
        ask = QHBoxLayout()
        ask.addWidget(self._format_line)
        ask.addWidget(self.format)
        ask.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.leave_out)
        below.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        text = say(
            "The files are kept in the project byte for byte. Say on what they were measured: "
            "labels go to all selected files."
        )
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(table, 1)
        layout.addWidget(self.progress)
        layout.addLayout(ask)
        layout.addWidget(self.form)
        layout.addWidget(self.message)
        layout.addLayout(below)

    # --- looking

    def look(self, paths: Iterable[Path]) -> None:
        """Look at `paths`; rows arrive one by one."""
        self._left += 1
        self.progress.show()
        self._ticket = self._desk.look(paths, self._on_looked, self._on_over, self._on_failed)

    def _on_looked(self, looked: Looked) -> None:
        self.model.add(looked)
        if not looked.error:
            row = self.model.index(len(self.model.rows) - 1, 0)
            flag = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().select(row, flag.Select | flag.Rows)
        self._follow()

    def _on_over(self) -> None:
        self._left -= 1
        self._follow()

    def _on_failed(self, failure: Failure) -> None:
        self._on_over()
        self.message.setText(self._say.filled(self._say(failure.text)))

    # --- the user

    def selected(self) -> list[int]:
        """Return the numbers of the selected rows."""
        return [index.row() for index in self.table.selectionModel().selectedRows()]

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self) -> None:
        self._follow()

    def _on_label(self, name: str, value: object) -> None:
        self.model.set_label(self.selected(), name, value)

    @Slot()
    def _on_format(self) -> None:
        self.model.set_format(self.selected(), str(self.format.currentData()))

    @Slot()
    def _on_leave_out(self) -> None:
        self.model.remove(self.selected())

    @Slot()
    def _follow(self) -> None:
        """Show what is selected, what is wanting, and whether one can go on."""
        say, rows = self._say, self.model.rows
        chosen = [rows[number] for number in self.selected()]
        self.form.show_labels([row.labels for row in chosen if not row.looked.error])
        self.leave_out.setEnabled(bool(chosen))
        open_ = next((r for r in chosen if len(r.looked.formats) > 1), None)
        self._format_line.setVisible(open_ is not None)
        self.format.setVisible(open_ is not None)
        if open_ is not None:
            self._offer(open_.looked.formats, open_.format)
        self._span_errors()
        looking = self._left > 0
        self.progress.setVisible(looking)
        good = [row for row in rows if not row.looked.error]
        wanting = sum(bool(row.wanting) for row in good)
        self.take.setEnabled(not looking and bool(good) and not wanting)
        self.take.setText(say("Import: {n}", n=f"{len(good):,}") if good else say("Import"))
        self._tell(len(rows) - len(good), wanting, sum("architecture" in r.guessed for r in good))

    def _span_errors(self) -> None:
        """Give an error the whole row: it has to be read, and there are no labels to show."""
        self.table.clearSpans()
        for number, row in enumerate(self.model.rows):
            if row.looked.error:
                self.table.setSpan(number, 1, 1, self.model.columnCount() - 1)

    def _offer(self, formats: tuple[str, ...], current: str) -> None:
        self.format.clear()
        self.format.addItem(self._say("choose"), "")
        for name in formats:
            self.format.addItem(name, name)
        self.format.setCurrentIndex(formats.index(current) + 1 if current else 0)

    def _tell(self, broken: int, wanting: int, guessed: int) -> None:
        say, parts = self._say, []
        if broken:
            parts.append(say("Cannot be read, stay out: {n}.", n=f"{broken:,}"))
        if wanting:
            parts.append(say("Still need an answer above: {n}.", n=f"{wanting:,}"))
        if guessed:
            text = say("Architecture guessed from the path, to check: {n}.", n=f"{guessed:,}")
            parts.append(text)
        self.message.setText(" ".join(parts))
        self.message.setVisible(bool(parts))

    @Slot()
    def _on_take(self) -> None:
        self.chosen.emit(self.model.batches())
        self.accept()

    def done(self, result: int) -> None:
        """Stop looking, however the dialog ends."""
        self._stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)

    def _stop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
