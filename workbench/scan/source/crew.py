"""Looks at files in several processes while more are met; can be dropped at any moment."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator, Sequence

import msgspec

from workbench.scan.source.hit import Looked
from workbench.scan.source.worker import look_at
from workbench.scan.source.worker_process import Answers, Paths, WorkerProcess

SMALL = 400
"""Fewer files are looked at in this process: starting another takes longer."""
BATCH = 150
_TICK = 0.05
TOO_LONG = "took too long to look at; left out"


class Crew:
    """Takes paths of files below `root` with `add`, and gives what they hold with `answers`.

    `close` ends the workers at once, whatever they do.
    """

    def __init__(self, root: str, jobs: int | None = None) -> None:
        self._root = root
        self._jobs = jobs or min(os.cpu_count() or 1, 8)
        self.met = 0
        """How many files were added."""
        self._met: list[str] = []
        self._waiting: queue.SimpleQueue[Paths] = queue.SimpleQueue()
        self._answers: Answers = queue.SimpleQueue()
        self._workers: list[WorkerProcess] = []
        self._handed = 0
        self._decoder = msgspec.msgpack.Decoder(tuple[Looked, ...])

    def add(self, paths: Sequence[str], large: bool = False) -> None:
        """Take more files; once there are enough of them, or a `large` one, the workers begin.

        Only a worker can be stopped in the midst of a file.
        """
        self.met += len(paths)
        self._met.extend(paths)
        if not self._workers and (large or len(self._met) >= SMALL):
            for _ in range(self._jobs):
                self._begin()
        if self._workers:
            while len(self._met) >= BATCH:
                self._hand(self._met[:BATCH])
                del self._met[:BATCH]

    def answers(self) -> Iterator[tuple[int, tuple[Looked, ...]]]:
        """Yield how many files are done, and what was found in them, until all are.

        Between two answers at most 50 ms pass, so that whoever asks can stop asking.
        """
        done = 0
        if not self._workers:
            for path in self._met:
                done += 1
                yield done, tuple(look_at(self._root, (path,)))
            return
        self._hand(self._met)
        while done < self._handed:
            try:
                batch, answer = self._answers.get(timeout=_TICK)
            except queue.Empty:
                for gone, looked in self._lost():
                    done += gone
                    yield done, looked
                yield done, ()
                continue
            done += len(batch)
            yield done, self._decoder.decode(answer)

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.end()
        if self._workers:
            self._waiting.put(())
        self._workers = []

    def _begin(self) -> None:
        worker = WorkerProcess(self._root, self._waiting, self._answers)
        self._workers.append(worker)
        worker.start()

    def _hand(self, paths: Sequence[str]) -> None:
        if paths:
            self._handed += len(paths)
            self._waiting.put(tuple(paths))

    def _lost(self) -> Iterator[tuple[int, tuple[Looked, ...]]]:
        """Replace the workers that are stuck or gone; give up the one file that stops them.

        Where no worker can be started at all, this process does their work.
        """
        for worker in [w for w in self._workers if w.is_lost()]:
            worker.end()
            self._workers.remove(worker)
            held = [path for batch in worker.held for path in batch]
            if worker.held and len(worker.held[0]) == 1:
                path = held.pop(0)
                yield 1, (Looked(path, "", problem=TOO_LONG),)
            for path in held:
                self._waiting.put((path,))
            if worker.started:
                self._begin()
        while not self._workers:
            try:
                batch = self._waiting.get_nowait()
            except queue.Empty:
                return
            for path in batch:
                yield 1, tuple(look_at(self._root, (path,)))
