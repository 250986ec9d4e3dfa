"""What a person ruled on a component, and why."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.model.status import Status


class Action(StrEnum):
    """What the decision sets in motion."""

    NONE = "none"
    UPGRADE = "upgrade"
    REBUILD = "rebuild"
    REPLACE = "replace"
    CHANGE = "change"
    TEST = "test"
    ASK_VENDOR = "ask-vendor"
    ACCEPT_RISK = "accept-risk"
    REMOVE = "remove"


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of the journal.

    `time` is ISO 8601 with offset, UTC. `review_by` is an ISO date or empty. A decision with
    `status` None withdraws the decision `reverts`, or whatever ruled before it.
    """

    id: str
    purl: str
    time: str
    author: str
    status: Status | None = None
    rationale: str = ""
    action: Action = Action.NONE
    owner: str = ""
    review_by: str = ""
    reverts: str = ""
