"""The test results of one project: import them, list them, compare the two architectures."""

from __future__ import annotations

from workbench.engine.result_files import Found
from workbench.engine.run_reports import RunReports
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.run import Architecture, Run
from workbench.project.folder import ProjectFolder
from workbench.project.runs import Added


class Results:
    """The runs of the project `folder`.

    Not thread-safe: one thread at a time. `runs` are those of the last look at the disk, and
    `problems` what was wrong with the others.
    """

    def __init__(self, folder: ProjectFolder) -> None:
        self._folder = folder
        self._reports = RunReports(folder.runs)
        self.runs: tuple[Run, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.refresh()

    def refresh(self) -> None:
        """Look at the disk again."""
        self.runs, self.problems = self._folder.runs.runs()

    def add(
        self,
        found: Found,
        *,
        architecture: Architecture,
        instance: str = "",
        scenario: str = "",
        software: str = "",
        client: str = "",
        measured: str = "",
        note: str = "",
    ) -> Added:
        """Keep the files of `found` as one run.

        Raises WorkbenchError where a file could be of several formats, cannot be read, or where
        the run cannot be written; then nothing has changed.
        """
        for file in found.ambiguous:
            raise WorkbenchError(
                f"{file.path}: could be {' or '.join(file.formats)}: say which (--format)"
            )
        added = self._folder.runs.add(
            [file.path for file in found.files],
            [file.format for file in found.files],
            architecture=architecture,
            instance=instance,
            scenario=scenario,
            software=software,
            client=client,
            measured=measured,
            note=note,
        )
        self.refresh()
        return added

    def update(self, run: Run) -> None:
        """Write the labels and marks of `run`. Raises WorkbenchError."""
        self._folder.runs.update(run)
        self.refresh()

    def remove(self, run: Run) -> None:
        """Set `run` aside; `restore` brings it back. Raises WorkbenchError."""
        self._folder.runs.remove(run)
        self.refresh()

    def restore(self, run: Run) -> None:
        """Bring back a removed `run`. Raises WorkbenchError."""
        self._folder.runs.restore(run)
        self.refresh()
