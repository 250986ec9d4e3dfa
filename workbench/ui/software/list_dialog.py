"""Importing lists: what each file is, of which host, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.jobs import Ticket
from workbench.ui.labels import label, wrapped
from workbench.ui.row_table import set_up_rows
from workbench.ui.software.list_model import ListModel, LookedList
from workbench.ui.style import set_part

Look = Callable[[Path, str, Callable[[LookedList], None]], Ticket]
"""Looks at the file at a path, as of a format or of none, and hands over what it is."""


class ImportListsDialog(QDialog):
    """What is typed goes to the selected files that do not tell it. Closing stops the looking."""

    chosen = Signal(list)
    """The ListRows that the user wants to import."""

    def __init__(self, look: Look, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._look = look
        self._tickets: list[Ticket] = []
        self._left = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Import lists"))
        self.resize(920, 520)
        self.model = ListModel(say, self)
        self.table = QTableView()
        self.format, self.host, self.os = QComboBox(), QLineEdit(), QLineEdit()
        self.host.setPlaceholderText(say("such as web-1"))
        self.os.setPlaceholderText(say("such as debian-12 or amzn-2"))
        self.format.activated.connect(self._on_format)
        self.host.textEdited.connect(self._on_host)
        self.os.textEdited.connect(self._on_os)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("Looking at the files"))
        self.message = wrapped("", "muted")
        self.take = QPushButton(say("Import"))
        self.take.setDefault(True)
        set_part(self.take, "primary")
        self.leave_out = QPushButton(say("Leave out"))
        self.leave_out.setAutoDefault(False)
        self.leave_out.clicked.connect(self._on_leave_out)
        self._lay_out()
        self.model.dataChanged.connect(self._follow)
        self.model.rowsRemoved.connect(self._follow)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self._follow()

    def _lay_out(self) -> None:
        say, table = self._say, self.table
        table.setModel(self.model)
        set_up_rows(table, say("Files to import"))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        fields: tuple[tuple[str, QWidget], ...] = (
            (say("Format"), self.format),
            (say("Host"), self.host),
            (say("Operating system"), self.os),
        )
        for text, widget in fields:
            caption = label(text)
            caption.setBuddy(widget)
            widget.setAccessibleName(text)
            form.addRow(caption, widget)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_take)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.leave_out)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        text = say(
            "SBOMs, lists of installed software, and tables of purchased products are kept in the "
            "project byte for byte. Say what a list does not tell itself."
        )
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(table, 1)
        layout.addWidget(self.progress)
        layout.addLayout(form)
        layout.addWidget(self.message)
        layout.addLayout(below)

    # --- looking

    def look(self, paths: Iterable[Path]) -> None:
        """Look at `paths`; rows arrive one by one."""
        for path in paths:
            self._look_at(path, "")
        self._follow()

    def _look_at(self, path: Path, format_: str) -> None:
        self._left += 1
        self._tickets.append(self._look(path, format_, self._on_looked))

    def _on_looked(self, looked: LookedList) -> None:
        self._left -= 1
        before = len(self.model.rows)
        self.model.add(looked)
        if len(self.model.rows) > before and not looked.error:
            row = self.model.index(before, 0)
            flag = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().select(row, flag.Select | flag.Rows)
        self._follow()
        if not self._left and any(r.looked.needs_host and not r.host for r in self.model.rows):
            self.host.setFocus()

    # --- the user

    def selected(self) -> list[int]:
        """Return the numbers of the selected rows."""
        return [index.row() for index in self.table.selectionModel().selectedRows()]

    @Slot(QItemSelection, QItemSelection)
    def _on_selected(self) -> None:
        self._show_said()
        self._follow()

    @Slot()
    def _on_format(self) -> None:
        format_ = str(self.format.currentData())
        for number in self.selected():
            looked = self.model.rows[number].looked
            if format_ in looked.formats:
                self.model.change([number], format=format_)
                self._look_at(looked.path, format_)

    @Slot(str)
    def _on_host(self, text: str) -> None:
        self.model.change(self._asking("needs_host"), host=text)

    @Slot(str)
    def _on_os(self, text: str) -> None:
        self.model.change(self._asking("needs_host"), os=text)

    def _asking(self, need: str) -> list[int]:
        """Return those of the selected rows that do not tell themselves; else all but tables."""
        chosen = [n for n in self.selected() if not self.model.rows[n].is_table]
        return [n for n in chosen if getattr(self.model.rows[n].looked, need)] or chosen

    @Slot()
    def _on_leave_out(self) -> None:
        self.model.remove(self.selected())

    def _show_said(self) -> None:
        rows = [self.model.rows[number] for number in self.selected()]
        for field, values in ((self.host, {r.host for r in rows}), (self.os, {r.os for r in rows})):
            field.setText(next(iter(values)) if len(values) == 1 else "")
        open_ = next((row for row in rows if len(row.looked.formats) > 1), None)
        self.format.clear()
        if open_ is not None:
            self.format.addItem(self._say("choose"), "")
            for name in open_.looked.formats:
                self.format.addItem(name, name)
            self.format.setCurrentIndex(max(0, self.format.findData(open_.format)))

    @Slot()
    def _follow(self) -> None:
        """Show what is wanting, and whether one can go on."""
        say, rows = self._say, self.model.rows
        good = [row for row in rows if not row.looked.error]
        chosen = [rows[number] for number in self.selected()]
        self.format.setEnabled(any(len(row.looked.formats) > 1 for row in chosen))
        for field in (self.host, self.os):
            field.setEnabled(any(not (r.looked.error or r.is_table) for r in chosen))
        self.leave_out.setEnabled(bool(chosen))
        self.progress.setVisible(self._left > 0)
        self.table.clearSpans()
        for number, row in enumerate(rows):
            if row.looked.error:
                self.table.setSpan(number, 1, 1, self.model.columnCount() - 1)
        wanting = {row.wanting: None for row in good if row.wanting}
        self.take.setEnabled(self._left <= 0 and bool(good) and not wanting)
        self.take.setText(say("Import: {n}", n=f"{len(good):,}") if good else say("Import"))
        parts = [say("Cannot be read, stay out: {n}.", n=f"{len(rows) - len(good):,}")]
        shown = parts if len(rows) > len(good) else []
        if wanting:
            shown.append(say("Still wanting: {what}.", what=say(", ").join(map(say, wanting))))
        self.message.setText(" ".join(shown))
        self.message.setVisible(bool(shown))

    @Slot()
    def _on_take(self) -> None:
        self.chosen.emit([row for row in self.model.rows if not row.wanting])
        self.accept()

    def done(self, result: int) -> None:
        """Stop looking, however the dialog ends."""
        for ticket in self._tickets:
            ticket.cancel()
        super().done(result)
