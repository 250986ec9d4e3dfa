"""How fast one host may be asked: what it says of its limits holds for all who ask it."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

from workbench.model.regex import regex

LONGEST_PAUSE = 60.0
"""Seconds that are worth waiting for; a host that asks for more is not asked any more."""
_MOST_HELD = 90.0
"""Seconds of pauses in a row without one answer between: then nobody waits for the host."""
_BUSY = (429, 503)
_FIRST_PAUSE = 0.5
_EPOCH = 1_000_000_000
"""Larger numbers in a reset header are moments, smaller ones are seconds from now."""
_WINDOW = regex(r";\s*w=(\d{1,9})")
_NUMBER = regex(r"\s*(\d{1,12}(?:\.\d{1,6})?)\s*(?:;.*)?", re.DOTALL)


class Pace:
    """The pause that a host asked for, shared by all requests to it."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._wall = wall
        self._until = 0.0
        self._refusals = 0
        self._held = 0.0

    @property
    def hopeless(self) -> bool:
        """Whether the host asks for more patience than a look-up is worth."""
        return self.pause > LONGEST_PAUSE or self._held > _MOST_HELD

    @property
    def pause(self) -> float:
        """Seconds until the host may be asked again."""
        return max(0.0, self._until - self._clock())

    async def wait(self) -> None:
        """Return when the host may be asked; a pause that grows meanwhile is waited for, too."""
        while pause := self.pause:
            await asyncio.sleep(pause)

    def learn(self, status: int, headers: Mapping[str, str]) -> bool:
        """Take in an answer; True where the same is to be asked again after the pause.

        Reads `Retry-After` (RFC 9110, seconds or a date) and what is left of the limit:
        `RateLimit-Remaining` and `RateLimit-Reset` with or without `X-`.
        """
        if status not in _BUSY:
            self._refusals, self._held = 0, 0.0
            rest = _remaining(headers)
            if rest is not None and rest <= 0 and (reset := self._reset(headers)) is not None:
                self._hold(reset)
            return False
        asked = self._retry_after(headers)
        if asked is None:
            asked = self._reset(headers)
        if asked is None and _remaining(headers) == 0:
            asked = _window(headers)
        if asked is None:
            asked = _FIRST_PAUSE * 2 ** min(self._refusals, 5)
            if self.pause:  # others were refused at the same moment: that is one refusal
                return True
        self._refusals += 1
        self._hold(asked)
        return True

    def _hold(self, seconds: float) -> None:
        now = self._clock()
        until = max(self._until, now + seconds)
        self._held += until - max(self._until, now)
        self._until = until

    def _retry_after(self, headers: Mapping[str, str]) -> float | None:
        told = headers.get("retry-after", "")
        if number := _NUMBER.fullmatch(told):
            return float(number[1])
        try:
            return max(0.0, parsedate_to_datetime(told).timestamp() - self._wall())
        except (ValueError, TypeError, OverflowError):
            return None

    def _reset(self, headers: Mapping[str, str]) -> float | None:
        for name in ("ratelimit-reset", "x-ratelimit-reset"):
            if number := _NUMBER.fullmatch(headers.get(name, "")):
                told = float(number[1])
                return max(0.0, told - self._wall()) if told > _EPOCH else told
        return None


def _window(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the limit is counted over, as Docker Hub has it: `100;w=21600`."""
    for name in ("ratelimit-remaining", "ratelimit-limit"):
        if told := _WINDOW.search(headers.get(name, "")):
            return float(told[1])
    return None


def _remaining(headers: Mapping[str, str]) -> float | None:
    for name in ("ratelimit-remaining", "x-ratelimit-remaining"):
        if number := _NUMBER.fullmatch(headers.get(name, "")):
            return float(number[1])
    return None
