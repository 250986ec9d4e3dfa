"""Test results: importing, removing, labelling, and saving charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.model.language import Language
from workbench.model.run import Run
from workbench.ui.announcer import Announcer
from workbench.ui.jobs import Failure, Lane
from workbench.ui.settings import Settings
from workbench.ui.tests.batch import Batch
from workbench.ui.tests.chart_view import ChartView
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.import_dialog import ImportResultsDialog
from workbench.ui.tests.run_changes import ImportRuns, LabelRuns, RemoveRuns
from workbench.ui.tests.tests_page import TestsPage


class ResultCommands(QObject):
    """Every change is on the disk before it is pushed on the undo stack."""

    def __init__(
        self,
        say: Language,
        desk: Desk,
        settings: Settings,
        announcer: Announcer,
        page: TestsPage,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._desk = desk
        self._settings = settings
        self._announcer = announcer
        self._window = window
        self._content = b""
        page.import_wanted.connect(self.import_files)
        page.folder_wanted.connect(self.import_folder)
        page.files_dropped.connect(self.look_at)
        page.runs.remove_wanted.connect(self.remove)
        page.runs.labels_wanted.connect(self.change_labels)
        page.performance.trimmed.connect(self.trim)
        page.performance.export_wanted.connect(self.save_chart)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "import-results": self.import_files,
            "import-results-folder": self.import_folder,
        }

    # --- importing

    @Slot()
    def import_files(self) -> None:
        """Ask for files, then look at them."""
        dialog = self._file_dialog(self._say("Import test results"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    @Slot()
    def import_folder(self) -> None:
        """Ask for a folder, then look at the files in it."""
        dialog = self._file_dialog(self._say("Import a folder of test results"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _file_dialog(self, title: str) -> QFileDialog:
        folder = self._settings.text("results-folder", str(Path.home()))
        dialog = QFileDialog(self._window, title, folder)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    @Slot(list)
    def _on_files(self, names: list[str]) -> None:
        self.look_at([Path(name) for name in names])

    @Slot(list)
    def look_at(self, paths: list[Path]) -> None:
        """Ask, for each file at `paths`, what cannot be read from it."""
        if not paths:
            return
        self._settings.keep("results-folder", str(paths[0].parent))
        dialog = ImportResultsDialog(self._desk, self._say, self._window)
        dialog.chosen.connect(self.keep)
        dialog.look(paths)
        dialog.open()

    @Slot(list)
    def keep(self, batches: list[Batch]) -> None:
        """Import `batches`, a run each."""
        text = self._say("Importing {n} files…", n=f"{sum(len(b.files) for b in batches):,}")
        self._announcer.tell("importing", text)
        self._desk.keep(batches, self._on_kept, self._on_failed)

    def _on_kept(self, runs: list[Run]) -> None:
        self._announcer.hush("importing")
        if not runs:
            self._announcer.tell("importing", self._say("All of these files were imported before."))
            return
        text = f"{self._say('import')}: {_named(runs)}"
        self._desk.workspace.undo.push(ImportRuns(self._desk, text, runs))

    def _on_failed(self, failure: Failure) -> None:
        self._announcer.hush("importing")
        self._announcer.tell_failure(failure)

    # --- changing

    @Slot(list)
    def remove(self, runs: list[Run]) -> None:
        """Set `runs` aside."""
        self._desk.remove(runs, partial(self._on_removed, runs))

    def _on_removed(self, runs: list[Run]) -> None:
        text = f"{self._say('removal')}: {_named(runs)}"
        self._desk.workspace.undo.push(RemoveRuns(self._desk, text, runs))

    @Slot(list, list)
    def change_labels(self, before: list[Run], after: list[Run]) -> None:
        """Give the runs `before` the labels and marks of `after`."""
        self._desk.update(after, partial(self._on_labelled, before, after))

    def _on_labelled(self, before: list[Run], after: list[Run]) -> None:
        text = f"{self._say('labels')}: {_named(after)}"
        self._desk.workspace.undo.push(LabelRuns(self._desk, text, before, after))

    @Slot(float, float)
    def trim(self, warm_up: float, cool_down: float) -> None:
        """Mark the start and the end of every run of the scenario as not counting, in seconds."""
        scenario = self._desk.question.scenario
        before = [run for run in self._desk.runs if run.scenario == scenario]
        after = [
            msgspec.structs.replace(run, warm_up=warm_up, cool_down=cool_down) for run in before
        ]
        if before != after:
            self.change_labels(before, after)

    # --- saving charts

    @Slot(object, str)
    def save_chart(self, chart: ChartView, format_: str) -> None:
        """Ask for a file name; the chart is saved as it is now."""
        if chart.figure is None:
            return
        self._content = chart.content(format_)
        folder = self._settings.text("export-folder", str(Path.home()))
        dialog = QFileDialog(self._window, self._say("Save chart"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*.{format_}")
        dialog.setDefaultSuffix(format_)
        dialog.selectFile(f"{chart.figure.id}.{format_}")
        dialog.fileSelected.connect(self._on_chart_name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_chart_name(self, name: str) -> None:
        self._settings.keep("export-folder", str(Path(name).parent))
        work = partial(_write, Path(name), self._content)
        jobs = self._desk.workspace.jobs
        jobs.call(Lane.WRITING, work, self._on_saved, self._announcer.tell_failure)

    def _on_saved(self, path: Path) -> None:
        self._announcer.tell("exported", self._say("Written: {path}", path=path))


def _named(runs: Iterable[Run]) -> str:
    ids = [run.id for run in runs]
    return ids[0] if len(ids) == 1 else f"{len(ids):,}"


def _write(path: Path, content: bytes) -> Path:
    from workbench.model.atomic import write_atomically

    write_atomically(path, content)
    return path
