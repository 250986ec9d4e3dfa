"""What a component that a person names would be assessed as, without any project."""

from __future__ import annotations

from workbench.assess.resolve import resolve
from workbench.knowledge.knowledge import Knowledge
from workbench.model.assessment import Assessment
from workbench.model.component import Component, Kind, Occurrence, Origin
from workbench.model.image import ImageReference
from workbench.model.purl import parse_purl

_KINDS = {
    "apk": Kind.OS_PACKAGE,
    "deb": Kind.OS_PACKAGE,
    "docker": Kind.CONTAINER_IMAGE,
    "generic": Kind.TOOL,
    "oci": Kind.CONTAINER_IMAGE,
    "rpm": Kind.OS_PACKAGE,
}


def assess_named(knowledge: Knowledge, text: str) -> Assessment | None:
    """Assess a purl or an image reference; None where `text` is neither.

    A bare word may name many things and is assessed as none of them.
    """
    text = text.strip()
    if not text.startswith("pkg:"):
        if "/" not in text and ":" not in text:
            return None
        try:
            text = ImageReference.parse(text).purl
        except ValueError:
            return None
    try:
        purl = parse_purl(text)
    except ValueError:
        return None
    component = Component(
        purl=text,
        name=purl.name,
        version=purl.version or "",
        kind=_KINDS.get(purl.type, Kind.LIBRARY),
        origin=Origin.DOWNLOADED,
        occurrences=(Occurrence(path=""),),
    )
    return resolve(component, knowledge.evidence(component), (), knowledge.advice(component))
