"""Window, PDF and every export show the same numbers of one project."""

import json
import re
import shutil
from collections import Counter
from io import BytesIO

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from pypdf import PdfReader
from PySide6.QtWidgets import QLabel

from tests.codec import write_codec
from workbench.engine.session import Session
from workbench.model.component import Scope
from workbench.model.finding import Effect
from workbench.model.language import Language
from workbench.model.resources import resources
from workbench.model.status import Status
from workbench.model.words import STATUS
from workbench.report.exporters import EXPORTERS
from workbench.report.pdf import make_pdf
from workbench.ui.detail.findings_section import FindingsSection
from workbench.ui.disclosure import Disclosure
from workbench.ui.inventory.readiness_strip import segments_of
from workbench.ui.scan import Counted, counted


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    project = tmp_path_factory.mktemp("projects") / "shop"
    shutil.copytree(resources() / "sample-project", project)
    session = Session.open(project)
    list(session.scan())
    return session.snapshot


@pytest.fixture(scope="module")
def statuses(snapshot):
    """What there is, counted one by one."""
    return Counter(a.status for a in snapshot.assessments)


def test_that_json_counts_what_it_lists(snapshot, statuses):
    told = json.loads(EXPORTERS["json"](snapshot))
    assert told["summary"]["by_status"] == {s.value: statuses[s] for s in Status}
    assert Counter(c["status"] for c in told["components"]) == {
        s.value: n for s, n in statuses.items()
    }


def test_that_cyclonedx_is_valid_and_complete(snapshot, statuses):
    text = EXPORTERS["cyclonedx"](snapshot)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    told = Counter(
        p["value"]
        for c in json.loads(text)["components"]
        for p in c["properties"]
        if p["name"] == "workbench:arm64:status"
    )
    assert told == {s.value: n for s, n in statuses.items()}


def test_that_the_pdf_counts_the_same(snapshot, statuses):
    pages = PdfReader(BytesIO(make_pdf(snapshot))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages[:4]).split())
    for status in set(statuses) - {Status.READY}:
        assert re.search(rf"{STATUS[status]} {statuses[status]}\b", text), status
    stated = statuses[Status.READY] - snapshot.summary.presumed
    assert f"Ready {stated}" in text
    assert f"Ready, presumed {snapshot.summary.presumed}" in text
    assert f"of {len(snapshot.assessments)} components" in text


def test_that_the_windows_strip_counts_the_same(snapshot, statuses):
    shown = Counter()
    for segment in segments_of(snapshot.summary):
        shown[segment.status] += segment.count
    assert +shown == statuses


@pytest.fixture(scope="module")
def codec(tmp_path_factory):
    """What the window holds after a scan of source with findings: snapshot and what was found."""
    session = Session.open(write_codec(tmp_path_factory.mktemp("source")))
    (found,) = [said.found for said in counted(session.scan()) if isinstance(said, Counted)]
    return session.snapshot, found


@pytest.fixture(scope="module")
def told(codec):
    """How many findings there are, counted one by one, as every output words it."""
    loud = [f for f in codec[0].findings if not f.quiet]
    number = Counter(f.effect for f in loud if f.scope is not Scope.TEST)
    assert all(number[effect] for effect in Effect)
    change, note, ported = (number[effect] for effect in Effect)
    tests = len(loud) - number.total()
    quiet = len(codec[0].findings) - len(loud)
    assert tests
    assert quiet
    return (
        f"{change} to change, {note} performance notes, {ported} ported",
        f"{tests} in tests, {quiet} seldom a problem",
    )


def worded(summary):
    effects = summary["by_effect"]
    return (
        f"{effects['change']} to change, {effects['note']} performance notes, "
        f"{effects['ported']} ported",
        f"{summary['tests']} in tests, {summary['quiet']} seldom a problem",
    )


def test_that_json_counts_the_findings_that_it_lists(codec, told):
    document = json.loads(EXPORTERS["json"](codec[0]))
    assert worded(document["findings_summary"]) == told
    assert document["findings_summary"]["total"] == len(document["findings"])


def test_that_sarif_has_the_same_findings(codec, told):
    results = json.loads(EXPORTERS["sarif"](codec[0]))["runs"][0]["results"]
    runtime = [r["properties"] for r in results if r["properties"]["scope"] != "test"]
    effects = Counter(p["effect"] for p in runtime)
    quiet = len(codec[0].findings) - len(results)
    assert worded({"by_effect": effects, "tests": len(results) - len(runtime), "quiet": quiet}) == (
        told
    )


def test_that_text_and_pdf_tell_the_same_findings(codec, told):
    effects, rest = told
    assert f"configuration: {effects}, {rest}." in EXPORTERS["text"](codec[0])
    pages = PdfReader(BytesIO(make_pdf(codec[0]))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert f"{effects}. Not listed here: {rest}." in text


def test_that_the_window_shows_the_same_findings(codec, told, qtbot):
    snapshot, found = codec
    (assessment,) = [a for a in snapshot.assessments if a.component.purl in found]
    section = FindingsSection(Language("en"))
    qtbot.addWidget(section)
    section.show_findings(found[assessment.component.purl], assessment)
    shown = [w.text() for w in section.findChildren(QLabel)]
    assert told[0] in shown
    tests, quiet = (part.split()[0] for part in told[1].split(", "))
    heads = [line.head.accessibleName() for line in section.findChildren(Disclosure)]
    assert heads[-2:] == [f"In tests, {tests}", f"Seldom a problem, {quiet}"]
