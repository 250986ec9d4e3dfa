"""What an index says beside what the project asks for and what the catalog knows."""

from __future__ import annotations

import pytest

from workbench.assess.resolve import resolve
from workbench.model.component import Component, Kind, Occurrence, Origin
from workbench.model.evidence import Evidence, Source
from workbench.model.status import Status

THING = Component(
    purl="pkg:docker/a@1.0.0",
    name="a",
    version="1.0.0",
    kind=Kind.CONTAINER_IMAGE,
    origin=Origin.DOWNLOADED,
    occurrences=(Occurrence("compose.yaml", 3),),
)


def said(source: Source, status: Status, minimum: str = "") -> Evidence:
    return Evidence(source=source, status=status, detail="x", min_version=minimum)


def status_of(*evidence: Evidence) -> Status:
    return resolve(THING, evidence, ()).status


@pytest.mark.parametrize("index", [Status.READY, Status.UPGRADE])
def test_that_a_pin_stays_one_where_arm64_can_be_had(index):
    pin = said(Source.RULE, Status.CHANGE)
    assert status_of(said(Source.INDEX, index, "2.0.0"), pin) is Status.CHANGE


def test_that_taking_a_pin_out_is_not_enough_where_there_is_no_arm64():
    pin = said(Source.RULE, Status.CHANGE)
    assert status_of(said(Source.INDEX, Status.BLOCKED), pin) is Status.BLOCKED


def test_that_of_several_rules_the_most_cautious_stands_beside_a_pin():
    rules = (said(Source.RULE, Status.CHANGE), said(Source.RULE, Status.BLOCKED))
    assert status_of(said(Source.INDEX, Status.READY), *rules) is Status.BLOCKED


def test_that_an_index_outranks_rules_that_speak_of_the_software():
    rule = said(Source.RULE, Status.REBUILD)
    assert status_of(said(Source.INDEX, Status.READY), rule) is Status.READY


def test_that_a_later_version_with_arm64_is_the_way_out_of_an_index_without():
    later = said(Source.CATALOG, Status.UPGRADE, "2.0.0")
    answer = resolve(THING, (said(Source.INDEX, Status.BLOCKED), later), ())
    assert (answer.status, answer.min_version) == (Status.UPGRADE, "2.0.0")


def test_that_a_look_up_that_failed_decides_nothing():
    failed = said(Source.INDEX, Status.UNKNOWN)
    assert status_of(failed, said(Source.CATALOG, Status.BLOCKED)) is Status.BLOCKED
    assert status_of(failed) is Status.UNKNOWN
