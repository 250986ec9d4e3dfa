"""The changes to configuration as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from workbench.assess.patch import Patch
from workbench.assess.snapshot import Snapshot
from workbench.model.change import Change
from workbench.report.plain import encodable

SCHEMA = {"name": "graviton-workbench-changes", "version": 1}


def changes_text(snapshot: Snapshot, patch: Patch) -> str:
    """Return one paragraph a change: where, what, who uses it, and what to check."""
    reasons = {id(left.change): left.reason for left in patch.left_out}
    lines: list[str] = []
    for change in snapshot.changes:
        lines += [*_paragraph(change, reasons.get(id(change), "")), ""]
    total = len(snapshot.changes)
    written = sum(bool(c.edits) for c in snapshot.changes) - len(patch.left_out)
    lines.append(f"{total} to change, {written} of them in the diff" if total else "No changes")
    return encodable("\n".join(lines)) + "\n"


def _paragraph(change: Change, reason: str) -> Iterator[str]:
    yield f"{change.path}:{change.line}  {change.id}: {change.text}"
    if change.uses:
        yield f"    used by {', '.join(change.uses)}"
    for doubt in change.doubts:
        yield f"    check: {doubt}"
    if reason:
        yield f"    not in the diff: {reason}"
    elif not change.edits:
        yield "    not in the diff: it is for a person to write"
    if change.url:
        yield f"    {change.url}"


def changes_json(snapshot: Snapshot, patch: Patch) -> str:
    """Return every change with its edits, and the reasons of those that the diff leaves out."""
    reasons = {id(left.change): left.reason for left in patch.left_out}
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "workbench": snapshot.version,
        "project": {"name": snapshot.name},
        "changes": [
            {
                "id": change.id,
                "purl": change.purl,
                "path": change.path,
                "line": change.line,
                "text": change.text,
                "doubts": list(change.doubts),
                "uses": list(change.uses),
                "url": change.url,
                "edits": msgspec.to_builtins(change.edits),
                "in_diff": bool(change.edits) and id(change) not in reasons,
                "left_out": reasons.get(id(change), ""),
            }
            for change in snapshot.changes
        ],
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
