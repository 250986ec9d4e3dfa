"""Model records with everything that real ones have, for tests of whatever shows them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, uuid5

from workbench.model.assessment import Assessment
from workbench.model.component import Component, Kind, Occurrence, Origin
from workbench.model.decision import Action, Decision
from workbench.model.evidence import Evidence, Source
from workbench.model.purl import make_purl
from workbench.model.status import Confidence, Status


def claim(status: Status, source: Source = Source.CATALOG, **fields: object) -> Evidence:
    """One piece of evidence, with everything that a real one has."""
    settings: dict[str, object] = {
        "detail": f"Listed as {status}",
        "url": "https://docs.example/arm64",
        "date": "2026-08-19",
        "origin": "catalog/libraries.toml" if source is Source.CATALOG else f"{source}-check",
    }
    return Evidence(source=source, status=status, **(settings | fields))  # type: ignore[arg-type]


def ruling(purl: str, status: Status, **fields: object) -> Decision:
    """One decision, as the journal holds it."""
    settings: dict[str, object] = {
        "id": uuid5(NAMESPACE_URL, f"{purl} {status} {fields}").hex,
        "time": "2026-11-20T09:30:00.000+00:00",
        "author": "佐藤 花子",
        "rationale": "Vendor confirms an arm64 build in the next release.",
        "action": Action.ASK_VENDOR,
    }
    return Decision(purl=purl, status=status, **(settings | fields))  # type: ignore[arg-type]


def assessed(
    purl: str,
    name: str,
    status: Status,
    *,
    version: str = "",
    kind: Kind = Kind.LIBRARY,
    origin: Origin = Origin.DOWNLOADED,
    occurrences: Iterable[Occurrence] = (Occurrence("requirements.txt", 3),),
    evidence: Iterable[Evidence] = (),
    decision: Decision | None = None,
    confidence: Confidence | None = None,
    **fields: object,
) -> Assessment:
    """An assessment whose parts agree with each other."""
    said = tuple(evidence)
    deciding = next((e for e in said if not e.possibly), None)
    computed = deciding.status if deciding else Status.UNKNOWN
    settings: dict[str, object] = {
        "min_version": deciding.min_version if deciding else "",
        "history": (decision,) if decision else (),
    }
    if confidence is None and deciding is not None:
        confidence = deciding.sureness
    return Assessment(
        component=Component(
            purl=purl,
            name=name,
            version=version,
            kind=kind,
            origin=origin,
            occurrences=tuple(occurrences),
        ),
        status=status,
        computed=computed if decision else status,
        confidence=Confidence.STATED if decision else confidence,
        evidence=said,
        deciding=deciding,
        decision=decision,
        **(settings | fields),  # type: ignore[arg-type]
    )


def library(type_: str, name: str, version: str, status: Status, **fields: object) -> Assessment:
    """A library of one ecosystem, `group:artifact` for Maven."""
    namespace, _, artifact = name.rpartition(":")
    purl = make_purl(type_, artifact, version, namespace=namespace)
    if "evidence" not in fields:
        fields["evidence"] = (
            claim(
                status,
                Source.PRESUMPTION,
                detail="Nothing native is known in a package of this kind",
                url="",
                date="",
                origin="",
            ),
        )
    return assessed(purl, name, status, version=version, **fields)  # type: ignore[arg-type]


def from_npm(line: int, *, direct: bool = True) -> Occurrence:
    """A line of a lock file."""
    return Occurrence("services/web/package-lock.json", line, direct=direct, reader="npm")
