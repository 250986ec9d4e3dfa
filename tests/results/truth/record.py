"""Load the known servers with httperf at rising rates and keep what it prints.

    python -m tests.results.truth.record FOLDER [FIRST END]     seeds as in range(FIRST, END)

httperf (Debian's package of that name) is an open-loop tool, and the one at hand that can draw
its arrivals from an exponential distribution (`--period=e`): with it the server is a true M/M/1
queue. Nothing of what it prints is left out.

The servers are slow, about 100 requests per second, so that the machine's own delays are small
beside what is measured; all seeds of a law are recorded side by side. Tool, server and canary run
at real-time priority (`chrt`, needs root). A step is run again, right away and at most twice,
where the canary was late by 50 ms once or by more than 1 % of the step's time in all; what the
tool printed plays no part. How often that happened is kept beside the recording.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.results.truth.canary import lateness

SEEDS = range(20, 30)
REPEATS = 4
PORT = 18700
REAL_TIME = ("chrt", "--fifo", "10")
LONGEST_DELAY = 0.05
DELAYED_SHARE = 0.01
TRIES = 3


@dataclass(frozen=True)
class Law:
    """A server, and the steps that load it: requests per second, and seconds of each."""

    service: str
    arrivals: str
    workers: int
    steps: tuple[tuple[int, int], ...]

    def capacity(self, name: str, seed: int) -> float:
        return 90 + 20 * random.Random(f"{name}{seed}").random()


LAWS = {
    "hard": Law("fixed", "d", 20, tuple(
        (rate, 20) for rate in (60, 80, 85, 90, 95, 100, 105, 110, 120)
    )),
    "mm1": Law("exponential", "e", 1, (
        *((rate, 40) for rate in (20, 35, 50, 65, 80, 90)), (110, 15),
    )),
}  # fmt: skip


@contextlib.contextmanager
def running(*module: str) -> Iterator[None]:
    """Keep a module of this folder running at real-time priority."""
    started = subprocess.Popen([*REAL_TIME, sys.executable, "-m", *module])
    try:
        time.sleep(2)
        yield
    finally:
        started.terminate()
        started.wait()


@dataclass(frozen=True)
class Recorder:
    """What the recordings of one law share."""

    folder: Path
    shim: Path
    canary: Path
    name: str

    def record(self, seed: int) -> None:
        """One seed: its own server between 90 and 110/s, every rate, every repeat."""
        law = LAWS[self.name]
        capacity, port = law.capacity(self.name, seed), PORT + seed
        mean = law.workers / capacity
        server = (str(port), law.service, repr(mean), str(law.workers), str(seed))
        outputs, again, disturbed = [], 0, 0
        with running("tests.results.truth.server", *server):
            for repeat in range(REPEATS):
                for place, (rate, seconds) in enumerate(law.steps):
                    client = 1 + seed * 1000 + repeat * 100 + place
                    period = f"{law.arrivals}{1 / rate:.9f}"
                    for run in range(TRIES):
                        begin = time.monotonic()
                        output = self._httperf(port, period, rate * seconds, client)
                        disturbed_now = self._disturbed(begin, time.monotonic())
                        print(self.name, seed, repeat, rate, run, disturbed_now, flush=True)
                        if not disturbed_now:
                            break
                    again, disturbed = again + run, disturbed + disturbed_now
                    outputs.append(output)
        about = {"capacity": capacity, "law": law.service, "workers": law.workers,
                 "run_again": again, "disturbed": disturbed}  # fmt: skip
        (self.folder / f"{self.name}-{seed}.json").write_text(json.dumps(about) + "\n")
        packed = gzip.compress("".join(outputs).encode("ascii"), mtime=0)
        (self.folder / f"{self.name}-{seed}.txt.gz").write_bytes(packed)

    def _httperf(self, port: int, period: str, connections: int, client: int) -> str:
        """`client` seeds the random arrivals, which are otherwise the same in every run."""
        done = subprocess.run(
            [*REAL_TIME, "httperf", "--server", "127.0.0.1", "--port", str(port), "--uri", "/",
             f"--client={client}/100000", f"--period={period}", f"--num-conns={connections}",
             "--timeout=30", "--verbose", "--verbose"],
            capture_output=True, text=True, check=True, timeout=300,
            env={**os.environ, "LD_PRELOAD": str(self.shim)},
        )  # fmt: skip
        return done.stdout

    def _disturbed(self, begin: float, end: float) -> bool:
        total, longest = lateness(self.canary, begin, end)
        return longest > LONGEST_DELAY or total > DELAYED_SHARE * (end - begin)


def main(folder: Path, seeds: range) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        shim = Path(temporary) / "patient.so"
        source = Path(__file__).with_name("patient.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
        for name in ("mm1", "hard"):
            canary = Path(temporary) / f"{name}.late"
            with (
                running("tests.results.truth.canary", str(canary)),
                ThreadPoolExecutor(len(seeds)) as side_by_side,
            ):
                recorder = Recorder(folder, shim, canary, name)
                list(side_by_side.map(recorder.record, seeds))


if __name__ == "__main__":
    bounds = [int(text) for text in sys.argv[2:]]
    main(Path(sys.argv[1]), range(*bounds) if bounds else SEEDS)
