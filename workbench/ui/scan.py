"""A running scan as the window sees it: how far it is, and what it yields."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from workbench.assess.rollup import Rollup, roll_up
from workbench.assess.snapshot import Summary
from workbench.engine.events import EngineEvent, Finished


@dataclass(frozen=True)
class Scan:
    """How far the running scan is; `total` is 0 while the folder is still being walked.

    `online`: it is no scan of the folder, but others are asked about what it holds.
    """

    done: int = 0
    total: int = 0
    path: str = ""
    online: bool = False


@dataclass(frozen=True)
class Counted:
    """What a finished scan adds up to; `found` is by the component's purl."""

    summary: Summary
    found: dict[str, Rollup]


def counted(events: Iterator[EngineEvent]) -> Iterator[EngineEvent | Counted]:
    """Yield `events` of a scan, and the counts of its end, worked out off the UI thread."""
    try:
        for event in events:
            yield event
            if isinstance(event, Finished):
                yield Counted(event.snapshot.summary, roll_up(event.snapshot.findings))
    finally:
        if isinstance(events, Generator):
            events.close()
