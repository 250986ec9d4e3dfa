"""The whole of a profile of which only the widest frames were read so far."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from workbench.results.records import Profile


class Remainder:
    """Reads a profile once, when it is first asked for; several threads may ask."""

    def __init__(self, read: Callable[[], Profile]) -> None:
        self._read = read
        self._profile: Profile | None = None
        self._one = Lock()

    def __call__(self) -> Profile:
        """Return the whole profile; what it was read from is let go."""
        with self._one:
            profile = self._profile or self._read()
            self._profile, self._read = profile, lambda: profile
            return profile
