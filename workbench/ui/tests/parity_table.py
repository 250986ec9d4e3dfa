"""Functional parity as a small table: a row a count, a column a side."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.labels import ElidedLabel, label
from workbench.ui.style import set_part
from workbench.ui.tests.answers import FunctionalAnswer, TestDifference
from workbench.ui.tests.numbers import fraction

_NAMED = 4


class ParityTable(QFrame):
    """Counts of both sides, with the names of what differs."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        set_part(self, "box")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(self._grid)
        layout.addStretch(1)

    def show_parity(self, answer: FunctionalAnswer | None) -> None:
        """Show `answer`; None is "no test reports"."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        say = self._say
        self._row(0, [say("Functional parity"), "x86_64", "arm64"], "heading")
        if answer is None:
            self._grid.addWidget(label(say("No test reports yet."), "muted"), 1, 0, 1, 4)
            return
        rows = [
            (say("Passed"), *self._count(answer, "passed"), ""),
            (say("Skipped"), *self._count(answer, "skipped"), ""),
            (say("Fail on arm64 only"), "–", len(answer.regressed), _names(answer.regressed)),
            (say("Missing on arm64"), "–", len(answer.missing), _names(answer.missing)),
            (
                say("Fail on both (pre-existing)"),
                len(answer.pre_existing),
                len(answer.pre_existing),
                "",
            ),
            (say("Line coverage"), *self._covered(answer), ""),
        ]
        for number, row in enumerate(rows, 1):
            self._row(number, [f"{v:,}" if isinstance(v, int) else str(v) for v in row], "")

    def _count(self, answer: FunctionalAnswer, name: str) -> list[str]:
        counts = [answer.counts.get(side) for side in Architecture]
        return ["–" if known is None else f"{known.get(name, 0):,}" for known in counts]

    def _covered(self, answer: FunctionalAnswer) -> list[str]:
        known = [answer.coverage.get(side) for side in Architecture]
        return ["–" if value is None else fraction(value) for value in known]

    def _row(self, number: int, texts: list[str], part: str) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for column, text in enumerate(texts):
            made: QLabel = ElidedLabel(text) if column in (0, 3) else label(text)
            if part or column == 3:
                set_part(made, ("small" if column else part) if part else "muted")
            if column in (1, 2):
                self._grid.addWidget(made, number, column, right)
            else:
                self._grid.addWidget(made, number, column)


def _names(differences: tuple[TestDifference, ...]) -> str:
    names = [difference.id.rpartition("::")[2] for difference in differences[:_NAMED]]
    return ", ".join(names) + ("…" if len(differences) > _NAMED else "")
