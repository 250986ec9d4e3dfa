"""A proxy before a registry that answers late, and now and then not: as public registries do.

Runs as a process of its own: `python -m tests.lookup.slow_proxy UPSTREAM LATENCY REFUSED HEADER`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.real_parts import free_port, listens, running

COUNTS = b"/counts"
TLS = b"\x16"


class SlowProxy:
    """Relays requests one by one on each connection.

    Waits `latency` seconds before each answer; every `refused`-th request is answered with 429 and
    `header` instead. Counts what it saw.
    """

    def __init__(self, upstream: int, latency: float, refused: int, header: str) -> None:
        self.upstream = upstream
        self.latency = latency
        self.refused = refused
        self.header = header
        self.requests = 0
        self.refusals = 0
        self.heads = 0
        self.open = 0
        self.most_open = 0
        self.early = 0
        """Requests that came while a Retry-After was running."""
        self._until = 0.0

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self._client, "127.0.0.1", port)
        async with server:
            await server.serve_forever()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        above: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                start = await reader.readexactly(1)
                if start == TLS:  # as any server that speaks HTTP only, it hangs up
                    break
                head = start + await reader.readuntil(b"\r\n\r\n")
                if head.split(b" ", 2)[1] == COUNTS:
                    self._tell(writer)
                    continue
                self.open += 1
                self.most_open = max(self.open, self.most_open)
                try:
                    await asyncio.sleep(self.latency)
                    if self._refuses():
                        writer.write(self._refusal())
                        continue
                    if above is None:
                        above = await asyncio.open_connection("127.0.0.1", self.upstream)
                    above[1].write(head)
                    asks_head = head.startswith(b"HEAD ")
                    self.heads += asks_head
                    writer.write(await _answer(above[0], bodiless=asks_head))
                finally:
                    self.open -= 1
        for side in (writer, above[1] if above else None):
            if side is not None:
                side.close()

    def _refuses(self) -> bool:
        now = asyncio.get_running_loop().time()
        self.requests += 1
        self.early += now < self._until
        if not self.refused or self.requests % self.refused:
            return False
        self.refusals += 1
        name, _, value = self.header.partition(": ")
        if name == "Retry-After":
            # What was on its way already cannot know.
            self._until = now + float(value) - 0.05
        return True

    def _refusal(self) -> bytes:
        return (
            f"HTTP/1.1 429 Too Many Requests\r\n{self.header}\r\nContent-Length: 0\r\n\r\n".encode()
        )

    def _tell(self, writer: asyncio.StreamWriter) -> None:
        told = {k: v for k, v in vars(self).items() if isinstance(v, int)}
        body = json.dumps(told).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


async def _answer(reader: asyncio.StreamReader, *, bodiless: bool) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    if bodiless:
        return head
    if fields.get(b"transfer-encoding") != b"chunked":
        return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))
    parts = [head]
    while True:
        size = await reader.readline()
        parts += [size, await reader.readexactly(int(size, 16) + 2)]
        if not int(size, 16):
            return b"".join(parts)


@contextmanager
def slow_proxy(
    upstream: int, log: Path, *, latency: float = 0.0, refused: int = 0, header: str = "X-None: 1"
) -> Iterator[int]:
    """Run a proxy before the registry on the port `upstream`; give its own port."""
    port = free_port()
    arguments = [str(a) for a in (port, upstream, latency, refused, header)]
    command = [sys.executable, "-m", "tests.lookup.slow_proxy", *arguments]
    with running(command, lambda: listens(port), log):
        yield port


def counts(port: int) -> dict[str, int]:
    """Return what the proxy on `port` has seen."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{COUNTS.decode()}") as answer:
        told: dict[str, int] = json.load(answer)
        return told


if __name__ == "__main__":
    own, behind, wait, every, field = sys.argv[1:]
    proxy = SlowProxy(int(behind), float(wait), int(every), field)
    asyncio.run(proxy.serve(int(own)))
