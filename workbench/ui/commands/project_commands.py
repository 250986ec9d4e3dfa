"""Opening projects: a folder, a recent one, the sample; and following what is opened."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.model.language import Language
from workbench.model.places import state_folder
from workbench.model.resources import resources
from workbench.ui.announcer import Announcer
from workbench.ui.jobs import Failure, Lane
from workbench.ui.settings import Settings
from workbench.ui.start.start_page import Recent, StartPage
from workbench.ui.workspace import Workspace


class ProjectCommands(QObject):
    """Commands of the File menu that are about which project is open."""

    recent_changed = Signal(list)

    def __init__(
        self,
        say: Language,
        workspace: Workspace,
        settings: Settings,
        announcer: Announcer,
        start: StartPage,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._settings = settings
        self._announcer = announcer
        self._start = start
        self._window = window
        start.open_wanted.connect(self.open_folder)
        start.sample_wanted.connect(self.open_sample)
        start.project_wanted.connect(self.open_path)
        workspace.opened.connect(self._on_opened)
        workspace.failed.connect(self._on_failed)
        workspace.changed_on_disk.connect(self._on_changed_on_disk)
        self.refresh_recent()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "open-folder": self.open_folder,
            "open-sample": self.open_sample,
            "close-project": self._workspace.close,
        }

    @Slot()
    def open_folder(self) -> None:
        """Ask for a folder and open it."""
        last = self._settings.text("last-folder", str(Path.home()))
        dialog = QFileDialog(self._window, self._say("Open folder"), last)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.open_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open the project at `path`."""
        self._announcer.hush("failed")
        self._start.show_opening(Path(path).name)
        self._workspace.open(Path(path))

    @Slot()
    def open_sample(self) -> None:
        """Open a copy of the sample in the user's own folders: decisions are written into it."""
        self._start.show_opening(self._say("the sample project"))
        self._workspace.jobs.call(Lane.READING, _own_sample, self._open_sample, self._on_failed)

    def _open_sample(self, path: Path) -> None:
        self._workspace.open(path)

    def refresh_recent(self) -> None:
        """Read the list of recent projects, and ask the disk which are still there."""
        self._workspace.jobs.call(Lane.READING, _recent, self._show_recent)

    def _show_recent(self, recent: list[Recent]) -> None:
        self._start.show_recent(recent)
        self.recent_changed.emit([(r.path, r.name) for r in recent if not r.missing])

    @Slot()
    def _on_opened(self) -> None:
        self._start.show_opening("")
        snapshot, project = self._workspace.snapshot, self._workspace.project
        if snapshot is None or project is None:
            self.refresh_recent()
            return
        name = snapshot.name
        if not project.is_relative_to(state_folder()):
            self._settings.keep("last-folder", str(project.parent))
        self._workspace.jobs.call(Lane.READING, lambda: _remember(project, name), self._show_recent)
        if not self._workspace.writable:
            text = self._say(
                "The project folder is read-only. It can be scanned and reported; decisions "
                "cannot be recorded. Open a copy that you may write to."
            )
            self._announcer.tell("read-only", text)

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        self._start.show_opening("")
        self._announcer.tell_failure(failure)

    @Slot()
    def _on_changed_on_disk(self) -> None:
        text = self._say("Another program changed the decisions or settings of this project.")
        self._announcer.tell("changed", text, self._say("Reload"), self._reload)

    def _reload(self) -> None:
        if self._workspace.project is not None:
            self._workspace.open(self._workspace.project)


def _own_sample() -> Path:
    """Copy the sample where the user may write, unless it is there already; return the folder."""
    target = state_folder() / "sample-project"
    if not target.is_dir():
        draft = target.with_name("sample-project.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(resources() / "sample-project", draft)
        draft.rename(target)
    return target


def _recent() -> list[Recent]:
    from workbench.project.recent import recent_projects

    return [Recent(r.path, r.name, r.missing) for r in recent_projects()]


def _remember(project: Path, name: str) -> list[Recent]:
    from workbench.project.recent import remember

    remember(project, name)
    return _recent()
