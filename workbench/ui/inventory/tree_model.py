"""The visible rows as a Qt table: what each cell says, to the eye and to a screen reader."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.model.assessment import Assessment
from workbench.model.language import Language
from workbench.model.status import Confidence, Status
from workbench.model.words import ACTION, CONFIDENCE, SCOPE, STATUS, STATUS_MEANING
from workbench.ui.inventory.arrangement import Column
from workbench.ui.inventory.rows import ComponentRow, GroupRow, Key, OccurrenceRow, Row
from workbench.ui.phrases import phrase, why

COLUMNS: tuple[Column, ...] = tuple(Column)

TITLES: dict[Column, str] = {
    Column.SOFTWARE: phrase("Software"),
    Column.VERSION: phrase("Version"),
    Column.STATUS: phrase("ARM64"),
    Column.WHY: phrase("Why"),
    Column.NEEDS: phrase("Needs"),
    Column.WHERE: phrase("Where"),
    Column.DECISION: phrase("Decision"),
}

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The row itself: a GroupRow, ComponentRow or OccurrenceRow."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TreeModel(QAbstractTableModel):
    """A table of rows that were flattened elsewhere. `show` replaces them all."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._rows: list[Row] = []
        self._numbers: dict[Key, int] | None = None

    def show(self, rows: list[Row]) -> None:
        """Show `rows` instead of those before. The view puts its selection back by key."""
        self.beginResetModel()
        self._rows = rows
        self._numbers = None
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return the row at `number`."""
        return self._rows[number]

    def number_of(self, key: Key) -> int | None:
        """Return where the row with `key` is, or None while it is not visible."""
        if self._numbers is None:
            self._numbers = {row.key: number for number, row in enumerate(self._rows)}
        return self._numbers.get(key)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._say(TITLES[COLUMNS[section]])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._say(TITLES[column])}: {self._aloud(row, column)}"
        return None

    def text(self, row: Row, column: Column) -> str:
        """Return what the cell shows."""
        if isinstance(row, GroupRow):
            return self._group_text(row, column)
        if isinstance(row, OccurrenceRow):
            return self._occurrence_text(row, column)
        return self._component_text(row, column)

    def _group_text(self, row: GroupRow, column: Column) -> str:
        if column is Column.SOFTWARE:
            return f"{row.title} ({len(row.members):,})"
        return self._say(STATUS[row.status]) if column is Column.STATUS else ""

    def _occurrence_text(self, row: OccurrenceRow, column: Column) -> str:
        if column is Column.SOFTWARE:
            return row.place.place
        if column is Column.VERSION:
            return row.place.constraint
        return self._say(SCOPE[row.place.scope]) if column is Column.WHY else ""

    def _component_text(self, row: ComponentRow, column: Column) -> str:
        assessment = row.assessment
        component = assessment.component
        match column:
            case Column.SOFTWARE:
                return component.name
            case Column.VERSION:
                return component.version or ", ".join(component.constraints)
            case Column.STATUS:
                return self._say(STATUS[assessment.status])
            case Column.WHY:
                return why(assessment, self._say)
            case Column.NEEDS:
                return assessment.min_version
            case Column.WHERE:
                more = len(component.occurrences) - 1
                return f"{row.place.place}  +{more:,}" if more > 0 else row.place.place
            case Column.DECISION:
                return decision_text(assessment, self._say)

    def _aloud(self, row: Row, column: Column) -> str:
        text = self.text(row, column)
        if isinstance(row, ComponentRow):
            if column is Column.STATUS and row.assessment.confidence is not None:
                return f"{text}, {self._say(CONFIDENCE[row.assessment.confidence])}"
        elif isinstance(row, GroupRow) and column is Column.SOFTWARE:
            state = self._say("closed") if row.folded else self._say("open")
            return f"{text}, {state}"
        return text

    def _tip(self, row: Row, column: Column) -> str | None:
        if column is Column.STATUS and not isinstance(row, OccurrenceRow):
            return self._status_tip(row)
        if isinstance(row, ComponentRow) and column is Column.WHERE:
            places = [o.place for o in row.assessment.component.occurrences]
            more = [f"+{len(places) - 12:,}"] if len(places) > 12 else []
            return "\n".join([*places[:12], *more])
        if isinstance(row, ComponentRow) and column is Column.SOFTWARE:
            return row.purl
        return self.text(row, column) or None

    def _status_tip(self, row: GroupRow | ComponentRow) -> str:
        if isinstance(row, GroupRow):
            return self._say("The weakest of the group: {status}", status=self._meaning(row.status))
        assessment = row.assessment
        lines = [self._meaning(assessment.status)]
        if assessment.decision is not None:
            computed = self._say(STATUS[assessment.computed])
            lines.append(self._say("Decided by a person; by evidence: {status}", status=computed))
        elif assessment.confidence is Confidence.PRESUMED:
            lines.append(self._say("Presumed: nothing native was seen, and nothing was inspected"))
        if assessment.disagreement:
            lines.append(self._say("The sources disagree"))
        return "\n".join(lines)

    def _meaning(self, status: Status) -> str:
        return f"{self._say(STATUS[status])}: {self._say(STATUS_MEANING[status])}"


def decision_text(assessment: Assessment, say: Language) -> str:
    """Return the decision in a few words: what is done, by whom, until when."""
    decision = assessment.decision
    if decision is None:
        return say("decision on another version") if assessment.stale is not None else ""
    doing = say(ACTION[decision.action]) if decision.action != "none" else say("decided")
    due = say("review {date}", date=decision.review_by) if decision.review_by else ""
    return " · ".join(part for part in (doing, decision.owner, due) if part)
