"""The runs of the project as rows of a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.model.language import Language
from workbench.model.problem import Problem
from workbench.model.run import Run
from workbench.ui.phrases import moment, phrase
from workbench.ui.row_table import TitledRows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

COLUMNS = (
    phrase("Architecture"),
    phrase("Instance type"),
    phrase("Scenario"),
    phrase("Files"),
    phrase("Measured"),
    phrase("State"),
)


class RunsModel(TitledRows):
    """Runs first, then what could not be read."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(column) for column in COLUMNS], parent)
        self._say = say
        self.runs: tuple[Run, ...] = ()
        self.problems: tuple[Problem, ...] = ()

    def show(self, runs: tuple[Run, ...], problems: tuple[Problem, ...]) -> None:
        """Show `runs` and `problems` instead of those before."""
        self.beginResetModel()
        self.runs, self.problems = runs, problems
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.runs) + len(self.problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role not in shown:
            return None
        if index.row() >= len(self.runs):
            problem = self.problems[index.row() - len(self.runs)]
            texts = ["", "", "", problem.path, "", self._say.filled(problem.reason)]
            return texts[index.column()]
        return self._text(self.runs[index.row()], index.column())

    def _text(self, run: Run, column: int) -> str:
        say = self._say
        if column == 0:
            return run.architecture.value
        if column == 1:
            return run.instance or say("not told")
        if column == 2:
            return run.scenario or say("not told")
        if column == 3:
            names = ", ".join(file.name for file in run.files)
            return f"{len(run.files):,}: {names}" if len(run.files) > 1 else names
        if column == 4:
            return moment(run.measured or run.imported, say.code)
        return self._state(run)

    def _state(self, run: Run) -> str:
        """Say what about a run may weaken a comparison."""
        say, absent = self._say, []
        if not run.instance:
            absent.append(say("instance type"))
        if not run.software:
            absent.append(say("software version"))
        if absent:
            return say("not told: {labels}", labels=say(", ").join(absent))
        if run.warm_up or run.cool_down:
            return say("trimmed")
        return say("complete")
