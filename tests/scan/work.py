"""How much work something takes, for tests that it grows with the size and not with its square."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

LARGER = 4
"""How many times the size of the smaller case the larger one has."""
MOST = 10.0
"""How much more the larger case may take: 4 are in proportion, 16 are the square."""


def work(run: Callable[[], object]) -> float:
    """Return the processor's seconds that `run` takes; the least of three, for others run, too."""
    taken = []
    for _ in range(3):
        start = process_time()
        run()
        taken.append(process_time() - start)
    return min(taken)
