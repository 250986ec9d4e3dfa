"""The words that the report itself adds: headings, columns, standing sentences."""

from __future__ import annotations

from workbench.model.finding import Level
from workbench.model.status import Status

ACTION_CONTEXT = "action"
"""Of the actions: `Rebuild` is what to do here, and a state among the statuses."""

CONTEXT = "report"
"""Of every text here in the translations: a short word may mean something else in the window."""

SECTIONS: dict[Status, str] = {
    Status.BLOCKED: "Blockers",
    Status.CHANGE: "To change",
    Status.REBUILD: "To rebuild",
    Status.UPGRADE: "To upgrade",
    Status.UNKNOWN: "Unknown",
}

LEVELS: dict[Level, str] = {
    Level.ERROR: "Error",
    Level.WARNING: "Warning",
    Level.NOTE: "Note",
}

LABELS: dict[str, str] = {
    "kicker": "ARM64 migration assessment",
    "contents": "Contents",
    "prepared_by": "Prepared by",
    "approved_by": "Approved by",
    "signed_on": "Date",
    "summary": "Summary",
    "readiness": "Readiness",
    "bar": "Readiness bar: the share of every status, as in the table below",
    "by_origin": "Components by origin and status",
    "origin": "Origin",
    "total": "Total",
    "confidence": "How sure the statuses are",
    "review": "Review",
    "decided": "Decided by a person",
    "to_review": "Still to review",
    "coverage": "What was looked at, and what was not",
    "not_a_pass": "A file that was not read can hold software that is missing from this report. "
    "An empty result means not assessed; it is never a pass.",
    "files": "Files",
    "formats": "Files by format",
    "no_formats": "No file of a known format was met.",
    "problems": "Problems",
    "no_problems": "No problem was met while reading.",
    "omitted": "Left out on purpose",
    "nothing_omitted": "Nothing was left out.",
    "file": "File",
    "reason": "Reason",
    "why": "Why",
    "where": "Where",
    "evidence": "Evidence",
    "ways_out": "Ways out",
    "no_way_out": "No source read names one.",
    "decision": "Decision",
    "decides": "decides",
    "possibly": "possibly this component",
    "disagree": "Sources disagree: the most direct one decides, among equals the most cautious.",
    "component": "Component",
    "version": "Version",
    "kind": "Kind",
    "in_use": "In use",
    "needs": "Needs",
    "status": "Status",
    "presumed": "presumed",
    "advised": "Ready, with advice",
    "advice": "Advice",
    "findings": "Findings in self-built code and configuration",
    "rule": "Rule",
    "level": "Level",
    "finding": "Finding",
    "inventory": "Inventory",
    "inventory_note": "Every component that was seen, by origin and kind.",
    "decisions": "Decisions",
    "no_decisions": "No decision has been recorded.",
    "stale": "Decisions on another version",
    "stale_note": "These were made for another version of the component. "
    "They are kept, but they do not rule.",
    "rationale": "Rationale",
    "by": "By",
    "owner": "Owner",
    "review_by": "Review by",
    "overdue": "overdue",
    "overrules": "overrules",
    "action": "Action",
    "sources": "Sources",
    "source": "Source",
    "spoke": "Who spoke",
    "origin_of": "File, rule or index",
    "components": "Components",
    "newest": "Last read",
    "addresses": "Addresses cited",
    "address": "Address",
    "no_sources": "No evidence was found.",
    "licence": "Licences of the data",
    "work": "Work",
    "work_author": "Author",
    "licence_name": "Licence",
    "licence_note": "The catalog contains data taken from these works, "
    "shortened and put into tables:",
    "glossary": "Words in this report",
    "meaning": "Meaning",
    "statuses_note": "A status speaks of the version in use. "
    "A person's decision overrules the evidence; both are shown.",
    "certainty": "Confidence",
}
