"""Changes: decisions, withdrawals, software added by hand, and undoing all of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.model.decision import Decision
from workbench.model.language import Language
from workbench.ui.infrastructure.infrastructure_page import InfrastructurePage
from workbench.ui.inventory.inventory_page import InventoryPage
from workbench.ui.jobs import Failure
from workbench.ui.project_changes import adding, preferring, recording, withdrawing
from workbench.ui.ruling import Ruling
from workbench.ui.undo import AddSoftware, Decide, PreferGraviton, Withdraw, purls_of
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.project.purchased import Purchased


class ChangeCommands(QObject):
    """Every change is recorded first, then pushed on the undo stack."""

    def __init__(
        self,
        say: Language,
        workspace: Workspace,
        page: InventoryPage,
        infrastructure: InfrastructurePage,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._page = page
        self._infrastructure = infrastructure
        self._window = window
        self._steps: list[Callable[[], None]] = []
        page.ruled.connect(self.decide)
        page.withdraw_wanted.connect(self.withdraw)
        infrastructure.generation_wanted.connect(self.prefer_graviton)
        workspace.settled.connect(self._next_step)
        workspace.undone.connect(page.reveal)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "undo": self.undo,
            "redo": self.redo,
            "record": self._page.detail.form.send,
            "withdraw": self.withdraw,
            "add-software": self.add_software,
        }

    # --- the infrastructure

    @Slot(str)
    def prefer_graviton(self, generation: str) -> None:
        """Propose `generation` from now on; the page follows when the settings hold it."""
        before = self._workspace.generation
        if generation == before:
            return
        text = self._say("{generation} preferred", generation=generation)
        change = PreferGraviton(self._workspace, text, before, generation)
        self._workspace.carry_out(
            preferring(generation), partial(self._preferred, change), self._not_preferred
        )

    def _preferred(self, change: PreferGraviton, _: None) -> None:
        self._workspace.undo.push(change)

    def _not_preferred(self, failure: Failure) -> None:
        self._infrastructure.show_generation(self._workspace.generation)
        self._workspace.failed.emit(failure)

    # --- deciding

    @Slot(object)
    def decide(self, ruling: Ruling) -> None:
        """Record `ruling` for what is selected; the rows get the keyboard back."""
        purls = self._page.purls()
        if not purls:
            return
        self._workspace.carry_out(recording([(purls, ruling)]), partial(self._push_decide, purls))
        self._page.focus_rows()

    def _push_decide(self, purls: tuple[str, ...], decisions: list[Decision]) -> None:
        self._page.detail.form.forget_draft(purls)
        text = self._text(self._say("decision"), decisions)
        self._workspace.undo.push(Decide(self._workspace, text, decisions))

    @Slot()
    def withdraw(self) -> None:
        """Withdraw the decisions that rule on what is selected."""
        decisions = [a.decision for a in self._page.browser.selected() if a.decision is not None]
        if decisions:
            self._workspace.carry_out(
                withdrawing(decisions), partial(self._push_withdraw, decisions)
            )

    def _push_withdraw(self, withdrawn: list[Decision], _: list[Decision]) -> None:
        text = self._text(self._say("withdrawal"), withdrawn)
        self._workspace.undo.push(Withdraw(self._workspace, text, withdrawn))

    def _text(self, what: str, decisions: list[Decision]) -> str:
        if len(decisions) == 1:
            purl = decisions[0].purl
            name = purl.partition("@")[0].rpartition("/")[2]
            return f"{what}: {name}"
        return f"{what}: {len(decisions):,}"

    # --- undoing

    @Slot()
    def undo(self) -> None:
        """Undo the last change, after those that are still on their way to the disk."""
        self._step(self._undo_now)

    @Slot()
    def redo(self) -> None:
        """Carry out again what was undone last."""
        self._step(self._redo_now)

    def _step(self, step: Callable[[], None]) -> None:
        if self._workspace.pending:
            self._steps.append(step)
        else:
            step()

    @Slot()
    def _next_step(self) -> None:
        if self._steps:
            self._steps.pop(0)()

    def _undo_now(self) -> None:
        self._workspace.undo.undo()

    def _redo_now(self) -> None:
        self._workspace.undo.redo()

    # --- software added by hand

    @Slot()
    def add_software(self) -> None:
        """Ask for one product."""
        from workbench.ui.software.add_dialog import AddSoftwareDialog

        dialog = AddSoftwareDialog(self._say, self._window)
        dialog.added.connect(self.add_entries)
        dialog.open()

    @Slot(object)
    def add_entries(self, entries: tuple[Purchased, ...]) -> None:
        """Add `entries` to the project."""
        self._workspace.carry_out(adding(entries), partial(self._pushed, entries))

    def _pushed(self, entries: tuple[Purchased, ...], _: None) -> None:
        name = entries[0].name if len(entries) == 1 else f"{len(entries):,}"
        text = f"{self._say('added software')}: {name}"
        self._workspace.undo.push(AddSoftware(self._workspace, text, entries))
        self._page.reveal(purls_of(entries))
