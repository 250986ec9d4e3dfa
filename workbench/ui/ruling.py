"""What a person rules, before it is recorded: one ruling may go to many components."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.decision import Action, Decision
from workbench.model.status import Status


@dataclass(frozen=True)
class Ruling:
    """The fields of the decision form. `review_by` is an ISO date or empty."""

    status: Status
    rationale: str
    action: Action = Action.NONE
    owner: str = ""
    review_by: str = ""

    @classmethod
    def of(cls, decision: Decision) -> Ruling | None:
        """Return what `decision` ruled; None where it withdrew one."""
        if decision.status is None:
            return None
        return cls(
            decision.status,
            decision.rationale,
            decision.action,
            decision.owner,
            decision.review_by,
        )
