from __future__ import annotations

import json

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import HealthCheck, given, settings

from tests.records import assessed
from tests.report.hostile import SNAPSHOTS
from tests.shop import LONG_URL
from tests.snapshots import empty, shop
from workbench.assess.snapshot import Snapshot
from workbench.model.component import Kind, Occurrence
from workbench.model.status import Status
from workbench.report.exporters.cyclonedx import export

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


def _component(bom: dict, purl: str) -> dict:
    return next(c for c in bom["components"] if c["purl"] == purl)


def _properties(component: dict, name: str) -> list[str]:
    return [p["value"] for p in component["properties"] if p["name"] == name]


@pytest.mark.parametrize("snapshot", [shop(), empty(), Snapshot(name="new", root="/srv/new")])
def test_that_the_bill_of_materials_is_valid_by_the_official_schema(snapshot: Snapshot):
    assert VALIDATOR.validate_str(export(snapshot)) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SNAPSHOTS)
def test_that_odd_names_and_paths_still_give_a_valid_document(snapshot: Snapshot):
    text = export(snapshot)
    text.encode()
    assert VALIDATOR.validate_str(text) is None


def test_that_every_component_is_there_once():
    snapshot = shop()
    references = [c["bom-ref"] for c in json.loads(export(snapshot))["components"]]
    assert len(set(references)) == len(references) == snapshot.summary.total


def test_that_each_evidence_is_one_property():
    bom = json.loads(export(shop()))
    image = _component(bom, "pkg:docker/legacy/pdf-renderer@2.1?repository_url=registry.example")
    assert _properties(image, "workbench:arm64:evidence") == [
        f"index: blocked - Only linux/amd64 is published - {LONG_URL}",
        "catalog: possibly ready - Listed as multi-arch - https://docs.example/arm64",
    ]
    assert _properties(image, "workbench:arm64:status") == ["blocked"]
    assert _properties(image, "workbench:arm64:confidence") == ["observed"]
    assert image["evidence"]["occurrences"] == [
        {"location": "services/checkout/Dockerfile", "line": 1},
        {"location": "deploy/k8s/renderer.yaml", "line": 31},
    ]


def test_that_a_range_is_a_property_and_not_a_version():
    (polars,) = (c for c in json.loads(export(shop()))["components"] if c["name"] == "polars")
    assert "version" not in polars
    assert _properties(polars, "workbench:constraint") == [">=0.19,<1"]
    assert _properties(polars, "workbench:arm64:confidence") == []


def test_that_a_decision_names_its_author_and_an_upgrade_its_version():
    bom = json.loads(export(shop()))
    decided = _component(bom, "pkg:generic/acme-fraud-agent@7.4")
    snappy = _component(bom, "pkg:maven/org.xerial.snappy/snappy-java@1.1.3")
    assert _properties(decided, "workbench:arm64:decided-by") == ["佐藤 花子"]
    assert _properties(snappy, "workbench:arm64:decided-by") == []
    assert _properties(snappy, "workbench:arm64:min-version") == ["1.1.4"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.CONTAINER_IMAGE, "container"),
        (Kind.OS_PACKAGE, "library"),
        (Kind.BINARY, "file"),
        (Kind.COMPUTE, "platform"),
        (Kind.SERVICE, "application"),
        (Kind.OPERATING_SYSTEM, "operating-system"),
    ],
)
def test_that_kinds_become_the_types_of_the_standard(kind: Kind, expected: str):
    one = assessed("pkg:generic/x", "x", Status.UNKNOWN, kind=kind)
    bom = json.loads(export(Snapshot(name="p", root="/srv/p", assessments=(one,))))
    assert bom["components"][0]["type"] == expected


def test_that_a_line_that_asks_twice_is_one_occurrence():
    twice = (Occurrence("a.txt", 4, constraint=">1"), Occurrence("a.txt", 4, constraint=">2"))
    one = assessed("pkg:pypi/x", "x", Status.UNKNOWN, occurrences=twice)
    bom = json.loads(export(Snapshot(name="p", root="/srv/p", assessments=(one,))))
    assert bom["components"][0]["evidence"]["occurrences"] == [{"location": "a.txt", "line": 4}]


def test_that_the_same_snapshot_gives_the_same_bytes_and_another_one_another_serial_number():
    first, again, other = export(shop()), export(shop()), export(empty())
    assert first == again
    assert json.loads(first)["serialNumber"] != json.loads(other)["serialNumber"]


def test_that_the_project_folder_does_not_leave_the_machine():
    assert "hanako/projects" not in export(shop())
