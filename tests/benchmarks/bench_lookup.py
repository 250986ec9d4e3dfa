"""How fast 300 images are looked up at a registry 40 ms away, against what the latency alone takes.

The registry is Debian's docker-registry, the latency that of a proxy before it; both, and this
process, share the machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import Ratio
from tests.lookup.asking import session_of
from tests.lookup.conftest import registry
from tests.lookup.pushing import Pusher
from tests.lookup.slow_proxy import counts, slow_proxy
from workbench.engine.online import Ask
from workbench.lookup.web.web import CONNECTIONS
from workbench.model.places import HOME_VARIABLE

REFERENCES = 300
LATENCY = 0.04
RUNS = 5


def ratios() -> Iterator[Ratio]:
    """Yield the look-up without and with every tenth request refused for a second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["HOME"] = str(folder / "user")
        with registry(folder) as address:
            _fill(Pusher(address))
            port = int(address.rpartition(":")[2])
            yield _measured("look-up of 300 images, 40 ms away", folder, port)
            yield _measured(
                "the same, every 100th request refused for 1 s",
                folder,
                port,
                refused=100,
                header="Retry-After: 1",
            )


def _fill(pusher: Pusher) -> None:
    """Two of three are indexes with arm64; the others are single images, or lack arm64."""
    for number in range(REFERENCES):
        name = f"bench/{number}"
        if number % 6 == 4:
            pusher.image(name, "1", "arm64")
        elif number % 6 == 5:
            pusher.several(name, "1", "amd64")
        else:
            pusher.several(name, "1", "amd64", "arm64")


def _measured(
    what: str, folder: Path, upstream: int, *, refused: int = 0, header: str = "X-None: 1"
) -> Ratio:
    """Run with an empty cache each time; once unmeasured."""
    took: list[float] = []
    bounds: list[float] = []
    for run in range(RUNS + 1):
        os.environ[HOME_VARIABLE] = str(folder / f"home-{refused}-{run}")
        with slow_proxy(
            upstream, folder / "proxy.log", latency=LATENCY, refused=refused, header=header
        ) as port:
            names = (f"127.0.0.1:{port}/bench/{number}:1" for number in range(REFERENCES))
            session = session_of(folder / "project", *names)
            started = time.perf_counter()
            for _ in session.look_up(Ask()):
                pass
            seconds = time.perf_counter() - started
            requests = counts(port)["requests"]
        result = session.snapshot.coverage.looked_up
        assert result is not None
        assert (result.asked, result.failed) == (REFERENCES, 0)
        if run:
            took.append(seconds)
            bounds.append(requests / CONNECTIONS * LATENCY)
    return Ratio(
        what,
        statistics.median(took),
        f"latency alone, {CONNECTIONS} connections",
        statistics.median(bounds),
        statistics.median(a / b for a, b in zip(took, bounds, strict=True)),
    )
