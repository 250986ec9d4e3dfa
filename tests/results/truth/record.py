"""Load the known servers with httperf at rising rates and keep what it prints.

    python -m tests.results.truth.record FOLDER [[FIRST] END]     seeds as in range(FIRST, END)

httperf (Debian's package of that name) is an open-loop tool, and the one at hand that can draw
its arrivals from an exponential distribution (`--period=e`): with it the server is a true M/M/1
queue. The lines that list every single arrival are left out of what is kept; nothing else is.
Tool and server run at real-time priority (`chrt`, needs root), because on a busy machine the
scheduler's delays are longer than the service times.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

RATES = {
    "mm1": (100, 175, 250, 325, 400, 450, 550),
    "hard": (300, 400, 425, 450, 475, 500, 525, 550, 600),
}
SECONDS = {"mm1": 5, "hard": 2}
REPEATS = {"mm1": 4, "hard": 3}
WORKERS = {"mm1": 1, "hard": 20}
LAWS = {"mm1": "exponential", "hard": "fixed"}
PORT = 18777
REAL_TIME = ("chrt", "--fifo", "10")


@contextlib.contextmanager
def serving(law: str, mean: float, workers: int, seed: int) -> Iterator[None]:
    arguments = [str(PORT), law, repr(mean), str(workers), str(seed)]
    server = subprocess.Popen(
        [*REAL_TIME, sys.executable, "-m", "tests.results.truth.server", *arguments]
    )
    try:
        time.sleep(1)
        yield
    finally:
        server.terminate()
        server.wait()


def httperf(shim: Path, period: str, connections: int, client: int) -> str:
    """`client` seeds the tool's random arrivals, which are otherwise the same in every run."""
    done = subprocess.run(
        [*REAL_TIME, "httperf", "--hog", "--server", "127.0.0.1", "--port", str(PORT),
         "--uri", "/", f"--client={client}/100000", f"--period={period}",
         f"--num-conns={connections}", "--timeout=30", "--verbose", "--verbose", "--verbose"],
        capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "LD_PRELOAD": str(shim)},
    )  # fmt: skip
    kept = [line for line in done.stdout.splitlines() if "next arrival delay" not in line]
    return "\n".join(kept) + "\n"


def record(folder: Path, shim: Path, kind: str, seed: int) -> None:
    """One seed: its own capacity between 450 and 550/s, every rate, every repeat."""
    capacity = 450 + 100 * random.Random(f"{kind}{seed}").random()
    arrivals = "e" if kind == "mm1" else "d"
    with serving(LAWS[kind], 1e-9, WORKERS[kind], seed):
        outputs = [httperf(shim, "e0.004", 1000, seed)]
    with serving(LAWS[kind], WORKERS[kind] / capacity, WORKERS[kind], seed):
        for repeat in range(REPEATS[kind]):
            for place, rate in enumerate(RATES[kind]):
                client = 1 + seed * 1000 + repeat * 100 + place
                period = f"{arrivals}{1 / rate:.9f}"
                outputs.append(httperf(shim, period, rate * SECONDS[kind], client))
    folder.mkdir(parents=True, exist_ok=True)
    about = {"capacity": capacity, "law": LAWS[kind], "workers": WORKERS[kind]}
    (folder / f"{kind}-{seed}.json").write_text(json.dumps(about) + "\n")
    (folder / f"{kind}-{seed}.txt").write_text("".join(outputs))


def main(folder: Path, seeds: range) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        shim = Path(temporary) / "patient.so"
        source = Path(__file__).with_name("patient.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
        for kind in ("hard", "mm1"):
            for seed in seeds:
                record(folder, shim, kind, seed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), range(*map(int, sys.argv[2:] or ["10"])))
