"""How long one file may take: of the processor's time, so that a busy machine changes nothing."""

from __future__ import annotations

from time import thread_time

_EVERY = 64
"""The clock is asked once for so many steps: asking it takes longer than most steps do."""


class Patience:
    """Counts steps; after `seconds` of work since the first ones there is none left."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._steps = 0
        self._until = 0.0
        self.is_over = False
        """Whether it was found to be over."""

    def ends(self) -> bool:
        """Count a step, and say whether no further one should follow."""
        self._steps += 1
        if self._steps % _EVERY == 0 and not self.is_over:
            now = thread_time()
            self._until = self._until or now + self._seconds
            self.is_over = now > self._until
        return self.is_over
