"""Window, PDF, JSON and CycloneDX show the same numbers of one project."""

import json
import re
import shutil
from collections import Counter
from io import BytesIO

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from pypdf import PdfReader

from workbench.engine.session import Session
from workbench.model.resources import resources
from workbench.model.status import Status
from workbench.model.words import STATUS
from workbench.report.exporters import EXPORTERS
from workbench.report.pdf import make_pdf
from workbench.ui.inventory.readiness_strip import segments_of


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    project = tmp_path_factory.mktemp("projects") / "shop"
    shutil.copytree(resources() / "sample-project", project)
    session = Session.open(project)
    list(session.scan())
    return session.snapshot


@pytest.fixture(scope="module")
def counted(snapshot):
    """What there is, counted one by one."""
    return Counter(a.status for a in snapshot.assessments)


def test_that_json_counts_what_it_lists(snapshot, counted):
    told = json.loads(EXPORTERS["json"](snapshot))
    assert told["summary"]["by_status"] == {s.value: counted[s] for s in Status}
    assert Counter(c["status"] for c in told["components"]) == {
        s.value: n for s, n in counted.items()
    }


def test_that_cyclonedx_is_valid_and_complete(snapshot, counted):
    text = EXPORTERS["cyclonedx"](snapshot)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    statuses = Counter(
        p["value"]
        for c in json.loads(text)["components"]
        for p in c["properties"]
        if p["name"] == "workbench:arm64:status"
    )
    assert statuses == {s.value: n for s, n in counted.items()}


def test_that_the_pdf_counts_the_same(snapshot, counted):
    pages = PdfReader(BytesIO(make_pdf(snapshot))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages[:4]).split())
    for status in set(counted) - {Status.READY}:
        assert re.search(rf"{STATUS[status]} {counted[status]}\b", text), status
    stated = counted[Status.READY] - snapshot.summary.presumed
    assert f"Ready {stated}" in text
    assert f"Ready, presumed {snapshot.summary.presumed}" in text
    assert f"of {len(snapshot.assessments)} components" in text


def test_that_the_windows_strip_counts_the_same(snapshot, counted):
    shown = Counter()
    for segment in segments_of(snapshot.summary):
        shown[segment.status] += segment.count
    assert +shown == counted
