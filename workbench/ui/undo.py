"""Undo and redo: each command holds purls and records, never rows; history is never rewound.

A command is pushed after its change reached the disk, so the first `redo` has nothing to do.
Undoing appends reversals, redoing records again. Where that fails, the stack is moved back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from workbench.model.decision import Decision
from workbench.ui.jobs import Failure
from workbench.ui.ruling import Ruling
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.project.purchased import Purchased


class Change(QUndoCommand):
    """A change that is on the disk already when it is pushed."""

    def __init__(self, workspace: Workspace, text: str) -> None:
        super().__init__(text)
        self.workspace = workspace
        self._skip = 1

    def redo(self) -> None:
        """Carry the change out again."""
        if self._skip:
            self._skip -= 1
        else:
            self.again()

    def undo(self) -> None:
        """Append what reverses the change."""
        if self._skip:
            self._skip -= 1
        else:
            self.reverse()

    def again(self) -> None:
        """Carry the change out anew. Commands say how."""
        raise NotImplementedError

    def reverse(self) -> None:
        """Reverse the change. Commands say how."""
        raise NotImplementedError

    def undo_failed(self, failure: Failure) -> None:
        """Put the command back on the done side: it still stands."""
        self._skip += 1
        self.workspace.undo.redo()
        self.workspace.failed.emit(failure)

    def redo_failed(self, failure: Failure) -> None:
        """Put the command back on the undone side."""
        self._skip += 1
        self.workspace.undo.undo()
        self.workspace.failed.emit(failure)


class Decide(Change):
    """Decisions on one or many components, recorded."""

    def __init__(self, workspace: Workspace, text: str, decisions: list[Decision]) -> None:
        super().__init__(workspace, text)
        self._decisions = decisions

    def again(self) -> None:
        self.workspace.decide(_rulings(self._decisions), self._keep, self.redo_failed)

    def reverse(self) -> None:
        self.workspace.withdraw(self._decisions, _nothing, self.undo_failed)

    def _keep(self, decisions: list[Decision]) -> None:
        self._decisions = decisions


class Withdraw(Change):
    """Decisions withdrawn."""

    def __init__(self, workspace: Workspace, text: str, decisions: list[Decision]) -> None:
        super().__init__(workspace, text)
        self._decisions = decisions

    def again(self) -> None:
        self.workspace.withdraw(self._decisions, _nothing, self.redo_failed)

    def reverse(self) -> None:
        self.workspace.decide(_rulings(self._decisions), self._keep, self.undo_failed)

    def _keep(self, decisions: list[Decision]) -> None:
        self._decisions = decisions


class AddSoftware(Change):
    """Software added by hand."""

    def __init__(self, workspace: Workspace, text: str, entries: tuple[Purchased, ...]) -> None:
        super().__init__(workspace, text)
        self._entries = entries

    def again(self) -> None:
        self.workspace.change_purchased(
            self._entries, add=True, done=_done, failed=self.redo_failed
        )

    def reverse(self) -> None:
        self.workspace.change_purchased(
            self._entries, add=False, done=_done, failed=self.undo_failed
        )


def _rulings(decisions: list[Decision]) -> list[tuple[tuple[str, ...], Ruling]]:
    """Group equal rulings, so that they are recorded together."""
    grouped: dict[Ruling, list[str]] = {}
    for decision in decisions:
        ruling = Ruling.of(decision)
        if ruling is not None:
            grouped.setdefault(ruling, []).append(decision.purl)
    return [(tuple(purls), ruling) for ruling, purls in grouped.items()]


def _nothing(_: list[Decision]) -> None:
    """The workspace shows what was withdrawn; the command keeps what it held."""


def _done() -> None:
    """The workspace shows what was added; the command keeps what it held."""
