"""The order in which people read components: by origin, kind and name."""

from __future__ import annotations

from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Origin

_ORIGIN_ORDER = {origin: place for place, origin in enumerate(Origin)}
_KIND_ORDER = {kind: place for place, kind in enumerate(Kind)}


def reading_order(assessment: Assessment) -> tuple[int, int, str, str]:
    """Return what `assessment` sorts by."""
    component = assessment.component
    return (
        _ORIGIN_ORDER[component.origin],
        _KIND_ORDER[component.kind],
        component.name.lower(),
        component.purl,
    )
