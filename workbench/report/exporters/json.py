"""Everything a snapshot says, as one JSON object for scripts.

Shape, schema version 1 (fields are added, never renamed or removed, while it stays 1):

- `schema`: `{"name": "graviton-workbench-assessment", "version": 1}`
- `workbench`: version of the program; `project`: `{"name"}`; `scanned_at`: ISO 8601 or null;
  `seconds`: duration of the scan
- `assessed`: false where nothing was recognised, which is no pass
- `summary`: `total`, `by_status`, `by_origin` (origin, then status), `presumed`, `decided`,
  `to_review`
- `components`: a list of objects with `purl`, `name`, `version`, `constraints`, `kind`, `origin`,
  `scope`, `direct`, `status`, `computed` (without the decision), `confidence` (or null), `why`,
  `min_version`, `advice` (texts), `advice_details` (the same with `text`, `source`, `url` and
  `date`), `disagreement`, `hosts`, `occurrences`, `evidence` (the most direct
  first; `deciding` marks the one that gave `computed`), `decision` (or null), `stale_decision`
  (or null) and `history`
- `findings_summary`: `total`; `by_effect`, of those that are neither quiet nor in tests; `tests`
  and `quiet`; each finding is counted once
- `findings`: a list of objects with `rule` (SARIF's `ruleId`), `construct` (narrower than the
  rule), `title`, `path`, `line`, `effect` (`change`, `note` or `ported`), `reason` (why it has
  that effect), `text` (what stands there, shortened), `function`, `condition` (the preprocessor's,
  where it decides), `way_out`, `minutes` (to mend one such function; 0 unless it is to change),
  `url`, `scope` (`runtime` or `test`), `component` (a purl), `vendored` (it lies in a folder
  for other people's code), `once` (the minutes are for the whole component) and `quiet` (seldom a
  problem)
- `coverage`: `files`, `recognised`, `readers` (format id: number of files), `problems`,
  `omitted` and `looked_up` (null where nobody outside was asked): `asked` and `failed` components,
  `hosts` and, by reason, `left_out`, each with a number of components
- `notices`: problems with the project's own `.workbench` files

Versions and the like that are not known are empty strings. Paths are relative to the project.
"""

from __future__ import annotations

from typing import Any

import msgspec

from workbench.assess.rollup import count
from workbench.assess.snapshot import Snapshot
from workbench.model.advice import Advice
from workbench.model.assessment import Assessment
from workbench.model.component import Occurrence
from workbench.model.decision import Decision
from workbench.model.evidence import Evidence
from workbench.model.problem import LookedUp
from workbench.report.plain import json_text

SCHEMA = {"name": "graviton-workbench-assessment", "version": 1}


def export(snapshot: Snapshot) -> str:
    """Return the snapshot as indented JSON, UTF-8 characters kept."""
    coverage = snapshot.coverage
    document = {
        "schema": SCHEMA,
        "workbench": snapshot.version,
        "project": {"name": snapshot.name},
        "scanned_at": snapshot.scanned_at or None,
        "seconds": round(snapshot.seconds, 3),
        "assessed": not snapshot.nothing_recognised,
        "summary": msgspec.to_builtins(snapshot.summary),
        "components": [_component(a) for a in snapshot.assessments],
        "findings_summary": msgspec.to_builtins(count(snapshot.findings)),
        "findings": msgspec.to_builtins(snapshot.findings),
        "coverage": {
            "files": coverage.files,
            "recognised": coverage.recognised,
            "readers": dict(coverage.readers),
            "problems": msgspec.to_builtins(coverage.problems),
            "omitted": msgspec.to_builtins(coverage.omitted),
            "looked_up": _looked_up(coverage.looked_up),
        },
        "notices": msgspec.to_builtins(snapshot.notices),
    }
    return json_text(document)


def _component(assessment: Assessment) -> dict[str, Any]:
    component = assessment.component
    return {
        "purl": component.purl,
        "name": component.name,
        "version": component.version,
        "constraints": list(component.constraints),
        "kind": str(component.kind),
        "origin": str(component.origin),
        "scope": str(component.scope),
        "direct": component.direct,
        "status": str(assessment.status),
        "computed": str(assessment.computed),
        "confidence": assessment.confidence and str(assessment.confidence),
        "why": assessment.why,
        "min_version": assessment.min_version,
        "advice": [a.text for a in assessment.advice],
        "advice_details": [_advice(a) for a in assessment.advice],
        "disagreement": assessment.disagreement,
        "hosts": list(component.hosts),
        "occurrences": [_occurrence(o) for o in component.occurrences],
        "evidence": [_evidence(e, e is assessment.deciding) for e in assessment.evidence],
        "decision": assessment.decision and _decision(assessment.decision),
        "stale_decision": assessment.stale and _decision(assessment.stale),
        "history": [_decision(d) for d in assessment.history],
    }


def _looked_up(result: LookedUp | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {
        "asked": result.asked,
        "failed": result.failed,
        "hosts": dict(result.hosts),
        "left_out": dict(result.left_out),
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {"text": advice.text, "source": advice.source, "url": advice.url, "date": advice.date}


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    traits = [{"name": t.name, "value": t.value} for t in occurrence.traits]
    plain: dict[str, Any] = msgspec.to_builtins(occurrence)
    return plain | {"traits": traits}


def _evidence(evidence: Evidence, deciding: bool) -> dict[str, Any]:
    return {
        "source": str(evidence.source),
        "status": str(evidence.status),
        "confidence": str(evidence.sureness),
        "text": evidence.text,
        "min_version": evidence.min_version,
        "recommended_version": evidence.recommended_version,
        "alternative": evidence.alternative,
        "note": evidence.note,
        "url": evidence.url,
        "date": evidence.date,
        "origin": evidence.origin,
        "possibly": evidence.possibly,
        "deciding": deciding,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "purl": decision.purl,
        "time": decision.time,
        "author": decision.author,
        "status": decision.status and str(decision.status),
        "rationale": decision.rationale,
        "action": str(decision.action),
        "owner": decision.owner,
        "review_by": decision.review_by,
        "reverts": decision.reverts,
    }
