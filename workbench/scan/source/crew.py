"""Worker processes that look at files side by side, and can be dropped at any moment."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import BinaryIO, cast

import msgspec

from workbench.scan.source.hit import Looked
from workbench.scan.source.worker import LENGTH, Batch, look_at

_COMMAND = [sys.executable, "-m", "workbench.scan.source.worker"]
SMALL = 400
"""Fewer files are looked at in this process: starting another takes longer."""
_BATCH = 100
_PATIENCE = 10.0
"""Seconds that a batch may take; then the files of it are tried one at a time, more briefly."""
_PATIENCE_ALONE = 3.0
_PATIENCE_TO_START = 30.0


def look_everywhere(
    root: str, paths: Sequence[str], jobs: int | None = None
) -> Iterator[tuple[int, tuple[Looked, ...]]]:
    """Yield how many of `paths` are done, and what was found in them, as it comes.

    Closing the generator ends the workers at once. Between two answers at most 50 ms pass, so that
    whoever asks can stop asking.
    """
    jobs = jobs or min(os.cpu_count() or 1, 8)
    if len(paths) < SMALL:
        for done, path in enumerate(paths, 1):
            yield done, tuple(look_at(root, (path,)))
        return
    yield from _Crew(root, paths, jobs).work()


class _Crew:
    def __init__(self, root: str, paths: Sequence[str], jobs: int) -> None:
        self._root = root
        self._waiting = [tuple(paths[i : i + _BATCH]) for i in range(0, len(paths), _BATCH)][::-1]
        self._answers: queue.Queue[tuple[_Worker, bytes]] = queue.Queue()
        self._workers = [_Worker(self._answers) for _ in range(min(jobs, len(self._waiting)))]
        self._decoder = msgspec.msgpack.Decoder(tuple[Looked, ...])

    def work(self) -> Iterator[tuple[int, tuple[Looked, ...]]]:
        """Yield as look_everywhere does."""
        done = 0
        try:
            while self._waiting or any(worker.batch for worker in self._workers):
                try:
                    worker, answer = self._answers.get(timeout=0.05)
                except queue.Empty:
                    for gone, problems in self._lost():
                        done += gone
                        yield done, problems
                    yield done, ()
                    continue
                if worker not in self._workers:
                    continue
                done += len(worker.batch)
                yield done, self._decoder.decode(answer)
                worker.give(self._root, self._waiting.pop() if self._waiting else ())
        finally:
            for worker in self._workers:
                worker.end()

    def _lost(self) -> Iterator[tuple[int, tuple[Looked, ...]]]:
        """Replace the workers that are stuck or gone; give up the one file that stops them.

        Where no worker can be started at all, this process does their work.
        """
        for worker in [w for w in self._workers if w.is_lost()]:
            worker.end()
            self._workers.remove(worker)
            if len(worker.batch) == 1:
                problem = "took too long to look at; left out"
                yield 1, (Looked(worker.batch[0], "", problem=problem),)
            else:
                self._waiting.extend((path,) for path in reversed(worker.batch))
            if worker.batch:
                self._workers.append(_Worker(self._answers))
        while self._waiting and not self._workers:
            for path in self._waiting.pop():
                yield 1, tuple(look_at(self._root, (path,)))


class _Worker:
    """One process, and the thread that waits for what it says."""

    def __init__(self, answers: queue.Queue[tuple[_Worker, bytes]]) -> None:
        self.batch: tuple[str, ...] = ()
        self._since = monotonic()
        self._started = False
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        threading.Thread(target=self._listen, args=(answers,), daemon=True).start()

    def _listen(self, answers: queue.Queue[tuple[_Worker, bytes]]) -> None:
        stream = cast("BinaryIO", self._process.stdout)
        while len(header := stream.read(LENGTH.size)) == LENGTH.size:
            answers.put((self, stream.read(LENGTH.unpack(header)[0])))

    def give(self, root: str, batch: tuple[str, ...]) -> None:
        """Hand over a batch; an empty one leaves the worker idle."""
        self.batch = batch
        self._started = True
        self._since = monotonic()
        if not batch:
            return
        message = msgspec.msgpack.encode(Batch(root, batch))
        stream = cast("BinaryIO", self._process.stdin)
        try:
            stream.write(LENGTH.pack(len(message)) + message)
            stream.flush()
        except OSError:
            self._since = 0.0

    def is_lost(self) -> bool:
        """Whether the process has ended, or has not answered for too long."""
        if self._process.poll() is not None:
            return True
        if not self._started:
            return monotonic() - self._since > _PATIENCE_TO_START
        patience = _PATIENCE if len(self.batch) > 1 else _PATIENCE_ALONE
        return bool(self.batch) and monotonic() - self._since > patience

    def end(self) -> None:
        """End the process now."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()
