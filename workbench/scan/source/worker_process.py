"""One process that looks at files, and the two threads that speak with it."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import BinaryIO

import msgspec

from workbench.scan.source.worker import LENGTH, Batch

COMMAND = [sys.executable, "-m", "workbench.scan.source.worker"]
PATIENCE = 10.0
"""Seconds that a batch may take; then the files of it are tried one at a time."""
PATIENCE_ALONE = 10.0
_PATIENCE_TO_START = 30.0
_AHEAD = 2
"""Batches that a worker holds: while it answers one, it has the next."""


Paths = tuple[str, ...]
Answers = queue.SimpleQueue[tuple[Paths, bytes]]


class WorkerProcess:
    """Takes batches from `waiting` by itself and puts what it says into `answers`.

    Whoever owns it need not look at it in time for it to be busy.
    """

    def __init__(self, root: str, waiting: queue.SimpleQueue[Paths], answers: Answers) -> None:
        self.held: deque[Paths] = deque()
        """Batches that are not answered yet."""
        self._root = root
        self._waiting = waiting
        self._answers = answers
        self._free = threading.Semaphore(0)
        self._ended = False
        self._lock = threading.Lock()
        self.started = False
        """Whether it has answered at all."""
        self._since = monotonic()
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None

    def start(self) -> None:
        """Start the process. Its owner knows it before: an exception here leaves nobody behind."""
        self._process = process = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        listener = threading.Thread(target=self._listen, args=(process.stdout,), daemon=True)
        listener.start()
        self._listener = listener
        threading.Thread(target=self._feed, args=(process.stdin,), daemon=True).start()

    def _listen(self, stream: BinaryIO) -> None:
        with suppress(OSError, ValueError):  # closed by whoever ends it
            while len(header := stream.read(LENGTH.size)) == LENGTH.size:
                answer = stream.read(LENGTH.unpack(header)[0])
                self._since = monotonic()
                if self.started:
                    self._answers.put((self.held.popleft(), answer))
                    self._free.release()
                else:
                    self.started = True
                    self._free.release(_AHEAD)

    def _feed(self, stream: BinaryIO) -> None:
        while self._free.acquire():
            batch = self._waiting.get()
            with self._lock:
                if self._ended or not batch:
                    self._waiting.put(batch)
                    return
                if not self.held:
                    self._since = monotonic()
                self.held.append(batch)
            message = msgspec.msgpack.encode(Batch(self._root, batch))
            try:
                stream.write(LENGTH.pack(len(message)) + message)
                stream.flush()
            except (OSError, ValueError):
                return  # is_lost sees that it is gone

    def is_lost(self) -> bool:
        """Whether the process has ended, or has not answered for too long."""
        if self._process is None or self._process.poll() is not None:
            return True
        waited = monotonic() - self._since
        if not self.started:
            return waited > _PATIENCE_TO_START
        held = [len(batch) for batch in tuple(self.held)]
        return bool(held) and waited > (PATIENCE if held[0] > 1 else PATIENCE_ALONE)

    def end(self) -> None:
        """End the process now. Afterwards `held` is what it has not answered, and stays so."""
        with self._lock:
            self._ended = True
        if self._process is None:
            return
        self._process.kill()
        self._free.release()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()
        if self._listener is not None:
            self._listener.join(1.0)
