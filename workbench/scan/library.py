"""A library of a package ecosystem, as its files name it."""

from __future__ import annotations

from workbench.model.component import Kind, Occurrence, Sighting
from workbench.model.purl import make_purl


def library(
    ecosystem: str, name: str, version: str, at: Occurrence, namespace: str = ""
) -> Sighting:
    """Return the sighting `at` of a library of `ecosystem` (purl type), shown by its bare name."""
    return Sighting(
        purl=make_purl(ecosystem, name, version, namespace=namespace),
        name=name,
        version=version,
        kind=Kind.LIBRARY,
        occurrence=at,
    )
