"""Taking newer facts from a copy of a public source: asked for, previewed, then written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.model.language import Language
from workbench.ui.announcer import Announcer
from workbench.ui.catalog_dialog import CatalogDialog
from workbench.ui.jobs import Failure, Lane
from workbench.ui.settings import Settings
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.catalog_update import Update


class CatalogCommands(QObject):
    """The command of the Help menu that renews the catalog."""

    def __init__(
        self,
        say: Language,
        workspace: Workspace,
        settings: Settings,
        announcer: Announcer,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._settings = settings
        self._announcer = announcer
        self._window = window
        self.dialog: CatalogDialog | None = None

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {"update-catalog": self.ask}

    @Slot()
    def ask(self) -> None:
        """Ask for the folder of a copy of the guide or the dashboard."""
        last = self._settings.text("catalog-folder", str(Path.home()))
        title = self._say("Copy of the AWS Graviton guide or the Arm Ecosystem Dashboard")
        dialog = QFileDialog(self._window, title, last)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.preview)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def preview(self, path: str) -> None:
        """Read the copy at `path` aside, then show what it would change."""
        self._announcer.hush("failed")
        self._settings.keep("catalog-folder", path)
        jobs = self._workspace.jobs
        jobs.call(Lane.READING, partial(_plan, Path(path)), self._show, self._on_failed)

    def _show(self, update: Update) -> None:
        dialog = self.dialog = CatalogDialog(update, self._say, self._window)
        dialog.accepted.connect(self._on_accepted)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    @Slot()
    def _on_accepted(self) -> None:
        if self.dialog is not None:
            work = partial(_write, self.dialog.update_)
            jobs = self._workspace.jobs
            jobs.call(Lane.WRITING, work, self._on_written, self._on_failed, must_run=True)

    @Slot()
    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _on_written(self, _path: Path) -> None:
        text = self._say("The catalog was updated. It counts when a project is opened.")
        if self._workspace.project is None:
            self._announcer.tell("catalog", text, calm=True)
        else:
            self._announcer.tell("catalog", text, self._say("Reload"), self._reload, calm=True)

    def _on_failed(self, failure: Failure) -> None:
        self._announcer.tell_failure(failure)

    def _reload(self) -> None:
        if self._workspace.project is not None:
            self._workspace.open(self._workspace.project)


def _plan(folder: Path) -> Update:
    from workbench.engine.catalog_update import plan_update

    return plan_update(folder)


def _write(update: Update) -> Path:
    update.write()
    return update.target
