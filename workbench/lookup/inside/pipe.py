"""Bytes that arrive on the event loop, for a reader in a thread."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator

_MOST_WAITING = 16
_WAIT = 0.1


class Stopped(Exception):
    """Nobody wants what the thread reads any more."""


class Pipe:
    """A file to read from in one thread, filled on the event loop of another."""

    def __init__(self) -> None:
        self._chunks: queue.Queue[bytes] = queue.Queue(_MOST_WAITING)
        self._stop = threading.Event()
        self._rest = b""
        self._ended = False

    async def fill(self, chunks: AsyncIterator[bytes]) -> None:
        """Pass on every chunk, as fast as it is read. Returns early where nobody reads on."""
        async for chunk in chunks:
            if chunk and not await self._put(chunk):
                return
        await self._put(b"")

    async def _put(self, chunk: bytes) -> bool:
        while not self._stop.is_set():
            try:
                self._chunks.put_nowait(chunk)
                return True
            except queue.Full:
                await asyncio.sleep(0.002)
        return False

    def stop(self) -> None:
        """End both sides: the reader's next read raises Stopped."""
        self._stop.set()

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, empty at the end. Raises Stopped."""
        while not self._rest and not self._ended:
            if self._stop.is_set():
                raise Stopped
            try:
                self._rest = self._chunks.get(timeout=_WAIT)
            except queue.Empty:
                continue
            self._ended = not self._rest
        if size < 0 or size >= len(self._rest):
            found, self._rest = self._rest, b""
        else:
            found, self._rest = self._rest[:size], self._rest[size:]
        return found
