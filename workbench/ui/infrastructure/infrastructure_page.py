"""The place "Infrastructure": the changes, their diff below, the chosen one at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.assess.patch import Patch
from workbench.engine.patching import patch_of
from workbench.knowledge.compute_tables import generations
from workbench.model.change import Change
from workbench.model.component import Kind
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.ui.empty_state import EmptyState
from workbench.ui.infrastructure.change_detail import ChangeDetail
from workbench.ui.infrastructure.changes_model import ChangesModel
from workbench.ui.infrastructure.changes_table import ChangesTable
from workbench.ui.infrastructure.diff_view import DiffView
from workbench.ui.jobs import Lane, Ticket
from workbench.ui.labels import label, link, linked, wrapped
from workbench.ui.notices import Notices
from workbench.ui.style import set_part
from workbench.ui.workspace import Workspace

WITHOUT_COUNTERPART = "kind:compute status:blocked,unknown"
"""The search that lists what the page cannot change."""


class InfrastructurePage(QWidget):
    """Follows the workspace. Nothing is ever applied: the diff is read, and saved on demand."""

    save_wanted = Signal()
    component_wanted = Signal(str)
    search_wanted = Signal(str)
    generation_wanted = Signal(str)

    def __init__(self, say: Language, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._workspace = workspace
        self._ticket: Ticket | None = None
        self.patch = Patch(b"")
        """The diff of what is chosen, as the files were when it was last made."""
        self._reasons: dict[Change, str] = {}
        self.notices = Notices(say)
        self.answer = wrapped("", "heading")
        self.rest = linked(part="muted")
        self.generation = QComboBox()
        self.generation.addItems(sorted(generations()))
        self.save_button = QPushButton(say("Save diff…"))
        self.model = ChangesModel(say, self)
        self.filter = QLineEdit()
        self.table = ChangesTable(say, self.model)
        self.diff = DiffView()
        self.detail = ChangeDetail(say)
        self.empty = EmptyState()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        say = self._say
        set_part(self.save_button, "primary")
        self.save_button.setToolTip(say("Save what is chosen as a diff for git apply"))
        self._caption = label(say("Prefer"), "muted")
        self._caption.setBuddy(self.generation)
        self.generation.setAccessibleName(say("Graviton generation to prefer"))
        self.generation.setToolTip(
            say("Another generation is proposed only where this one lacks the size")
        )
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(say("Infrastructure"), "title"))
        head.addStretch(1)
        head.addWidget(self._caption)
        head.addWidget(self.generation)
        head.addWidget(self.save_button)
        self.filter.setPlaceholderText(say("Filter: m5 main.tf"))
        self.filter.setAccessibleName(say("Filter the proposed changes"))
        self.filter.setClearButtonEnabled(True)
        self.diff.setAccessibleName(say("Diff"))
        box = QFrame()
        set_part(box, "box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(8, 4, 4, 4)
        inside.addWidget(self.diff)
        self.rows_and_diff = QSplitter(Qt.Orientation.Vertical)
        self.rows_and_diff.addWidget(self.table)
        self.rows_and_diff.addWidget(box)
        self.rows_and_diff.setChildrenCollapsible(False)
        self.rows_and_diff.setHandleWidth(12)
        self.rows_and_diff.setSizes([380, 300])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rows_and_diff)
        self._stack.addWidget(self.empty)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.notices)
        column.addWidget(self.answer)
        column.addWidget(self.rest)
        column.addWidget(self.filter)
        column.addWidget(self._stack, 1)
        self.left_and_detail = QSplitter(Qt.Orientation.Horizontal)
        self.left_and_detail.addWidget(left)
        self.left_and_detail.addWidget(self.detail)
        self.left_and_detail.setChildrenCollapsible(False)
        self.left_and_detail.setHandleWidth(4)
        self.left_and_detail.setStretchFactor(0, 1)
        self.left_and_detail.setSizes([1060, 300])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.left_and_detail)

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.opened.connect(self._on_opened)
        workspace.changed.connect(self.refresh)
        workspace.scan_changed.connect(self.refresh)
        self.model.chosen_changed.connect(self._make_diff)
        self.filter.textChanged.connect(self._on_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.save_button.clicked.connect(self.save_wanted)
        self.detail.component_wanted.connect(self.component_wanted)
        self.rest.linkActivated.connect(self.search_wanted)
        self.generation.textActivated.connect(self.generation_wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following the workspace

    @Slot()
    def _on_opened(self) -> None:
        self.notices.clear()
        self.model.take_all()
        self.filter.clear()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the changes of the snapshot; while a scan runs, those of the one before."""
        snapshot = self._workspace.snapshot
        if snapshot is None:
            return
        if set(snapshot.changes) != set(self.model.every):
            current = self._current()
            self.model.show(snapshot.changes)
            self._select(current)
            self._make_diff()
        self.show_generation(self._workspace.generation)
        self._say_answer()

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        current = self._current()
        self.model.filter(text)
        self._select(current)

    def _select(self, change: Change | None) -> None:
        """Select `change`, or the first row where it is not shown."""
        row = self.model.changes.index(change) if change in self.model.changes else 0
        if self.model.changes:
            self.table.selectRow(row)
        self._on_row()

    def show_generation(self, generation: str) -> None:
        """Show which generation is proposed."""
        self.generation.setCurrentText(generation)

    def _say_answer(self) -> None:
        say, changes = self._say, self.model.every
        snapshot = self._workspace.snapshot
        scanned = snapshot is not None and bool(snapshot.scanned_at)
        self._stack.setCurrentWidget(self.rows_and_diff if changes else self.empty)
        shown = (self.detail, self._caption, self.generation, self.save_button, self.filter)
        for widget in shown:
            widget.setVisible(bool(changes))
        self.generation.setEnabled(self._workspace.writable)
        self.answer.setVisible(bool(changes))
        files = {edit.path for change in self.model.chosen for edit in change.edits}
        if changes:
            self.answer.setText(
                say(
                    "{chosen} of {total} changes are in the diff, in {files} files",
                    chosen=f"{len(self.model.chosen):,}",
                    total=f"{len(changes):,}",
                    files=f"{len(files):,}",
                )
            )
        self._say_rest()
        if not scanned:
            self.empty.show_text(say("Scanning"), say("Changes appear here when the scan is done."))
        else:
            self.empty.show_text(
                say("Nothing to change was found"),
                say(
                    "No file here asks for an x86 instance type, image or build runner in a way "
                    "that is read. What was looked at stands in the report."
                ),
            )

    def _say_rest(self) -> None:
        """Name what has no counterpart, as a way to see it in the inventory."""
        say = self._say
        left = [
            a
            for a in self._workspace.assessments
            if a.component.kind is Kind.COMPUTE and a.status in (Status.BLOCKED, Status.UNKNOWN)
        ]
        self.rest.setVisible(bool(left))
        if left:
            text = say("{n} without a known counterpart on Graviton", n=f"{len(left):,}")
            self.rest.setText(link(WITHOUT_COUNTERPART, text))

    # --- the diff

    @Slot()
    def _make_diff(self) -> None:
        snapshot = self._workspace.snapshot
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._say_answer()
        if snapshot is None:
            return
        chosen = self.model.chosen
        self.save_button.setEnabled(bool(chosen))
        self._ticket = self._workspace.jobs.call(
            Lane.READING, lambda: patch_of(snapshot, chosen), self._show_patch
        )

    def _show_patch(self, patch: Patch) -> None:
        self.patch = patch
        self._reasons = {left.change: left.reason for left in patch.left_out}
        self.diff.show_diff(patch.data.decode("utf-8", "replace"))
        self._on_row()
        key = "left-out"
        if patch.left_out:
            text = self._say("{n} do not fit the files any more: scan again", n=len(patch.left_out))
            self.notices.show_notice(key, text)
        else:
            self.notices.put_away(key)

    # --- the chosen row

    def _current(self) -> Change | None:
        row = self.table.currentIndex().row()
        return self.model.changes[row] if 0 <= row < len(self.model.changes) else None

    @Slot()
    def _on_row(self) -> None:
        change = self._current()
        if change is None:
            self.detail.show_change(None, None, "")
            return
        known = {a.component.purl: a for a in self._workspace.assessments}
        self.detail.show_change(change, known.get(change.purl), self._reasons.get(change, ""))
        first = change.edits[0] if change.edits else change
        self.diff.go_to(first.path, first.line)
