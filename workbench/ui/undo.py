"""Undo and redo: each command holds purls and records, never rows; history is never rewound.

A command is pushed after its change reached the disk, so the first `redo` has nothing to do.
Undoing appends reversals, redoing records again. Where that fails, the stack is moved back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from workbench.model.decision import Decision
from workbench.model.source import Source
from workbench.ui.jobs import Failure
from workbench.ui.project_changes import (
    adding,
    preferring,
    recording,
    taking_out,
    withdrawing,
)
from workbench.ui.ruling import Ruling
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.session import Session
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
        self.record(self.redo_failed)

    def reverse(self) -> None:
        self.take_back(self.undo_failed)

    def record(self, failed: Callable[[Failure], None]) -> None:
        """Record the rulings anew; the new decisions are those to withdraw next."""
        self.workspace.carry_out(recording(_rulings(self._decisions)), self._keep, failed)

    def take_back(self, failed: Callable[[Failure], None]) -> None:
        """Append reversals of the decisions."""
        self.workspace.carry_out(withdrawing(self._decisions), self._show, failed)

    def _keep(self, decisions: list[Decision]) -> None:
        self._decisions = decisions
        self._show(decisions)

    def _show(self, decisions: list[Decision]) -> None:
        self.workspace.undone.emit([d.purl for d in decisions])


class Withdraw(Decide):
    """Decisions withdrawn: the same as Decide, the other way round."""

    def again(self) -> None:
        self.take_back(self.redo_failed)

    def reverse(self) -> None:
        self.record(self.undo_failed)


class AddSoftware(Change):
    """Software added by hand."""

    def __init__(self, workspace: Workspace, text: str, entries: tuple[Purchased, ...]) -> None:
        super().__init__(workspace, text)
        self._entries = entries

    def again(self) -> None:
        self.workspace.carry_out(adding(self._entries), self._show, self.redo_failed)

    def reverse(self) -> None:
        self.workspace.carry_out(taking_out(self._entries), self._show, self.undo_failed)

    def _show(self, _: None) -> None:
        self.workspace.undone.emit(purls_of(self._entries))


class PreferGraviton(Change):
    """Another Graviton generation to propose."""

    def __init__(self, workspace: Workspace, text: str, before: str, after: str) -> None:
        super().__init__(workspace, text)
        self._before, self._after = before, after

    def again(self) -> None:
        self.workspace.carry_out(preferring(self._after), _nothing, self.redo_failed)

    def reverse(self) -> None:
        self.workspace.carry_out(preferring(self._before), _nothing, self.undo_failed)


class ImportLists(Change):
    """Lists that were imported; undoing sets them aside."""

    def __init__(self, workspace: Workspace, text: str, sources: Iterable[Source]) -> None:
        super().__init__(workspace, text)
        self._ids = tuple(source.id for source in sources)

    def again(self) -> None:
        self.bring_back(self.redo_failed)

    def reverse(self) -> None:
        self.set_aside(self.undo_failed)

    def bring_back(self, failed: Callable[[Failure], None]) -> None:
        """Bring the lists back, then scan."""

        def work(session: Session) -> None:
            for id_ in self._ids:
                session.inventory.restore(id_)

        self.workspace.carry_out(work, self._scan, failed)

    def set_aside(self, failed: Callable[[Failure], None]) -> None:
        """Set the lists aside, then scan."""

        def work(session: Session) -> None:
            for id_ in self._ids:
                session.inventory.remove(id_)

        self.workspace.carry_out(work, self._scan, failed)

    def _scan(self, _: None) -> None:
        self.workspace.scan_anew()


class RemoveLists(ImportLists):
    """Lists that were removed: the same as ImportLists, the other way round."""

    def again(self) -> None:
        self.set_aside(self.redo_failed)

    def reverse(self) -> None:
        self.bring_back(self.undo_failed)


def _nothing(_: None) -> None:
    """Nothing is left to do: the pages follow the workspace."""


def purls_of(entries: tuple[Purchased, ...]) -> list[str]:
    """Return the purls of components that were added by hand."""
    from workbench.project.purchased import purchased_sighting

    return [purchased_sighting(entry).purl for entry in entries]


def _rulings(decisions: list[Decision]) -> list[tuple[tuple[str, ...], Ruling]]:
    """Group equal rulings, so that they are recorded together."""
    grouped: dict[Ruling, list[str]] = {}
    for decision in decisions:
        ruling = Ruling.of(decision)
        if ruling is not None:
            grouped.setdefault(ruling, []).append(decision.purl)
    return [(tuple(purls), ruling) for ruling, purls in grouped.items()]
