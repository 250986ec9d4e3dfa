"""Functional parity: do the same tests pass with the same coverage, and if not, which and why."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHeaderView,
    QTabBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.empty_state import EmptyState
from workbench.ui.labels import label, wrapped
from workbench.ui.phrases import phrase
from workbench.ui.row_table import set_up_rows
from workbench.ui.style import set_part
from workbench.ui.tests.answers import FunctionalAnswer
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.difference_list import RowsModel
from workbench.ui.tests.doubts import Doubts
from workbench.ui.tests.numbers import fraction
from workbench.ui.tests.parity_bar import ParityBar
from workbench.ui.tests.sentence import Sentence
from workbench.ui.tests.wording import PARITY_QUESTION, parity

LISTS: tuple[tuple[str, str], ...] = (
    ("regressed", phrase("Fail on arm64 only: {n}")),
    ("missing", phrase("Missing on arm64: {n}")),
    ("pre_existing", phrase("Fail on both: {n}")),
    ("flaky", phrase("Flaky: {n}")),
    ("slower", phrase("Slower on arm64: {n}")),
    ("added", phrase("New on arm64: {n}")),
    ("losses", phrase("Files with less coverage: {n}")),
)
_NOTHING: dict[str, str] = {
    "regressed": phrase("No test fails on arm64 only."),
    "missing": phrase("No test is missing on arm64."),
    "pre_existing": phrase("No test fails on both sides."),
    "flaky": phrase("No test changed its outcome between repeats."),
    "slower": phrase("No test is markedly slower on arm64."),
    "added": phrase("No test ran on arm64 only."),
    "losses": phrase("No file has lines that only the tests on x86_64 reach."),
}


class FunctionalPanel(QWidget):
    """Follows the desk."""

    def __init__(self, desk: Desk, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self.answer = Sentence()
        set_part(self.answer, "answer")
        self._bars = {a: ParityBar() for a in Architecture}
        self._counts = {a: label("") for a in Architecture}
        self._covered = {a: label("") for a in Architecture}
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(say("Lists of tests"))
        for _, title in LISTS:
            self.tabs.addTab(say(title, n="0"))
        self.tabs.currentChanged.connect(self._show_list)
        self.model = RowsModel(say, self)
        self.table = QTableView()
        self.nothing = EmptyState()
        self.doubts = Doubts(say)
        self._lay_out()
        desk.answered.connect(self.refresh)
        desk.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        say, table = self._say, self.table
        table.setModel(self.model)
        set_up_rows(table, say("Tests that did not end alike"))
        self._box = QFrame()
        set_part(self._box, "box")
        grid = QGridLayout(self._box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, architecture in enumerate(Architecture):
            grid.addWidget(label(architecture.value, "strong"), row, 0)
            grid.addWidget(self._bars[architecture], row, 1)
            grid.addWidget(self._counts[architecture], row, 2)
            grid.addWidget(self._covered[architecture], row, 3)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(wrapped(say(PARITY_QUESTION), "title"))
        layout.addWidget(self.answer)
        layout.addWidget(self._box)
        layout.addWidget(self.tabs)
        layout.addWidget(table, 1)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.doubts)

    @Slot()
    def refresh(self) -> None:
        """Show the answers that the desk has now."""
        say = self._say
        answers = self._desk.answers
        answer = answers.functional if answers else None
        if answer is None:
            text = say(
                "No test reports yet: import JUnit XML, TRX, TAP or go test output of each side."
            )
            self.answer.show_sentence(text)
        else:
            self.answer.show_sentence(parity(answer, say))
        self._box.setVisible(answer is not None)
        self.tabs.setVisible(answer is not None)
        self.doubts.show_warnings(answer.warnings if answer else ())
        self._show_counts(answer or FunctionalAnswer())
        for number, (name, title) in enumerate(LISTS):
            count = len(getattr(answer, name)) if answer else 0
            self.tabs.setTabText(number, say(title, n=f"{count:,}"))
        self._show_list()

    def _show_counts(self, answer: FunctionalAnswer) -> None:
        say = self._say
        whole = max((sum(c.values()) for c in answer.counts.values()), default=0)
        for side in Architecture:
            counts = answer.counts.get(side, {})
            self._bars[side].show_counts(counts, whole)
            self._counts[side].setText(
                say(
                    "{passed} passed, {failed} failed, {skipped} skipped",
                    **{n: f"{counts.get(n, 0):,}" for n in ("passed", "failed", "skipped")},
                )
                if counts
                else say("no test reports")
            )
            covered = answer.coverage.get(side)
            self._covered[side].setText(
                say("no coverage report")
                if covered is None
                else say("{share} of the lines covered", share=fraction(covered))
            )

    @Slot()
    def _show_list(self) -> None:
        answers = self._desk.answers
        answer = answers.functional if answers else None
        name = LISTS[self.tabs.currentIndex()][0]
        if answer is None:
            self.model.show_tests(())
            self.nothing.show_text("", "")
        elif name == "losses":
            self.model.show_files(answer.losses)
        else:
            self.model.show_tests(getattr(answer, name))
        empty = not self.model.rows
        if empty and answer is not None:
            self.nothing.show_text(self._say(_NOTHING[name]), "")
        self.table.setVisible(not empty)
        self.nothing.setVisible(empty)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(True)
        self.table.resizeColumnsToContents()
        if self.model.columnCount():
            self.table.setColumnWidth(0, min(self.table.columnWidth(0), 460))
            header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
