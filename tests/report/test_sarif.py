"""SARIF 2.1.0, as tools that read it would."""

from __future__ import annotations

import json

from msgspec import structs
from sarif_pydantic import Sarif

from tests.found import finding
from tests.shop import shop
from workbench.model.finding import Effect, Finding, Reason
from workbench.report.exporters.sarif import export


def results(*findings: Finding) -> list[dict]:
    snapshot = structs.replace(shop(), findings=findings)
    return json.loads(export(snapshot))["runs"][0]["results"]


def test_that_the_log_is_valid():
    log = Sarif.model_validate_json(export(shop()))
    assert log.version == "2.1.0"
    assert len(log.runs[0].results) == sum(not f.quiet for f in shop().findings)


def test_that_a_finding_has_rule_place_and_words():
    (result,) = results(finding(function="spin"))
    assert result["ruleId"] == "inline-asm"
    assert result["level"] == "error"
    place = result["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "src/a.c"
    assert place["physicalLocation"]["region"] == {"startLine": 3}
    assert place["logicalLocations"][0]["name"] == "spin"
    text = "Inline assembly. It reaches the arm64 compiler. Write it again."
    assert result["message"]["text"] == text


def test_that_levels_follow_the_effect():
    found = results(
        finding(),
        finding(reason=Reason.CONDITIONAL),
        finding(effect=Effect.NOTE, reason=Reason.FALLBACK),
        finding(effect=Effect.PORTED, reason=Reason.TWIN),
    )
    assert [r["level"] for r in found] == ["error", "warning", "note", "none"]
    assert [r["kind"] for r in found] == ["fail", "fail", "fail", "informational"]


def test_that_fingerprints_outlive_moved_lines_and_differ_for_each_place():
    before = [r["partialFingerprints"] for r in results(finding(line=3), finding(line=9))]
    after = [r["partialFingerprints"] for r in results(finding(line=13), finding(line=19))]
    assert before == after
    assert before[0] != before[1]


def test_that_every_rule_has_an_address_and_words():
    for rule in json.loads(export(shop()))["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["helpUri"].startswith("https://")
        assert rule["shortDescription"]["text"] != rule["id"]


def test_that_a_path_with_spaces_and_japanese_is_a_uri():
    (result,) = results(finding(path="src/在庫 管理.c"))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert " " not in uri


def test_that_quiet_findings_are_left_out():
    assert results(finding(quiet=True)) == []
