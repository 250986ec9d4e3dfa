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


@dataclass
class Ticket:
    """One job. A cancelled one delivers nothing any more, however late its thread notices."""

    cancelled: bool = False

    def cancel(self) -> None:
        """Stop the job at its next step and drop what it still has to say."""
        self.cancelled = True


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
    ) -> Ticket:
        """Step through `source()` in `lane`; `each` gets every item on the UI thread."""
        ticket = Ticket()
        self._worker(lane).inbox.put(
            _Stream(ticket, failed or self._fail, False, source, each, done)
        )
        return ticket

    def close(self) -> None:
        """Cancel what may be cancelled, carry out what must be, and end the threads."""
        self._closed = True
        for worker in self._lanes.values():
            worker.closing = True
            worker.inbox.put(None)
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
        self.closing = False
        self._jobs = jobs
        self._streams: deque[_Stream] = deque()

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
            elif job.must_run or not (self.closing or job.ticket.cancelled):
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
        if self.closing or stream.ticket.cancelled:
            self._streams.popleft()
            _close(stream)
            return
        try:
            if stream.running is None:
                stream.running = stream.source()
            item = next(stream.running)
        except StopIteration:
            self._streams.popleft()
            self._jobs.hand_over(stream.ticket, stream.done)
        except Exception as error:  # as above
            self._streams.popleft()
            self._jobs.hand_over(stream.ticket, stream.failed, failure_of(error))
        else:
            self._jobs.hand_over(stream.ticket, stream.each, item)


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
