"""Undo of what is done to runs: importing, removing, labelling."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.model.run import Run
from workbench.ui.tests.desk import Desk
from workbench.ui.undo import Change


class ImportRuns(Change):
    """Runs that were imported; undoing sets them aside."""

    def __init__(self, desk: Desk, text: str, runs: Iterable[Run]) -> None:
        super().__init__(desk.workspace, text)
        self._desk = desk
        self._runs = tuple(runs)

    def again(self) -> None:
        self._desk.restore(self._runs, self._done, self.redo_failed)

    def reverse(self) -> None:
        self._desk.remove(self._runs, self._done, self.undo_failed)

    def _done(self) -> None:
        """Nothing is left to do: the desk shows the runs as they are now."""


class RemoveRuns(ImportRuns):
    """Runs that were removed: the same as ImportRuns, the other way round."""

    def again(self) -> None:
        self._desk.remove(self._runs, self._done, self.redo_failed)

    def reverse(self) -> None:
        self._desk.restore(self._runs, self._done, self.undo_failed)


class LabelRuns(Change):
    """Labels or marks of runs, changed."""

    def __init__(self, desk: Desk, text: str, before: Iterable[Run], after: Iterable[Run]) -> None:
        super().__init__(desk.workspace, text)
        self._desk = desk
        self._before = tuple(before)
        self._after = tuple(after)

    def again(self) -> None:
        self._desk.update(self._after, self._done, self.redo_failed)

    def reverse(self) -> None:
        self._desk.update(self._before, self._done, self.undo_failed)

    def _done(self) -> None:
        """Nothing is left to do: the desk shows the runs as they are now."""
