"""The test results of the open project as the place shows them: runs and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from workbench.model.problem import Problem
from workbench.model.run import Run
from workbench.ui.jobs import Failure, Lane, Ticket
from workbench.ui.tests.answers import Answers
from workbench.ui.tests.batch import Batch
from workbench.ui.tests.looking import Looked, look_at
from workbench.ui.tests.question import Question
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.session import Session

R = TypeVar("R")


class Store(Protocol):
    """What keeps the runs and answers questions. All of it runs in the engine's lane."""

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of the last look at the disk."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the others."""

    def refresh(self) -> None:
        """Look at the disk again."""

    def keep(self, batch: Batch) -> Run | None:
        """Keep the files of `batch` as one run; None where all of them were there already."""

    def update(self, run: Run) -> None:
        """Write the labels and marks of `run`."""

    def remove(self, run: Run) -> None:
        """Set `run` aside."""

    def restore(self, run: Run) -> None:
        """Bring back a removed `run`."""

    @property
    def question(self) -> Question:
        """What was asked last."""

    @property
    def prices(self) -> dict[str, str]:
        """The prices that are known, by architecture or instance type."""

    def keep_question(self, question: Question) -> None:
        """Remember what was asked."""

    def answers(self, question: Question) -> Answers:
        """Compare the two sides."""


class Desk(QObject):
    """Follows the workspace. A newer question takes the place of one that is still worked on."""

    loaded = Signal()
    """A project was opened, and `question` is what was asked of it last."""
    changed = Signal()
    """`runs` are others than before."""
    answered = Signal()
    """`answers` are there for `question`."""
    asked = Signal()
    """A question is being worked on."""

    def __init__(
        self,
        workspace: Workspace,
        open_store: Callable[[Session], Store],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.runs: tuple[Run, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.question = Question()
        self.prices: dict[str, str] = {}
        self.answers: Answers | None = None
        self._open_store = open_store
        self._store: Store | None = None
        self._new = True
        """Nothing was asked yet of the project that is open."""
        self._working: Ticket | None = None
        self._looking: Ticket | None = None
        workspace.opened.connect(self._on_opened)

    @property
    def working(self) -> bool:
        """Whether a question is being worked on."""
        return self._working is not None

    def use_store(self, open_store: Callable[[Session], Store]) -> None:
        """Open results with `open_store` from the next project on."""
        self._open_store = open_store

    # --- looking and importing

    def look(
        self,
        paths: Iterable[Path],
        each: Callable[[Looked], None],
        done: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> Ticket:
        """Say of each file what it is, one after the other."""
        wanted = tuple(paths)
        return self.workspace.jobs.stream(Lane.READING, lambda: look_at(wanted), each, done, failed)

    def keep(
        self,
        batches: Iterable[Batch],
        done: Callable[[list[Run]], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Keep each batch as one run, then call `done` with the runs that are new."""
        wanted = tuple(batches)

        def work(store: Store) -> list[Run]:
            kept = [store.keep(batch) for batch in wanted]
            return [run for run in kept if run is not None]

        self._change(work, done, failed)

    # --- changing

    def remove(
        self,
        runs: Iterable[Run],
        done: Callable[[], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Set `runs` aside, then call `done`."""
        self._each(tuple(runs), lambda store, run: store.remove(run), done, failed)

    def restore(
        self,
        runs: Iterable[Run],
        done: Callable[[], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Bring removed `runs` back, then call `done`."""
        self._each(tuple(runs), lambda store, run: store.restore(run), done, failed)

    def update(
        self,
        runs: Iterable[Run],
        done: Callable[[], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Write the labels and marks of `runs`, then call `done`."""
        self._each(tuple(runs), lambda store, run: store.update(run), done, failed)

    def _each(
        self,
        runs: tuple[Run, ...],
        step: Callable[[Store, Run], None],
        done: Callable[[], None],
        failed: Callable[[Failure], None] | None,
    ) -> None:
        def work(store: Store) -> None:
            for run in runs:
                step(store, run)

        def after(_: None) -> None:
            done()

        self._change(work, after, failed)

    def _change(
        self,
        work: Callable[[Store], R],
        done: Callable[[R], None],
        failed: Callable[[Failure], None] | None,
    ) -> None:
        def call(session: Session) -> tuple[Store, R]:
            store = self._store or self._open_store(session)
            return store, work(store)

        def take(answer: tuple[Store, R]) -> None:
            self._take(answer[0])
            done(answer[1])

        self.workspace.carry_out(call, take, failed)

    # --- asking

    def keep_and_ask(self, question: Question) -> None:
        """Remember `question`, so that the report and the next start ask the same, and answer it.

        Who may not write here is answered all the same.
        """

        def work(session: Session) -> tuple[Store, dict[str, str]]:
            store = self._store or self._open_store(session)
            store.keep_question(question)
            return store, store.prices

        def take(kept: tuple[Store, dict[str, str]]) -> None:
            self._store, self.prices = kept

        if self.workspace.writable:
            self.workspace.ask(work, take, self.workspace.failed.emit)
        self.ask(question)

    def ask(self, question: Question) -> None:
        """Answer `question`; `answered` tells when."""
        self.question = question
        if self._working is not None:
            self._working.cancel()

        def call(session: Session) -> tuple[Store, Answers]:
            store = self._store or self._open_store(session)
            return store, store.answers(question)

        self._working = self.workspace.ask(call, self._show, self._fail)
        self.asked.emit()

    def _show(self, answer: tuple[Store, Answers]) -> None:
        self._working = None
        self._store, self.answers = answer
        self.answered.emit()

    def _fail(self, failure: Failure) -> None:
        self._working = None
        self.answers = None
        self.answered.emit()
        self.workspace.failed.emit(failure)

    @Slot()
    def refresh(self) -> None:
        """Look at the runs on the disk again."""

        def call(session: Session) -> Store:
            store = self._store or self._open_store(session)
            store.refresh()
            return store

        self.workspace.ask(call, self._take)

    def _take(self, store: Store) -> None:
        self._store = store
        self.prices = store.prices
        if self._new:
            self._new = False
            self.runs = store.runs
            self.question = store.question
            self.loaded.emit()
        self.runs, self.problems = store.runs, store.problems
        self.changed.emit()
        if self.runs:
            self.ask(self.question)
        else:
            self.answers = None
            self.answered.emit()

    @Slot()
    def _on_opened(self) -> None:
        self._store, self.answers = None, None
        self._new = True
        self.runs, self.problems = (), ()
        if self._working is not None:
            self._working.cancel()
            self._working = None
        self.changed.emit()
        if self.workspace.snapshot is not None:
            self.refresh()
