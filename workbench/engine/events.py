"""What the engine says while it works."""

from __future__ import annotations

import msgspec

from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment


class Progress(msgspec.Struct, frozen=True):
    """Files done and files to do; `total` is 0 while the folder is still being walked."""

    done: int
    total: int
    path: str = ""


class Assessed(msgspec.Struct, frozen=True):
    """Components that are new or have changed since the last such event."""

    assessments: tuple[Assessment, ...]


class Finished(msgspec.Struct, frozen=True):
    """The scan is over; the session's snapshot is this one."""

    snapshot: Snapshot


EngineEvent = Progress | Assessed | Finished
