"""An HTTP server that keeps a known law: a first-come-first-served queue before `workers` servers.

Each request is given a service time and the moment at which its queue would finish it (Lindley's
recursion); the answer is held back until then. Late timers therefore delay one answer and never
add up: the capacity is exactly workers / mean service. `select` is used because its timeouts
are not rounded to milliseconds as epoll's are, and one plain loop because it costs least.

    python -m tests.results.truth.server PORT exponential 0.002 1 SEED     M/M/1
    python -m tests.results.truth.server PORT fixed 0.040 20 SEED         hard knee
"""

from __future__ import annotations

import heapq
import random
import select
import socket
import sys
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


class Queue:
    """When each of `workers` servers is free again, and how long the next request takes."""

    def __init__(self, law: str, mean: float, workers: int, seed: int) -> None:
        self._law, self._mean, self._random = law, mean, random.Random(seed)
        self._free = [0.0] * workers

    def finish(self, arrival: float) -> float:
        """Return when a request that arrives now (seconds) is done."""
        service = self._mean
        if self._law == "exponential":
            service = self._random.expovariate(1 / self._mean)
        done = max(arrival, heapq.heappop(self._free)) + service
        heapq.heappush(self._free, done)
        return done


def serve(port: int, queue: Queue) -> None:
    """Answer one request a connection until the process is ended."""
    listening = socket.create_server(("127.0.0.1", port), backlog=1024)
    listening.setblocking(False)
    asking: set[socket.socket] = set()
    waiting: list[tuple[float, int, socket.socket]] = []
    while True:
        timeout = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
        for ready in select.select([listening, *asking], [], [], timeout)[0]:
            if ready is listening:
                connection, _ = listening.accept()
                asking.add(connection)
                continue
            asking.discard(ready)
            if ready.recv(4096):
                heapq.heappush(waiting, (queue.finish(time.monotonic()), ready.fileno(), ready))
        while waiting and waiting[0][0] <= time.monotonic():
            connection = heapq.heappop(waiting)[2]
            connection.sendall(ANSWER)
            connection.close()


if __name__ == "__main__":
    port, law, mean, workers, seed = sys.argv[1:]
    serve(int(port), Queue(law, float(mean), int(workers), int(seed)))
