"""The decision form: a status, a reason, and who does what until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.model.assessment import Assessment
from workbench.model.decision import Action
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.model.words import ACTION, STATUS, STATUS_GLYPH
from workbench.ui.labels import label, wrapped
from workbench.ui.ruling import Ruling
from workbench.ui.style import set_part

STATUSES: tuple[Status, ...] = tuple(Status)
"""The statuses of the keys 1 to 7."""


@dataclass(frozen=True)
class Subject:
    """What is decided on: the purls, and how many of them carry a decision already."""

    purls: tuple[str, ...] = ()
    overruled: int = 0


class DecisionForm(QWidget):
    """Collects a Ruling for the subject. What was typed for one subject is kept as its draft."""

    recorded = Signal(object)
    next_wanted = Signal()
    left = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._subject = Subject()
        self._drafts: dict[tuple[str, ...], Ruling] = {}
        self._start = Ruling(Status.UNKNOWN, "")
        self._writable = True
        self.status = QComboBox()
        for number, status in enumerate(STATUSES, 1):
            self.status.addItem(f"{number}   {STATUS_GLYPH[status]} {say(STATUS[status])}", status)
        self.action = QComboBox()
        for action in Action:
            self.action.addItem(say(ACTION[action]), action)
        self.owner = QLineEdit()
        self.owner.setPlaceholderText(say("team or person"))
        self.review_by = QLineEdit()
        self.review_by.setPlaceholderText(say("YYYY-MM-DD"))
        self.rationale = QPlainTextEdit()
        self.rationale.setPlaceholderText(say("Reason, for the report and for those who follow"))
        self.rationale.setAccessibleName(say("Reason"))
        self.rationale.setTabChangesFocus(True)
        self.rationale.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 12)
        self.message = wrapped("", "small")
        self.next = QPushButton(say("Next undecided"))
        self.next.setToolTip(say("Next without a decision (N)"))
        self.record = QPushButton(say("Record decision"))
        self.record.setToolTip(say("Record the decision (Ctrl+Enter)"))
        set_part(self.record, "primary")
        self._lay_out()
        self.status.currentIndexChanged.connect(self._check)
        self.action.currentIndexChanged.connect(self._check)
        self.owner.textChanged.connect(self._check)
        self.review_by.textChanged.connect(self._check)
        self.rationale.textChanged.connect(self._check)
        self.record.clicked.connect(self.send)
        self.next.clicked.connect(self.next_wanted)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for text, widget in (
            (self._say("Status"), self.status),
            (self._say("Action"), self.action),
            (self._say("Owner"), self.owner),
            (self._say("Review by"), self.review_by),
        ):
            caption = label(text)
            caption.setBuddy(widget)
            widget.setAccessibleName(text)
            form.addRow(caption, widget)
        for box in (self.status, self.action):
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.next)
        buttons.addWidget(self.record, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(form)
        layout.addWidget(self.rationale)
        layout.addWidget(self.message)
        layout.addLayout(buttons)

    # --- what it is about

    def show_subject(self, assessments: list[Assessment], *, writable: bool) -> None:
        """Ask for a decision on `assessments`. The same subject again leaves what was typed."""
        purls = tuple(a.component.purl for a in assessments)
        overruled = sum(a.decision is not None for a in assessments)
        same = purls == self._subject.purls
        changed = same and self.ruling() != self._start
        self._keep_draft()
        self._subject, self._writable = Subject(purls, overruled), writable
        start = _starting_point(assessments)
        if not changed:
            self._start = start
            self._fill(self._drafts.get(purls, start))
        self._check()

    def known_owners(self, owners: list[str]) -> None:
        """Offer `owners` while one types."""
        completer = QCompleter(owners, self.owner)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.owner.setCompleter(completer)

    def fill(self, ruling: Ruling) -> None:
        """Take over an earlier ruling, to be recorded again or changed."""
        self._fill(ruling)

    def choose(self, status: Status) -> None:
        """Set the status and go to the reason: what the keys 1 to 7 do."""
        self.status.setCurrentIndex(STATUSES.index(status))
        self.rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def forget_draft(self, purls: tuple[str, ...]) -> None:
        """A decision on `purls` was recorded: nothing typed for them is left to keep."""
        self._drafts.pop(purls, None)
        if purls == self._subject.purls:
            self._start = self.ruling()
            self._check()

    def ruling(self) -> Ruling:
        """Return what the fields say."""
        return Ruling(
            status=STATUSES[max(0, self.status.currentIndex())],
            rationale=self.rationale.toPlainText().strip(),
            action=Action(self.action.currentData()),
            owner=self.owner.text().strip(),
            review_by=self.review_by.text().strip(),
        )

    @Slot()
    def send(self) -> None:
        """Hand the ruling over, if it is complete; else go to what is missing."""
        if self.record.isEnabled():
            self.recorded.emit(self.ruling())
        elif self._subject.purls and not self.ruling().rationale:
            self.rationale.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # --- inside

    def _fill(self, ruling: Ruling) -> None:
        self.status.setCurrentIndex(STATUSES.index(ruling.status))
        self.action.setCurrentIndex(tuple(Action).index(ruling.action))
        self.owner.setText(ruling.owner)
        self.review_by.setText(ruling.review_by)
        self.rationale.setPlainText(ruling.rationale)

    def _keep_draft(self) -> None:
        draft = self.ruling()
        if self._subject.purls and draft != self._start:
            self._drafts[self._subject.purls] = draft

    @Slot()
    def _check(self) -> None:
        """Say what is missing, what will be overruled, and whether it can be recorded."""
        say, count = self._say, len(self._subject.purls)
        problem = self._problem()
        stands = self._subject.overruled == count == 1 and self.ruling() == self._start
        ready = bool(count) and not problem and not stands and bool(self.ruling().rationale)
        for widget in (self.status, self.action, self.owner, self.review_by, self.rationale):
            widget.setEnabled(self._writable and bool(count))
        self.record.setEnabled(ready and self._writable)
        if count > 1:
            self.record.setText(say("Record {n} decisions", n=f"{count:,}"))
        else:
            self.record.setText(say("Record decision"))
        lines = [problem] if problem else []
        if count > 1:
            lines.append(say("Decides for {n} components.", n=f"{count:,}"))
        if self._subject.overruled and (count > 1 or ready):
            replaced = f"{self._subject.overruled:,}"
            lines.append(say("Decisions replaced: {n}.", n=replaced))
        self.message.setText(" ".join(lines))
        self.message.setVisible(bool(lines))
        set_part(self.message, "error" if problem else "small")

    def _problem(self) -> str:
        if not self._writable:
            return self._say("The project folder is read-only: decisions cannot be recorded here.")
        text = self.review_by.text().strip()
        if text:
            try:
                date.fromisoformat(text)
            except ValueError:
                return self._say("“Review by” needs a date such as 2027-03-31.")
        return ""


def _starting_point(assessments: list[Assessment]) -> Ruling:
    """Return the fields as they are before anything is typed."""
    if not assessments:
        return Ruling(Status.UNKNOWN, "")
    first = assessments[0]
    if len(assessments) == 1 and first.decision is not None:
        ruling = Ruling.of(first.decision)
        if ruling is not None:
            return ruling
    return Ruling(first.status, "")
