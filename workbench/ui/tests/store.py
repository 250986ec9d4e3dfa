"""The engine's results as the place asks for them: runs, and a question answered with its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.model.problem import Problem
from workbench.model.run import Architecture, Run
from workbench.ui.tests.answers import Answers
from workbench.ui.tests.batch import Batch
from workbench.ui.tests.desk import Store
from workbench.ui.tests.kept_question import (
    limit_texts,
    metric_of,
    price_texts,
    question_from,
)
from workbench.ui.tests.question import Question

if TYPE_CHECKING:
    from workbench.engine.results import Results
    from workbench.engine.session import Session


def open_store(session: Session) -> Store:
    """Return the results of the opened project."""
    from workbench.engine.results import Results

    return ProjectStore(Results(session.folder))


class ProjectStore:
    """Speaks to one project's results, in the engine's lane."""

    def __init__(self, results: Results) -> None:
        self._results = results

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of the last look at the disk."""
        return self._results.runs

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the others."""
        return self._results.problems

    def refresh(self) -> None:
        """Look at the disk again."""
        self._results.refresh()

    def keep(self, batch: Batch) -> Run | None:
        """Keep the files of `batch` as one run; None where all of them were there already."""
        from workbench.engine.result_files import Found, Recognised

        labels = batch.labels
        if labels.architecture is None:
            raise ValueError("a batch without an architecture")
        added = self._results.add(
            Found(files=tuple(Recognised(path, format_) for path, format_ in batch.files)),
            architecture=labels.architecture,
            instance=labels.instance,
            scenario=labels.scenario,
            software=labels.software,
            client=labels.client,
        )
        return added.run

    def update(self, run: Run) -> None:
        """Write the labels and marks of `run`."""
        self._results.update(run)

    def remove(self, run: Run) -> None:
        """Set `run` aside."""
        self._results.remove(run)

    def restore(self, run: Run) -> None:
        """Bring back a removed `run`."""
        self._results.restore(run)

    @property
    def question(self) -> Question:
        """What was asked last."""
        return question_from(self._results.kept_question, self.prices, self.runs)

    @property
    def prices(self) -> dict[str, str]:
        """The prices that are known, by architecture or instance type."""
        return self._results.kept_prices

    def keep_question(self, question: Question) -> None:
        """Remember what was asked."""
        self._results.keep_question(
            scenario=question.scenario,
            metric=metric_of(question),
            limits=limit_texts(question),
            prices=price_texts(question, self.runs),
            instances=_instances(question),
        )

    def answers(self, question: Question) -> Answers:
        """Compare the two sides of every scenario."""
        from workbench.ui.tests.answering import answers_from

        instances = _instances(question)
        comparison = self._results.compare(
            metric=metric_of(question),
            limits=limit_texts(question),
            prices=price_texts(question, self.runs),
            instances=instances,
        )
        return answers_from(comparison, self._results.reports(instances), question.scenario)


def _instances(question: Question) -> dict[Architecture, str]:
    sides = (question.baseline, question.candidate)
    return {side.architecture: side.instance for side in sides}
