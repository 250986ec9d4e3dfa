"""The opened project as the window knows it: one session, one scan, one undo stack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from workbench.assess.rollup import Rollup
from workbench.assess.snapshot import Snapshot, Summary, summarise
from workbench.engine.events import Assessed, EngineEvent, Finished, Progress
from workbench.model.assessment import Assessment
from workbench.ui.jobs import Failure, Jobs, Lane, Ticket
from workbench.ui.scan import Counted, Scan, counted
from workbench.ui.stamp import Stamp, stamp_of

if TYPE_CHECKING:
    from workbench.engine.online import Ask
    from workbench.engine.session import Session


R = TypeVar("R")


@dataclass(frozen=True)
class _Opened:
    session: Session
    stamp: Stamp


class Workspace(QObject):
    """Owns the session and all that changes it. Every change goes through the engine's lane.

    `assessments` is what the window shows: the last scan's, with what a running scan has found
    laid over it.
    """

    opened = Signal()
    """Another project is open, or none."""
    changed = Signal()
    """`assessments` are others than before."""
    scan_changed = Signal()
    scan_stopped = Signal()
    """The user stopped a scan: what it had found is dropped."""
    looked_up = Signal()
    """Others were asked, and all that they say is in."""
    undone = Signal(list)
    """A change to these purls was undone or redone: a view goes there."""
    settled = Signal()
    """No change is on its way to the disk any more."""
    changed_on_disk = Signal()
    failed = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        open_session: Callable[[Path], Session] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.undo = QUndoStack(self)
        self.project: Path | None = None
        self.snapshot: Snapshot | None = None
        self.found: dict[str, Rollup] = {}
        """The findings of the last scan, by component: decisions do not touch them."""
        self.scan: Scan | None = None
        self.writable = True
        self.opening = False
        self.pending = 0
        """Changes that are on their way to the disk."""
        self._open_session = open_session or _open_session
        self._session: Session | None = None
        self._live: dict[str, Assessment] = {}
        self._scanning: Ticket | None = None
        self._opening: Ticket | None = None
        self._stamp: Stamp = ()
        self._summary: Summary | None = None

    # --- reading

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Everything that is known now."""
        if self.snapshot is None:
            return ()
        if not self._live:
            return self.snapshot.assessments
        known = {a.component.purl: a for a in self.snapshot.assessments}
        known.update(self._live)
        return tuple(known.values())

    @property
    def has_assessments(self) -> bool:
        """Whether anything is known: cheaper than asking for all of it."""
        return bool(self._live) or (self.snapshot is not None and bool(self.snapshot.assessments))

    def current(self) -> tuple[Assessment, ...]:
        """Return `assessments`; for those who ask later."""
        return self.assessments

    @property
    def summary(self) -> Summary:
        """The counts of `assessments`."""
        if self._summary is None:
            self._summary = summarise(self.assessments)
        return self._summary

    @property
    def generation(self) -> str:
        """The Graviton generation that is proposed."""
        return self._session.knowledge.generation if self._session is not None else ""

    # --- opening

    def open(self, project: Path) -> None:
        """Open `project` and scan it. The one that was open stays until the new one is."""
        if self._opening is not None:
            self._opening.cancel()
        self.opening = True
        self.scan_changed.emit()
        open_session = self._open_session

        def work() -> _Opened:
            session = open_session(project)
            return _Opened(session, stamp_of(project))

        self._opening = self.jobs.call(Lane.ENGINE, work, self._take, self._could_not_open)

    def close(self) -> None:
        """Close the project; the window shows the start page again."""
        self._abandon_scan()
        self.project, self.snapshot, self._session = None, None, None
        self.found = {}
        self._live.clear()
        self.undo.clear()
        self._recount()
        self.opened.emit()

    def _take(self, opened: _Opened) -> None:
        self._abandon_scan()
        self.opening = False
        self._session = opened.session
        self.snapshot = opened.session.snapshot
        self.found = {}
        self.project = Path(self.snapshot.root)
        self._stamp = opened.stamp
        self.writable = opened.session.folder.writable
        self._live.clear()
        self.undo.clear()
        self._recount()
        self.opened.emit()
        self.rescan()

    def _could_not_open(self, failure: Failure) -> None:
        self.opening = False
        self.scan_changed.emit()
        self.failed.emit(failure)

    # --- scanning

    def rescan(self) -> None:
        """Scan again; a scan that is running goes on."""
        if self._session is not None:
            self._step_through(self._session.scan, Scan())

    def look_up(self, ask: Ask) -> None:
        """Ask others, as `ask` allows, about what the last scan found; what comes in counts."""
        session = self._session
        if session is not None:
            self._step_through(lambda: session.look_up(ask), Scan(online=True))

    def _step_through(self, events: Callable[[], Iterator[EngineEvent]], begun: Scan) -> None:
        """Run a scan or a look-up, unless one runs already."""
        if self.scan is not None:
            return
        self.scan = begun
        self._scanning = self.jobs.stream(
            Lane.ENGINE,
            lambda: counted(events()),
            self._scan_said,
            self._scan_over,
            self._scan_failed,
            bears_interruption=not begun.online,
        )
        self.scan_changed.emit()

    def scan_anew(self) -> None:
        """Scan again; a scan that is running makes way: what it reads has changed."""
        self._abandon_scan()
        self.rescan()

    def stop(self) -> None:
        """Stop the running scan; the state before it stays."""
        if self.scan is None:
            return
        self._abandon_scan()
        self._refresh_from_session()
        self.scan_stopped.emit()

    def _abandon_scan(self) -> None:
        if self._scanning is not None:
            self._scanning.cancel()
        self._scanning, self.scan = None, None
        self._live.clear()
        self._recount()
        self.scan_changed.emit()

    def _scan_said(self, event: EngineEvent | Counted) -> None:
        match event:
            case Progress(done, total, path):
                online = self.scan is not None and self.scan.online
                self.scan = Scan(done, total, path, online)
                self.scan_changed.emit()
            case Assessed(assessments):
                self._live.update((a.component.purl, a) for a in assessments)
                self._recount()
                self.changed.emit()
            case Finished(snapshot):
                self._live.clear()
                self.snapshot = snapshot
                self._recount()
            case Counted(summary, found):
                self._summary, self.found = summary, found

    def _scan_over(self) -> None:
        asked = self.scan is not None and self.scan.online
        self._scanning, self.scan = None, None
        self.scan_changed.emit()
        self.changed.emit()
        if asked:
            self.looked_up.emit()

    def _scan_failed(self, failure: Failure) -> None:
        self._abandon_scan()
        self.changed.emit()
        self.failed.emit(failure)

    # --- changing

    def ask(
        self,
        work: Callable[[Session], R],
        done: Callable[[R], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> Ticket | None:
        """Read something from the session in its lane; None where no project is open."""
        session = self._session
        if session is None:
            return None
        return self.jobs.call(Lane.ENGINE, lambda: work(session), done, failed)

    def carry_out(
        self,
        work: Callable[[Session], R],
        done: Callable[[R], None],
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """Carry out `work` in the engine's lane, take over the new state, then call `done`.

        By then it is on the disk. `project_changes` has what there is to carry out.
        """
        session = self._session
        if session is None:
            return
        self.pending += 1

        def call() -> tuple[R, Snapshot, Summary, Stamp]:
            result = work(session)
            snapshot = session.snapshot
            return result, snapshot, snapshot.summary, stamp_of(Path(snapshot.root))

        def take(answer: tuple[R, Snapshot, Summary, Stamp]) -> None:
            if session is self._session:
                result, self.snapshot, summary, self._stamp = answer
                self._summary = None if self._live else summary
                self.changed.emit()
                done(result)
            self._settle()

        def fail(failure: Failure) -> None:
            (failed or self.failed.emit)(failure)
            self._settle()

        self.jobs.call(Lane.ENGINE, call, take, fail, must_run=True)

    def _settle(self) -> None:
        self.pending -= 1
        if not self.pending:
            self.settled.emit()

    def _refresh_from_session(self) -> None:
        """Show the session's own snapshot: what was decided during a stopped scan is in it."""
        session = self._session
        if session is not None:
            self.jobs.call(Lane.ENGINE, lambda: session.snapshot, self._show)

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._recount()
        self.changed.emit()

    # --- the disk

    def look_at_disk(self) -> None:
        """Ask whether another program changed the journal or the settings since we did."""
        project = self.project
        if project is not None and not self.opening:
            self.jobs.call(Lane.ENGINE, lambda: stamp_of(project), self._compare)

    def _compare(self, stamp: Stamp) -> None:
        if stamp != self._stamp:
            self._stamp = stamp
            self.changed_on_disk.emit()

    def _recount(self) -> None:
        self._summary = None


def _open_session(project: Path) -> Session:
    from workbench.engine.session import Session

    return Session.open(project)
