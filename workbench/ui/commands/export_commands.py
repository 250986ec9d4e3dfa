"""Writing the report and the exports: asked for a name, written aside, shown when done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.assess.snapshot import Snapshot
from workbench.model.language import Language
from workbench.ui.announcer import Announcer
from workbench.ui.jobs import Failure, Lane
from workbench.ui.settings import Settings
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.results.comparison import Comparison

SUFFIXES = {
    "pdf": "pdf",
    "json": "json",
    "cyclonedx": "cdx.json",
    "sarif": "sarif",
    "csv": "csv",
    "text": "txt",
    "diff": "diff",
    "bake": "hcl",
}
"""File name endings, by the id of what is written."""


class ExportCommands(QObject):
    """Commands that write the snapshot into a file of the user's choice."""

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
        self._written: Path | None = None
        self._format = "pdf"
        self._diff = b""
        self._language = say.code

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        exports = {
            f"export-{name}": partial(self.ask, name)
            for name in SUFFIXES
            if name not in ("pdf", "diff")
        }
        return {"export-pdf": self.ask_pdf, **exports}

    @Slot()
    def ask_pdf(self) -> None:
        """Ask where the PDF goes, in the window's language."""
        self.ask("pdf")

    def ask_diff(self, data: bytes) -> None:
        """Ask where the diff goes; `data` is what the infrastructure page shows of it."""
        self._diff = data
        self.ask("diff")

    @Slot(str)
    def ask_pdf_in(self, language: str) -> None:
        """Ask where the PDF goes; it will be in `language`."""
        self.ask("pdf", language)

    def ask(self, format_: str, language: str = "") -> None:
        """Ask for the file name of an export, then write it."""
        snapshot = self._workspace.snapshot
        if snapshot is None or not snapshot.scanned_at:
            return
        self._format, self._language = format_, language or self._say.code
        suffix = SUFFIXES[format_]
        folder = Path(self._settings.text("export-folder", str(Path.home())))
        dialog = QFileDialog(self._window, self._say("Export"), str(folder))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*.{suffix}")
        dialog.setDefaultSuffix(suffix)
        name = "docker-bake.hcl" if format_ == "bake" else file_name(snapshot, suffix)
        dialog.selectFile(name)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, path: str) -> None:
        self.write(self._format, Path(path), self._language)

    def write(self, format_: str, path: Path, language: str) -> None:
        """Write the export called `format_` to `path`, in the writing lane."""
        snapshot = self._workspace.snapshot
        if snapshot is None:
            return
        self._settings.keep("export-folder", str(path.parent))
        name = path.name
        self._announcer.tell("exported", self._say("Writing {name}…", name=name), calm=True)
        if format_ == "diff":
            work = partial(_write_diff, self._diff, path)
        else:
            work = partial(_write, snapshot, format_, path, language)
        self._workspace.jobs.call(Lane.WRITING, work, self._on_written, self._on_failed)

    def _on_written(self, path: Path) -> None:
        self._written = path
        text = self._say("Written: {path}", path=path)
        self._announcer.tell("exported", text, self._say("Open"), self._open, calm=True)

    def _on_failed(self, failure: Failure) -> None:
        self._announcer.hush("exported")
        self._announcer.tell_failure(failure)

    def _open(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))


def file_name(snapshot: Snapshot, suffix: str) -> str:
    """Return the file name to suggest: the project's, made safe for every system."""
    safe = re.sub(r"[^\w.-]+", "-", snapshot.name).strip("-.") or "project"
    return f"{safe}-arm64.{suffix}"


def _comparison(root: Path) -> Comparison | None:
    """Compare the project's test results as its settings ask; None where it has none.

    The project is opened anew: the session belongs to another lane.
    """
    from workbench.engine.results import Results
    from workbench.project.folder import ProjectFolder

    store = Results(ProjectFolder.open(root))
    return store.compare() if store.has_any else None


def _bake(snapshot: Snapshot) -> str:
    from workbench.engine.baking import planned_images
    from workbench.project.folder import ProjectFolder
    from workbench.report.bake import bake_hcl

    exclude = ProjectFolder.open(Path(snapshot.root)).settings.exclude
    return bake_hcl(planned_images(snapshot, exclude))


def _write_diff(diff: bytes, path: Path) -> Path:
    from workbench.model.atomic import write_atomically

    write_atomically(path, diff)
    return path


def _write(snapshot: Snapshot, format_: str, path: Path, language: str) -> Path:
    if format_ == "pdf":
        from workbench.report.pdf import write_pdf

        comparison = _comparison(Path(snapshot.root))
        write_pdf(snapshot, path, language=language, comparison=comparison)
        return path
    from workbench.model.atomic import write_atomically
    from workbench.report.exporters import EXPORTERS

    content = _bake(snapshot) if format_ == "bake" else EXPORTERS[format_](snapshot)
    write_atomically(path, content.encode() if isinstance(content, str) else content)
    return path
