"""A component with its evidence and decision, resolved to one status."""

from __future__ import annotations

import msgspec

from workbench.model.advice import Advice
from workbench.model.component import Component
from workbench.model.decision import Decision
from workbench.model.evidence import Evidence
from workbench.model.status import Confidence, Status


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one component, by whom, and who decides."""

    component: Component
    status: Status
    computed: Status
    """The status by evidence alone: what would stand without the decision."""
    confidence: Confidence | None
    """None where nothing is known."""
    evidence: tuple[Evidence, ...] = ()
    """All that speaks, the most direct first."""
    deciding: Evidence | None = None
    """The evidence that gave `computed`; None where none did."""
    decision: Decision | None = None
    stale: Decision | None = None
    """A decision on another version of the same component: shown, but it does not rule."""
    history: tuple[Decision, ...] = ()
    """Every journal entry on this component, oldest first."""
    min_version: str = ""
    advice: tuple[Advice, ...] = ()
    """What would make it run better, apart from whether it runs."""

    @property
    def disagreement(self) -> bool:
        """Whether two sources that speak claim different statuses."""
        claims = {e.status for e in self.evidence if e.speaks}
        return len(claims) > 1

    @property
    def why(self) -> str:
        """One clause, English: the decision, the deciding evidence, or why nothing decides."""
        if self.decision is not None:
            return self.decision.rationale
        if self.deciding is not None:
            return self.deciding.text
        for evidence in self.evidence:
            if evidence.status is Status.UNKNOWN and not evidence.possibly:
                return evidence.text
        return "no evidence either way"
