"""One row per component, for a spreadsheet.

RFC 4180, CRLF. UTF-8 with a byte order mark: without it Excel reads Japanese as another encoding.
A cell that a spreadsheet would take for a formula gets a leading apostrophe.
"""

from __future__ import annotations

import csv
import io

from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.report.plain import encodable

COLUMNS = (
    "status",
    "confidence",
    "name",
    "version",
    "constraint",
    "kind",
    "origin",
    "scope",
    "direct",
    "min_version",
    "why",
    "source",
    "url",
    "date",
    "where",
    "hosts",
    "computed_status",
    "decided_by",
    "decided_at",
    "action",
    "owner",
    "review_by",
    "purl",
)

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def export(snapshot: Snapshot) -> bytes:
    """Return the table, header first; the places of a component are joined by `; `."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for assessment in snapshot.assessments:
        writer.writerow(inert(cell) for cell in _row(assessment))
    return encodable(out.getvalue()).encode("utf-8-sig")


def _row(assessment: Assessment) -> tuple[str, ...]:
    component, decision, deciding = assessment.component, assessment.decision, assessment.deciding
    return (
        assessment.status,
        assessment.confidence or "",
        component.name,
        component.version,
        "; ".join(component.constraints),
        component.kind,
        component.origin,
        component.scope,
        "true" if component.direct else "false",
        assessment.min_version,
        assessment.why,
        "decision" if decision else deciding.source if deciding else "",
        deciding.url if deciding else "",
        deciding.date if deciding else "",
        "; ".join(o.place for o in component.occurrences),
        "; ".join(component.hosts),
        assessment.computed,
        decision.author if decision else "",
        decision.time if decision else "",
        decision.action if decision else "",
        decision.owner if decision else "",
        decision.review_by if decision else "",
        component.purl,
    )


def inert(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    cell = cell.replace("\0", "")
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
