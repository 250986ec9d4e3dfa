"""The only file that owns threads: work runs there in order, results come back to the UI thread."""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from workbench.model.errors import WorkbenchError
from workbench.ui.interruption import Interrupted, interrupt, take_back

T = TypeVar("T")

CLOSE_SECONDS = 5.0
"""How long closing waits for a lane; what it was doing then has no one left to tell."""


class Lane(StrEnum):
    """One thread each. Everything that touches a session goes through the engine's, in order."""

    ENGINE = "engine"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True)
class Failure:
    """What went wrong, for people (`text`, English, one line) and for a bug report (`details`)."""

    text: str
    details: str
    expected: bool
    """Whether the user can mend it; if not, it is a fault of the program."""


def _let_be(ticket: Ticket) -> None:
    """A call ends by itself."""


@dataclass(eq=False)
class Ticket:
    """One job. A cancelled one delivers nothing any more, however late its thread notices."""

    cancelled: bool = False
    interrupt: Callable[[Ticket], None] = _let_be

    def cancel(self) -> None:
        """Stop the job and drop what it still has to say."""
        self.cancelled = True
        self.interrupt(self)


@dataclass
class _Job:
    ticket: Ticket
    failed: Callable[[Failure], None]
    must_run: bool


@dataclass
class _Call(_Job):
    work: Callable[[], Any]
    done: Callable[[Any], None]


@dataclass
class _Stream(_Job):
    source: Callable[[], Iterator[Any]]
    each: Callable[[Any], None]
    done: Callable[[], None]
    bears_interruption: bool
    running: Iterator[Any] | None = field(default=None)


class Jobs(QObject):
    """Runs work in lanes and calls back on the UI thread.

    A stream (a scan) is stepped in its lane, and calls that arrive meanwhile run between two of
    its steps: so a decision during a scan waits for one step, and the session sees one thread.
    """

    failed = Signal(object)
    """A Failure of a job that named no receiver of its own."""
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._delivered: deque[tuple[Ticket, Callable[..., None], tuple[Any, ...]]] = deque()
        self._lanes: dict[Lane, _Worker] = {}
        self._closed = False
        self._woken.connect(self._deliver, type=Qt.ConnectionType.QueuedConnection)

    def call(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Failure], None] | None = None,
        *,
        must_run: bool = False,
    ) -> Ticket:
        """Run `work` in `lane`, then `done` with its result on the UI thread.

        `must_run` work is carried out even when the window closes meanwhile.
        """
        ticket = Ticket()
        self._worker(lane).inbox.put(_Call(ticket, failed or self._fail, must_run, work, done))
        return ticket

    def stream(
        self,
        lane: Lane,
        source: Callable[[], Iterator[T]],
        each: Callable[[T], None],
        done: Callable[[], None],
        failed: Callable[[Failure], None] | None = None,
        *,
        bears_interruption: bool = False,
    ) -> Ticket:
        """Step through `source()` in `lane`; `each` gets every item on the UI thread.

        One that is cancelled ends at its next step; where it `bears_interruption`, an Interrupted
        is raised in the midst of the present one. For streams whose steps can be long, and which
        leave nothing half-done when an exception ends them anywhere.
        """
        worker = self._worker(lane)
        ticket = Ticket(interrupt=worker.interrupt)
        worker.inbox.put(
            _Stream(ticket, failed or self._fail, False, source, each, done, bears_interruption)
        )
        return ticket

    def close(self) -> None:
        """Cancel what may be cancelled, carry out what must be, and end the threads."""
        self._closed = True
        for worker in self._lanes.values():
            worker.end()
        for worker in self._lanes.values():
            worker.join(CLOSE_SECONDS)
        self._delivered.clear()
        self._lanes.clear()

    def hand_over(self, ticket: Ticket, receiver: Callable[..., None], *values: Any) -> None:
        """Queue `receiver(*values)` for the UI thread; called by the lanes."""
        if self._closed:
            return
        self._delivered.append((ticket, receiver, values))
        self._woken.emit()

    def _worker(self, lane: Lane) -> _Worker:
        if self._closed:
            raise RuntimeError("the window is closing: no more work")
        if lane not in self._lanes:
            self._lanes[lane] = _Worker(lane, self)
            self._lanes[lane].start()
        return self._lanes[lane]

    @Slot()
    def _deliver(self) -> None:
        while self._delivered:
            ticket, receiver, values = self._delivered.popleft()
            if not ticket.cancelled:
                receiver(*values)

    def _fail(self, failure: Failure) -> None:
        self.failed.emit(failure)


class _Worker(threading.Thread):
    """The thread of one lane."""

    def __init__(self, lane: Lane, jobs: Jobs) -> None:
        super().__init__(name=f"workbench-{lane}", daemon=True)
        self.inbox: SimpleQueue[_Call | _Stream | None] = SimpleQueue()
        self._closing = False
        self._jobs = jobs
        self._streams: deque[_Stream] = deque()
        self._lock = threading.Lock()
        self._stepping: Ticket | None = None
        """Whose step may be interrupted now."""

    def end(self) -> None:
        """End the thread once it has carried out what must be."""
        self._closing = True
        self.inbox.put(None)
        if stepping := self._stepping:
            self.interrupt(stepping)

    def interrupt(self, ticket: Ticket) -> None:
        """Raise Interrupted in the step of `ticket`, if one is under way that bears it."""
        with self._lock:
            if self._stepping is ticket and self.ident is not None:
                self._stepping = None
                interrupt(self.ident)

    def run(self) -> None:
        while True:
            try:
                job = self.inbox.get(block=not self._streams)
            except Empty:
                self._step()
                continue
            if job is None:
                break
            if isinstance(job, _Stream):
                self._streams.append(job)
            elif job.must_run or not (self._closing or job.ticket.cancelled):
                self._call(job)
        for stream in self._streams:
            _close(stream)

    def _call(self, job: _Call) -> None:
        try:
            result = job.work()
        except Exception as error:  # whatever it is, it must reach the window, not the console
            self._jobs.hand_over(job.ticket, job.failed, failure_of(error))
        else:
            self._jobs.hand_over(job.ticket, job.done, result)

    def _step(self) -> None:
        stream = self._streams[0]
        news: _News | None = None
        try:
            if stream.bears_interruption:
                self._stepping = stream.ticket
            if not (self._closing or stream.ticket.cancelled):
                news = _advance(stream)
            with self._lock:  # from here on nobody interrupts, and who just did was too late
                self._stepping = None
                take_back(threading.get_ident())
        except Interrupted:
            news = None
        if news is not None:
            self._jobs.hand_over(stream.ticket, news.receiver, *news.values)
        if news is None or news.last:
            self._streams.popleft()
            _close(stream)


@dataclass
class _News:
    """What came of one step of a stream, and who wants to know."""

    receiver: Callable[..., None]
    values: tuple[Any, ...] = ()
    last: bool = True


def _advance(stream: _Stream) -> _News:
    try:
        if stream.running is None:
            stream.running = stream.source()
        item = next(stream.running)
    except StopIteration:
        return _News(stream.done)
    except Exception as error:  # it, too, must reach the window
        return _News(stream.failed, (failure_of(error),))
    return _News(stream.each, (item,), last=False)


def failure_of(error: BaseException) -> Failure:
    """Return `error` as people may read it."""
    details = "".join(traceback.format_exception(error))
    if isinstance(error, WorkbenchError):
        return Failure(str(error), details, expected=True)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return Failure(f"{place}{error.strerror or error}", details, expected=True)
    return Failure(f"{type(error).__name__}: {error}", details, expected=False)


def _close(stream: _Stream) -> None:
    if isinstance(stream.running, Generator):
        stream.running.close()
