"""In which order people read assessments: what stops the move comes first."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.model.assessment import Assessment
from workbench.model.component import MOST_BINDING_FIRST
from workbench.model.status import SEVERITY, Confidence, Status

SETTLED = (Status.READY, Status.NOT_APPLICABLE)
"""Nothing is left to do about these."""


def worst_first(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Sort by status, then by what is needed at run time, then by name."""
    return sorted(assessments, key=_key)


def needing_attention(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Return what is neither ready nor not applicable, worst first."""
    return worst_first(a for a in assessments if a.status not in SETTLED)


def ready_if_new_enough(assessments: Iterable[Assessment]) -> list[Assessment]:
    """Return what is ready from some version on, where the project pins none."""
    return worst_first(
        a
        for a in assessments
        if a.status is Status.READY and a.confidence is Confidence.PRESUMED and a.min_version
    )


def _key(assessment: Assessment) -> tuple[int, int, str, str]:
    component = assessment.component
    return (
        -SEVERITY[assessment.status],
        MOST_BINDING_FIRST.index(component.scope),
        component.name.lower(),
        component.purl,
    )
