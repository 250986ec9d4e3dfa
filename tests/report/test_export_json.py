from __future__ import annotations

import json

from hypothesis import given, settings

from tests.report.hostile import SNAPSHOTS
from tests.snapshots import empty, shop
from workbench.assess.snapshot import Snapshot
from workbench.report.exporters.json import export


def test_that_the_summary_is_that_of_the_snapshot():
    snapshot, document = shop(), json.loads(export(shop()))
    summary = document["summary"]
    assert summary["total"] == snapshot.summary.total == len(document["components"])
    assert summary["by_status"] == {str(s): n for s, n in snapshot.summary.by_status.items()}
    assert summary["presumed"] == snapshot.summary.presumed
    for status, count in summary["by_status"].items():
        assert sum(c["status"] == status for c in document["components"]) == count
        assert sum(by[status] for by in summary["by_origin"].values()) == count


def test_that_a_component_carries_evidence_decision_and_history():
    components = {c["name"]: c for c in json.loads(export(shop()))["components"]}
    numpy = components["numpy"]
    assert numpy["decision"] is None
    assert numpy["stale_decision"]["author"] == "Tanaka, Ichiro"
    assert [d["id"] for d in numpy["history"]] == [numpy["stale_decision"]["id"]]
    snappy = components["org.xerial.snappy:snappy-java"]
    assert [e["deciding"] for e in snappy["evidence"]] == [True, False]
    assert snappy["evidence"][0]["text"] == "linux-aarch64 is inside from 1.1.4"
    assert snappy["disagreement"] is True
    agent = components["Acme Fraud Agent"]
    assert (agent["status"], agent["computed"]) == ("blocked", "unknown")
    assert agent["decision"]["action"] == "ask-vendor"


def test_that_what_could_not_be_looked_at_is_told():
    coverage = json.loads(export(shop()))["coverage"]
    assert coverage["files"] == 1284
    assert coverage["readers"]["maven"] == 6
    assert {"path": "infra/壊れた.yaml", "reason": "is not UTF-8", "line": 0} in coverage[
        "problems"
    ]
    assert {"path": "current", "why": "link"} in coverage["omitted"]


def test_that_an_empty_result_is_not_called_assessed():
    document = json.loads(export(empty()))
    assert document["assessed"] is False
    assert document["components"] == []


def test_that_the_project_folder_does_not_leave_the_machine():
    assert "hanako/projects" not in export(shop())


@settings(max_examples=60, deadline=None)
@given(SNAPSHOTS)
def test_that_any_text_can_be_written_and_read_back(snapshot: Snapshot):
    document = json.loads(export(snapshot).encode())
    assert [c["status"] for c in document["components"]] == [
        str(a.status) for a in snapshot.assessments
    ]
