"""How late the machine wakes a real-time process: what it would do to a server and its client.

    chrt --fifo 10 python -m tests.results.truth.canary FILE

Asks to be woken every 5 ms and appends `MONOTONIC_SECONDS LATE_SECONDS` to FILE whenever it is
woken more than 1 ms late. It knows nothing of servers, tools or results.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

PERIOD = 0.005
NOTED = 0.001


def watch(path: Path) -> None:
    """Write down late wakings until the process is ended."""
    with path.open("w", buffering=1, encoding="ascii") as log:
        due = time.monotonic()
        while True:
            due += PERIOD
            time.sleep(max(0.0, due - time.monotonic()))
            late = time.monotonic() - due
            if late > NOTED:
                log.write(f"{due:.6f} {late:.6f}\n")
                due += late


def lateness(path: Path, begin: float, end: float) -> tuple[float, float]:
    """Return the sum and the longest of what was late between two moments, all in seconds."""
    lines = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    late = [float(by) for at, by in (each for each in lines if len(each) == 2)
            if begin <= float(at) <= end]  # fmt: skip
    return sum(late), max(late, default=0.0)


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
