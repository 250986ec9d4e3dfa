"""What the evidence on one component adds up to, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """ARM64 status of the version in use, in the order in which people read them."""

    READY = "ready"
    UPGRADE = "upgrade"
    REBUILD = "rebuild"
    CHANGE = "change"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


WORST_FIRST: tuple[Status, ...] = (
    Status.BLOCKED,
    Status.CHANGE,
    Status.REBUILD,
    Status.UPGRADE,
    Status.UNKNOWN,
    Status.READY,
    Status.NOT_APPLICABLE,
)
"""The weakest link first: the status of a group is the first of these that a member has."""

SEVERITY: dict[Status, int] = {status: place for place, status in enumerate(reversed(WORST_FIRST))}
"""Larger is worse; for sorting and for `--fail-on`."""


class Confidence(StrEnum):
    """How a status came to be known."""

    OBSERVED = "observed"
    """An artifact or an index was looked at, for this version."""
    STATED = "stated"
    """A rule, the catalog, or a lock file's own fields say so."""
    PRESUMED = "presumed"
    """This kind of package is architecture-neutral unless something shows otherwise."""


def weakest(statuses: Iterable[Status]) -> Status | None:
    """Return the worst of `statuses`, or None when there are none."""
    return max(statuses, key=SEVERITY.__getitem__, default=None)
