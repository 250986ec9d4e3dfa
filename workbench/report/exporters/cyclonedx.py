"""A CycloneDX 1.6 bill of materials whose components carry their ARM64 status.

https://cyclonedx.org/docs/1.6/json/. The same snapshot always gives the same bytes: the serial
number is derived from the content, and the time is that of the scan.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.model.component import Component, Kind, Scope
from workbench.model.evidence import Evidence
from workbench.report.plain import json_text

TYPES: dict[Kind, str] = {
    Kind.CONTAINER_IMAGE: "container",
    Kind.OS_PACKAGE: "library",
    Kind.LIBRARY: "library",
    Kind.RUNTIME: "application",
    Kind.TOOL: "application",
    Kind.APPLICATION: "application",
    Kind.BINARY: "file",
    Kind.AGENT: "application",
    Kind.SERVICE: "application",
    Kind.OPERATING_SYSTEM: "operating-system",
    Kind.COMPUTE: "platform",
}

SCOPES: dict[Scope, str] = {
    Scope.RUNTIME: "required",
    Scope.BUILD: "excluded",
    Scope.TEST: "excluded",
    Scope.OPTIONAL: "optional",
}

LONGEST_VERSION = 1024
"""The schema's own limit; a longer one stays in the purl."""


def export(snapshot: Snapshot) -> str:
    """Return the bill of materials as indented JSON."""
    metadata: dict[str, Any] = {
        "tools": {
            "components": [
                {
                    "type": "application",
                    "name": "Graviton migration workbench",
                    "version": snapshot.version,
                }
            ]
        },
        "component": {"type": "application", "bom-ref": "project", "name": snapshot.name},
    }
    if snapshot.scanned_at:
        metadata = {"timestamp": snapshot.scanned_at} | metadata
    content = {
        "version": 1,
        "metadata": metadata,
        "components": [_component(a) for a in snapshot.assessments],
    }
    serial = uuid5(NAMESPACE_URL, json.dumps(content, sort_keys=True))
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
    } | content
    return json_text(document)


def _component(assessment: Assessment) -> dict[str, Any]:
    component = assessment.component
    plain: dict[str, Any] = {
        "type": TYPES[component.kind],
        "bom-ref": component.purl,
        "name": component.name,
    }
    if component.version:
        plain["version"] = component.version[:LONGEST_VERSION]
    return plain | {
        "scope": SCOPES[component.scope],
        "purl": component.purl,
        "properties": [{"name": n, "value": v} for n, v in _properties(assessment)],
        "evidence": {"occurrences": _occurrences(component)},
    }


def _occurrences(component: Component) -> list[dict[str, Any]]:
    """Return each place once: a line may ask for one component in two ways."""
    places = dict.fromkeys((o.path, o.line) for o in component.occurrences)
    return [{"location": p, "line": n} if n else {"location": p} for p, n in places]


def _properties(assessment: Assessment) -> list[tuple[str, str]]:
    component, decision = assessment.component, assessment.decision
    pairs = [
        ("workbench:origin", str(component.origin)),
        ("workbench:kind", str(component.kind)),
        ("workbench:scope", str(component.scope)),
        ("workbench:direct", "true" if component.direct else "false"),
        *(("workbench:constraint", constraint) for constraint in component.constraints),
        *(("workbench:host", host) for host in component.hosts),
        ("workbench:arm64:status", str(assessment.status)),
    ]
    if assessment.confidence:
        pairs.append(("workbench:arm64:confidence", str(assessment.confidence)))
    if assessment.min_version:
        pairs.append(("workbench:arm64:min-version", assessment.min_version))
    if decision:
        pairs.append(("workbench:arm64:decided-by", decision.author))
    return pairs + [("workbench:arm64:evidence", _claim(e)) for e in assessment.evidence]


def _claim(evidence: Evidence) -> str:
    """`SOURCE: CLAIM - DETAIL - URL`; what is missing is left out with its dash."""
    claim = f"possibly {evidence.status}" if evidence.possibly else str(evidence.status)
    return " - ".join(
        part for part in (f"{evidence.source}: {claim}", evidence.text, evidence.url) if part
    )
