"""Checking online: whom it asks is shown, a person agrees, then answers are shown as they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.model.language import Language
from workbench.ui.announcer import Announcer
from workbench.ui.online.online_dialog import OnlineDialog
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.online import Ask


class OnlineCommands(QObject):
    """Nothing is sent before the dialog is accepted."""

    def __init__(
        self, say: Language, workspace: Workspace, announcer: Announcer, window: QWidget
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._announcer = announcer
        self._window = window
        self.dialog: OnlineDialog | None = None
        workspace.looked_up.connect(self._on_looked_up)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"check-online": self.ask}

    @Slot()
    def ask(self) -> None:
        """Show whom a look-up would ask."""
        if self._workspace.snapshot is None or self._workspace.scan is not None:
            return
        self.dialog = dialog = OnlineDialog(self._say, self._window)
        dialog.wanted.connect(self._plan)
        dialog.accepted.connect(self._look_up)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._forget)
        dialog.open()
        self._plan()

    @Slot()
    def _plan(self) -> None:
        dialog = self.dialog
        if dialog is not None:
            ask = _asked_for(dialog)
            self._workspace.ask(
                lambda session: session.plan_look_up(ask),
                lambda plan: dialog.show_plan(plan) if dialog is self.dialog else None,
            )

    @Slot()
    def _look_up(self) -> None:
        if self.dialog is not None:
            self._announcer.hush("looked-up")
            self._workspace.look_up(_asked_for(self.dialog))

    @Slot()
    def _forget(self) -> None:
        self.dialog = None

    @Slot()
    def _on_looked_up(self) -> None:
        snapshot, say = self._workspace.snapshot, self._say
        result = snapshot.coverage.looked_up if snapshot is not None else None
        if result is None:
            return
        asked = f"{result.asked:,}"
        if result.failed:
            text = say(
                "Nothing was learnt of {failed} of the {asked} that were asked about; their "
                "evidence says why.",
                failed=f"{result.failed:,}",
                asked=asked,
            )
        else:
            text = say("{asked} were asked about, and all were answered.", asked=asked)
        self._announcer.tell("looked-up", text, calm=not result.failed)


def _asked_for(dialog: OnlineDialog) -> Ask:
    from workbench.engine.online import Ask

    return Ask(
        registries=dialog.registries.isChecked(),
        engine=dialog.engine.isChecked(),
        inside=dialog.inside.isChecked(),
    )
