"""What the report will say, what should be settled before, and the button that writes it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.model.language import LANGUAGES, Language
from workbench.model.status import SEVERITY, WORST_FIRST, Status
from workbench.model.words import ORIGIN, STATUS, STATUS_GLYPH
from workbench.ui.inventory.readiness_strip import Bar, segments_of
from workbench.ui.labels import label, link, linked, wrapped
from workbench.ui.notices import Notices
from workbench.ui.phrases import why
from workbench.ui.style import set_part
from workbench.ui.workspace import Workspace

LANGUAGE_NAMES = {"en": "English", "ja": "日本語"}
_TO_SETTLE = (Status.BLOCKED, Status.UNKNOWN)
_SHOWN = 10


class ReportPage(QWidget):
    """Follows the workspace; its numbers are those of the inventory and of the PDF."""

    export_wanted = Signal(str)
    """The code of the report's language."""
    component_wanted = Signal(str)

    def __init__(self, say: Language, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._workspace = workspace
        self._unsettled: list[Assessment] = []
        self.notices = Notices(say)
        self.verdict = wrapped("", "heading")
        self.bar = Bar(say)
        self._looked_at = wrapped("", "muted")
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(24)
        self._counts.setVerticalSpacing(4)
        self._settle_heading = label("", "heading")
        self.settle = linked()
        self.settle.linkActivated.connect(self._on_link)
        self.language = QComboBox()
        for code in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[code], code)
        self.language.setCurrentIndex(LANGUAGES.index(say.code))
        self.export_button = QPushButton(say("Export PDF"))
        set_part(self.export_button, "primary")
        self.export_button.clicked.connect(self._on_export)
        self._lay_out()
        workspace.opened.connect(self.notices.clear)
        workspace.changed.connect(self.refresh)
        workspace.scan_changed.connect(self.refresh)

    def _lay_out(self) -> None:
        say = self._say
        box = QFrame()
        set_part(box, "box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(self.verdict)
        inside.addWidget(self.bar)
        inside.addLayout(self._counts)
        inside.addWidget(self._looked_at)
        caption = label(say("Language of the report"))
        caption.setBuddy(self.language)
        self.language.setAccessibleName(say("Language of the report"))
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(caption)
        choice.addWidget(self.language)
        choice.addStretch(1)
        choice.addWidget(self.export_button)
        page = QWidget()
        set_part(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(say("Report"), "title"))
        text = say(
            "The PDF holds the summary, what was and was not looked at, the blockers, the whole "
            "inventory, every decision with its reason and author, and the sources."
        )
        column.addWidget(wrapped(text, "muted"))
        column.addWidget(self.notices)
        column.addWidget(box)
        column.addSpacing(4)
        column.addWidget(self._settle_heading)
        column.addWidget(self.settle)
        column.addSpacing(4)
        column.addLayout(choice)
        column.addStretch(1)
        page.setMaximumWidth(880)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    @Slot()
    def refresh(self) -> None:
        """Show the newest numbers; hidden, it waits until it is looked at."""
        snapshot = self._workspace.snapshot
        if snapshot is None or not self.isVisible():
            return
        from workbench.report.verdict import looked_at, verdict

        ready = bool(snapshot.scanned_at) and self._workspace.scan is None
        self.export_button.setEnabled(ready)
        self.verdict.setText(
            verdict(snapshot, self._say)
            if ready
            else self._say("The report can be written when the scan has ended.")
        )
        self.bar.show_segments(segments_of(snapshot.summary))
        self.bar.setVisible(not snapshot.nothing_recognised)
        self._looked_at.setText(looked_at(snapshot, self._say))
        self._show_counts(snapshot)
        self._show_unsettled(snapshot)

    def _show_counts(self, snapshot: Snapshot) -> None:
        while (item := self._counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        say, summary = self._say, snapshot.summary
        shown = [status for status in WORST_FIRST if summary.by_status[status]]
        right = Qt.AlignmentFlag.AlignRight
        for column, status in enumerate(shown, 1):
            head = label(f"{STATUS_GLYPH[status]} {say(STATUS[status])}", "small")
            self._counts.addWidget(head, 0, column, right)
        lines = [(say(ORIGIN[origin]), counts) for origin, counts in summary.by_origin.items()]
        lines.append((say("All"), summary.by_status))
        for row, (title, counts) in enumerate(lines, 1):
            part = "strong" if row == len(lines) else ""
            self._counts.addWidget(label(title, part), row, 0)
            for column, status in enumerate(shown, 1):
                number = label(f"{counts[status]:,}" if counts[status] else "–", part)
                self._counts.addWidget(number, row, column, right)
        self._counts.setColumnStretch(len(shown) + 1, 1)

    def _show_unsettled(self, snapshot: Snapshot) -> None:
        say = self._say
        self._unsettled = [
            a for a in snapshot.assessments if a.status in _TO_SETTLE and a.decision is None
        ]
        self._unsettled.sort(key=lambda a: -SEVERITY[a.status])
        count = len(self._unsettled)
        self._settle_heading.setText(
            say("Blocked or unknown, and not decided: {n}", n=f"{count:,}")
            if count
            else say("Nothing blocked or unknown is left undecided.")
        )
        lines = []
        for number, assessment in enumerate(self._unsettled[:_SHOWN]):
            component = assessment.component
            name = f"{component.name} {component.version}".strip()
            status = f"{STATUS_GLYPH[assessment.status]} {say(STATUS[assessment.status])}"
            reason = escape(why(assessment, say))
            lines.append(f"{status} · {link(str(number), name)} · {reason}")
        if count > _SHOWN:
            lines.append(say("and {n} more", n=f"{count - _SHOWN:,}"))
        self.settle.setText("<br>".join(lines))
        self.settle.setVisible(bool(lines))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    @Slot(str)
    def _on_link(self, number: str) -> None:
        self.component_wanted.emit(self._unsettled[int(number)].component.purl)

    @Slot()
    def _on_export(self) -> None:
        self.export_wanted.emit(str(self.language.currentData()))
