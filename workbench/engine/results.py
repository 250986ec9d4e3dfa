"""The test results of one project: import them, list them, compare the two architectures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.engine.asking import asked_from
from workbench.engine.comparing import (
    functional,
    performance,
    profiles,
)
from workbench.engine.result_files import Found, columns_of
from workbench.engine.run_reports import FileReport, RunReports
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.model.run import Architecture, Run
from workbench.project.folder import ProjectFolder
from workbench.project.runs import Added
from workbench.project.settings import Question
from workbench.results.comparison import Comparison


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

    @property
    def has_any(self) -> bool:
        """Whether there is something to compare, or something that should have been."""
        return bool(self.runs or self.problems)

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
            [file.columns or columns_of(file.path, file.format) for file in found.files],
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

    def compare(
        self,
        *,
        scenario: str | None = None,
        metric: str | None = None,
        limits: Sequence[str] | None = None,
        prices: Mapping[str, str] | None = None,
        instances: Mapping[Architecture, str] | None = None,
    ) -> Comparison:
        """Compare both architectures by `metric` (`throughput`, `time`, `p99@500`).

        `limits` are as `p99<=10ms`, `prices` per hour and by architecture or instance type; an
        empty one is none. `instances` names the instance type of a side, empty for all. What is
        not given is taken from the project's settings, but `scenario` None means all. Raises
        WorkbenchError where any of it is not known.
        """
        asked = asked_from(self._folder.settings, self.runs, metric, limits, prices, instances)
        runs = _on(asked.instances, self._of(scenario))
        reports, problems = self._reports.read(runs)
        return Comparison(
            functional=functional(reports),
            performance=performance(reports, asked.question, asked.prices),
            profiles=profiles(reports),
            warnings=asked.warnings,
            problems=(*self.problems, *problems),
            runs=len(runs),
            kept=asked.kept,
        )

    def reports(self, instances: Mapping[Architecture, str]) -> tuple[FileReport, ...]:
        """Return what the files of the runs on `instances` (as for `compare`) say."""
        return self._reports.read(_on(instances, self.runs))[0]

    @property
    def kept_question(self) -> Question:
        """What was asked last, as it was typed."""
        return self._folder.settings.results

    @property
    def kept_prices(self) -> dict[str, str]:
        """The prices per hour as they were typed, by architecture or instance type."""
        return self._folder.settings.prices

    def keep_question(
        self,
        *,
        scenario: str | None = None,
        metric: str | None = None,
        limits: Sequence[str] | None = None,
        prices: Mapping[str, str] | None = None,
        instances: Mapping[Architecture, str] | None = None,
    ) -> None:
        """Remember what was asked, so that the report answers the same; what is None stays.

        An empty price is forgotten. Raises WorkbenchError.
        """
        before = self.kept_question
        sides = instances or {}
        question = Question(
            scenario=before.scenario if scenario is None else scenario,
            metric=before.metric if metric is None else metric,
            limits=before.limits if limits is None else tuple(limits),
            baseline=sides.get(Architecture.X86_64, before.baseline),
            candidate=sides.get(Architecture.ARM64, before.candidate),
        )
        self._folder.keep_question(question, prices or {})

    def _of(self, scenario: str | None) -> tuple[Run, ...]:
        """Return the runs of `scenario`, and those of none: unit tests belong to all of them."""
        if scenario is None:
            return self.runs
        known = sorted({run.scenario for run in self.runs if run.scenario})
        if scenario not in known:
            names = ", ".join(known) or "none, as no run is labelled with one"
            raise WorkbenchError(f"there is no scenario {scenario!r}: the scenarios are {names}")
        return tuple(run for run in self.runs if run.scenario in (scenario, ""))


def _on(instances: Mapping[Architecture, str], runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs on the instance type of their side, where one is given."""
    return tuple(run for run in runs if instances.get(run.architecture, "") in ("", run.instance))
