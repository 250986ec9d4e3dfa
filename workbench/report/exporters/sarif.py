"""SARIF 2.1.0: one result per finding (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from workbench.assess.snapshot import Snapshot
from workbench.model import words
from workbench.model.finding import Effect, Finding, Reason
from workbench.report.found import capital
from workbench.report.plain import json_text

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
HELP = "https://github.com/aws/aws-graviton-getting-started"
"""Where a rule's help is when its constructs name no better place."""
_ROOT = "PROJECT"


def export(snapshot: Snapshot) -> str:
    """Return the findings as one run; quiet ones are left out, as everywhere by default."""
    findings = [finding for finding in snapshot.findings if not finding.quiet]
    rules = _rules(findings)
    run = {
        "tool": {
            "driver": {
                "name": "graviton-workbench",
                "version": snapshot.version,
                "rules": list(rules.values()),
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The project's folder"}}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {
                        "level": "warning",
                        "message": {"text": f"{problem.path} {problem.reason}"},
                        "locations": [_location(problem.path, problem.line)],
                    }
                    for problem in snapshot.coverage.problems
                ],
            }
        ],
        "columnKind": "utf16CodeUnits",
        "results": _results(findings, list(rules)),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _rules(findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """Return the rules that have results, by id."""
    rules: dict[str, dict[str, Any]] = {}
    for finding in findings:
        rule = rules.setdefault(
            finding.rule,
            {
                "id": finding.rule,
                "shortDescription": {"text": words.RULE.get(finding.rule, finding.rule)},
                "helpUri": HELP,
                "properties": {"tags": ["arm64", "portability"]},
            },
        )
        if finding.url and rule["helpUri"] == HELP:
            rule["helpUri"] = finding.url
    return dict(sorted(rules.items()))


def _results(findings: Iterable[Finding], rules: list[str]) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        results.append(
            {
                "ruleId": finding.rule,
                "ruleIndex": rules.index(finding.rule),
                "level": _level(finding),
                "kind": "informational" if finding.effect is Effect.PORTED else "fail",
                "message": {"text": _message(finding)},
                "locations": [_location(finding.path, finding.line, finding.function)],
                "partialFingerprints": {"construct/v1": f"{identity}:{seen[identity]}"},
                "properties": {
                    "effect": finding.effect,
                    "reason": finding.reason,
                    "construct": finding.construct,
                    "component": finding.component,
                    "scope": finding.scope,
                    "vendored": finding.vendored,
                },
            }
        )
    return results


def _level(finding: Finding) -> str:
    """`kind` other than `fail` asks for level `none`, by the standard."""
    if finding.effect is Effect.PORTED:
        return "none"
    if finding.effect is Effect.NOTE:
        return "note"
    return "error" if finding.certain else "warning"


def _message(finding: Finding) -> str:
    what = f"{finding.title}: {finding.text}" if finding.text else finding.title
    where = f" (under {finding.condition})" if finding.condition else ""
    says = words.REASON[finding.reason]
    told = finding.effect is Effect.CHANGE or finding.reason is Reason.HARMLESS
    out = f". {finding.way_out}" if told and finding.way_out else ""
    return f"{capital(what)}{where}. {says}{out}."


def _identity(finding: Finding) -> str:
    """Return what stays the same when lines move: file, construct, function and text."""
    parts = (finding.path, finding.construct, finding.function, finding.text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:20]


def _location(path: str, line: int, function: str = "") -> dict[str, Any]:
    place: dict[str, Any] = {
        "artifactLocation": {"uri": quote(path or ".", errors="replace"), "uriBaseId": _ROOT},
    }
    if line:
        place["region"] = {"startLine": line}
    location: dict[str, Any] = {"physicalLocation": place}
    if function:
        location["logicalLocations"] = [{"name": function, "kind": "function"}]
    return location
