"""The right side: what it is, its status, why, the ways out, where it is, and the decision."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.assess.rollup import Rollup
from workbench.assess.snapshot import summarise
from workbench.knowledge.usage import IN_IMAGE
from workbench.model.advice import Advice
from workbench.model.assessment import Assessment
from workbench.model.component import Occurrence
from workbench.model.language import Language
from workbench.model.status import WORST_FIRST, weakest
from workbench.model.words import KIND, ORIGIN, SCOPE, STATUS, STATUS_GLYPH
from workbench.ui.colours import scheme_of
from workbench.ui.detail.decision_form import DecisionForm
from workbench.ui.detail.evidence_card import EvidenceCard
from workbench.ui.detail.findings_section import FindingsSection
from workbench.ui.detail.history import history_html
from workbench.ui.detail.ways_out import ways_out
from workbench.ui.icons import icon
from workbench.ui.inventory.rows import split_name
from workbench.ui.keyboard import reachable
from workbench.ui.labels import breakable, label, link, linked, wrapped
from workbench.ui.pill import Pill
from workbench.ui.ruling import Ruling
from workbench.ui.style import set_part

SHOWN_OCCURRENCES = 12


class DetailPane(QFrame):
    """Shows the selected components; one is shown in full, several as counts."""

    recorded = Signal(object)
    """The Ruling for all that is selected."""
    withdraw_wanted = Signal()
    next_wanted = Signal()
    place_wanted = Signal(object)
    left = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._assessments: list[Assessment] = []
        set_part(self, "panel")
        self.setMinimumWidth(288)
        self.name = wrapped("", "title")
        self.purl = wrapped("", "small")
        self.copy = QToolButton()
        self.copy.setAccessibleName(say("Copy the package URL"))
        self.copy.setToolTip(say("Copy the package URL"))
        self.copy.clicked.connect(self.copy_purl)
        self.what = wrapped("", "small")
        self.pill = Pill(say)
        self._about = QVBoxLayout()
        self._about.setSpacing(8)
        self.findings = FindingsSection(say)
        self.findings.place_wanted.connect(self.place_wanted)
        self.findings.grown.connect(self._order_keyboard)
        self._heading = label(say("Decision"), "heading")
        self.form = DecisionForm(say)
        self.form.recorded.connect(self.recorded)
        self.form.next_wanted.connect(self.next_wanted)
        self.form.left.connect(self.left)
        self.again = QPushButton()
        set_part(self.again, "link")
        self.again.clicked.connect(self._use_stale)
        self.withdraw = QPushButton(say("Withdraw decision"))
        set_part(self.withdraw, "link")
        self.withdraw.clicked.connect(self.withdraw_wanted)
        self._history_heading = label(say("History"), "heading")
        self._history = linked()
        self._lay_out()
        self.show_selection([], writable=True)

    def _lay_out(self) -> None:
        page = QWidget()
        set_part(page, "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        purl = QHBoxLayout()
        purl.addWidget(self.purl, 1)
        purl.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.name)
        column.addLayout(purl)
        column.addWidget(self.what)
        column.addWidget(self.pill)
        column.addLayout(self._about)
        column.addWidget(self.findings)
        column.addSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        column.addWidget(self.withdraw, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._history_heading)
        column.addWidget(self._history)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)

    # --- showing

    def show_selection(
        self, assessments: list[Assessment], *, writable: bool, found: Rollup | None = None
    ) -> None:
        """Show `assessments`, with what was `found` in the one; ask for a decision on them."""
        self.findings.show_findings(found, assessments[0] if len(assessments) == 1 else None)
        before = [a.component.purl for a in self._assessments]
        if assessments and assessments == self._assessments:
            self.form.show_subject(assessments, writable=writable)
            return
        self._assessments = assessments
        self._clear()
        one = assessments[0] if len(assessments) == 1 else None
        self.purl.setVisible(one is not None)
        self.copy.setVisible(one is not None)
        for widget in (self.what, self.pill, self._heading, self.form):
            widget.setVisible(bool(assessments))
        decided = [a for a in assessments if a.decision is not None]
        self.withdraw.setVisible(bool(decided))
        self.withdraw.setEnabled(writable)
        self.again.setVisible(one is not None and one.stale is not None and one.decision is None)
        if one is not None:
            self._show_one(one)
        elif assessments:
            self._show_many(assessments)
        else:
            self.name.setText(self._say("Nothing selected"))
            self._say_quietly(self._say("Select software to see why it has its status."))
        history = history_html(one, self._say) if one is not None else ""
        self._history.setText(history)
        self._history.setVisible(bool(history))
        self._history_heading.setVisible(bool(history))
        self.form.show_subject(assessments, writable=writable)
        self._order_keyboard()
        if before != [a.component.purl for a in assessments]:
            self.area.verticalScrollBar().setValue(0)

    @Slot()
    def _order_keyboard(self) -> None:
        """Let the tab key go from top to bottom: what is made late stands last by itself."""
        before: QWidget = self.copy
        for widget in (*self._reachable_about(), *self.findings.reachable()):
            QWidget.setTabOrder(before, widget)
            before = widget

    def _reachable_about(self) -> list[QWidget]:
        items = map(self._about.itemAt, range(self._about.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [w for widget in widgets if widget is not None for w in reachable(widget)]

    def _show_one(self, assessment: Assessment) -> None:
        say, component = self._say, assessment.component
        name = split_name(component)[0]
        self.name.setText(breakable(f"{name} {component.version}".strip()))
        self.purl.setText(breakable(component.purl))
        self.copy.setIcon(icon("copy", scheme_of(self.palette()).muted, size=16))
        what = [say(KIND[component.kind]), say(ORIGIN[component.origin])]
        what.append(say(SCOPE[component.scope]))
        if not component.direct:
            what.append(say("indirect"))
        self.what.setText(" · ".join(what))
        note = say("decided") if assessment.decision is not None else ""
        confidence = None if assessment.decision is not None else assessment.confidence
        self.pill.show_status(assessment.status, confidence, note)
        self._show_why(assessment)
        ways = ways_out(assessment, say)
        if ways:
            self._about.addWidget(label(say("Ways out"), "heading"))
            for way in ways:
                self._about.addWidget(wrapped(f"• {way}"))
        self._show_advice(assessment.advice)
        self._show_places(component.occurrences)
        if assessment.stale is not None and assessment.stale.status is not None:
            status = say(STATUS[assessment.stale.status])
            self.again.setText(say("Use the decision on another version: {status}", status=status))

    def _show_why(self, assessment: Assessment) -> None:
        say = self._say
        self._about.addWidget(label(say("Why"), "heading"))
        if assessment.decision is not None:
            computed = say(STATUS[assessment.computed])
            self._about.addWidget(wrapped(assessment.decision.rationale))
            self._say_quietly(say("A decision rules. By evidence: {status}.", status=computed))
        if assessment.disagreement:
            self._say_quietly(
                say(
                    "Sources disagree: the most direct one decides, among equals the most cautious."
                )
            )
        if not assessment.evidence:
            self._say_quietly(
                say("No evidence either way: ask the vendor, or test it on arm64, then decide.")
            )
        for evidence in assessment.evidence:
            decides = evidence == assessment.deciding and assessment.decision is None
            self._about.addWidget(EvidenceCard(evidence, say, decides=decides))

    def _show_advice(self, advice: tuple[Advice, ...]) -> None:
        """Show what would make it run better: whether it runs is the status's to say."""
        say = self._say
        if not advice:
            return
        self._about.addWidget(label(say("Advice"), "heading"))
        self._say_quietly(say("To run well on arm64; the status does not depend on it."))
        for entry in advice:
            text = escape(say(entry.detail, **dict(entry.values)))
            shown = linked(f"• {text}{_source(entry, say)}")
            shown.setOpenExternalLinks(True)
            shown.setToolTip(entry.url)
            self._about.addWidget(shown)

    def _show_places(self, occurrences: tuple[Occurrence, ...]) -> None:
        say = self._say
        self._about.addWidget(label(say("Seen"), "heading"))
        lines = []
        for number, place in enumerate(occurrences[:SHOWN_OCCURRENCES]):
            notes = [say(SCOPE[place.scope]), place.constraint]
            notes += [say("in {image}", image=t.value) for t in place.traits if t.name == IN_IMAGE]
            said = {trait.name: trait.value for trait in place.traits}
            if host := said.get("host"):
                notes.append(say("on {host}", host=host))
            notes.append(said.get("location", ""))
            quiet = escape(" · ".join(note for note in notes if note))
            shown = say("added by hand") if place.reader == "manual" else place.place
            lines.append(f"{link(f'place:{number}', shown)} · {quiet}")
        more = len(occurrences) - SHOWN_OCCURRENCES
        if more > 0:
            lines.append(escape(say("and {n} more, in the table (→ key)", n=f"{more:,}")))
        places = linked("<br>".join(lines))
        places.linkActivated.connect(self._go_to_place)
        self._about.addWidget(places)

    def _show_many(self, assessments: list[Assessment]) -> None:
        say = self._say
        self.name.setText(say("{n} components", n=f"{len(assessments):,}"))
        self.what.setText(say("The weakest of them:"))
        worst = weakest(a.status for a in assessments)
        if worst is not None:
            self.pill.show_status(worst, None)
        by_status = summarise(assessments).by_status
        for status in WORST_FIRST:
            if by_status[status]:
                text = f"{STATUS_GLYPH[status]}  {by_status[status]:,}  {say(STATUS[status])}"
                self._about.addWidget(label(text))

    def _say_quietly(self, text: str) -> None:
        self._about.addWidget(wrapped(text, "muted"))

    def _clear(self) -> None:
        while (item := self._about.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    # --- doing

    @Slot()
    def copy_purl(self) -> None:
        """Put the package URL of the selected component on the clipboard."""
        if len(self._assessments) == 1:
            QGuiApplication.clipboard().setText(self._assessments[0].component.purl)

    @Slot(str)
    def _go_to_place(self, target: str) -> None:
        number = int(target.removeprefix("place:"))
        self.place_wanted.emit(self._assessments[0].component.occurrences[number])

    @Slot()
    def _use_stale(self) -> None:
        stale = self._assessments[0].stale
        ruling = Ruling.of(stale) if stale is not None else None
        if ruling is not None:
            self.form.fill(ruling)
            self.form.rationale.setFocus()


def _source(advice: Advice, say: Language) -> str:
    """Return who says it, as HTML: a link where there is an address."""
    who = escape(advice.source)
    if advice.url.startswith(("https://", "http://")):
        who = link(advice.url, f"{advice.source or say('source')}\u00a0↗")
    return f" · {who}" if who else ""
