"""The window on a real session: real scan, real journal, real report."""

import shutil

import pytest

from tests.ui.conftest import is_scanned, settle
from workbench.engine.session import Session
from workbench.model.resources import resources
from workbench.model.status import Status


@pytest.fixture
def sample(qtbot, window, workspace, tmp_path):
    folder = tmp_path / "tsubame"
    shutil.copytree(resources() / "sample-project", folder)
    workspace._open_session = Session.open
    workspace.open(folder)
    qtbot.waitUntil(lambda: is_scanned(workspace), timeout=30_000)
    settle(window)
    return folder


def lines(folder):
    journal = folder / ".workbench" / "decisions.jsonl"
    return journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []


def undecided(workspace):
    return next(
        a for a in workspace.assessments if a.decision is None and a.status is Status.BLOCKED
    )


def test_that_decide_undo_redo_only_append_to_the_journal(qtbot, window, workspace, sample):
    before = lines(sample)
    purl = undecided(workspace).component.purl
    window.inventory.reveal([purl])
    settle(window)
    window.inventory.detail.form.rationale.setPlainText("Replaced in the next release.")
    window.inventory.choose_status(Status.NOT_APPLICABLE)
    with qtbot.waitSignal(workspace.settled):
        window.actions_["record"].trigger()
    assert lines(sample)[:-1] == before
    statuses = []
    for act in ("undo", "redo", "undo"):
        with qtbot.waitSignal(workspace.settled):
            window.actions_[act].trigger()
        found = next(a for a in workspace.assessments if a.component.purl == purl)
        statuses.append(found.status)
    assert statuses == [Status.BLOCKED, Status.NOT_APPLICABLE, Status.BLOCKED]
    assert lines(sample)[: len(before)] == before
    assert len(lines(sample)) == len(before) + 4
    again = Session.open(sample)
    list(again.scan())
    assert {a.component.purl: a.status for a in again.snapshot.assessments} == {
        a.component.purl: a.status for a in workspace.assessments
    }


def test_that_our_own_decisions_are_no_change_by_another_program(qtbot, window, workspace, sample):
    seen = []
    workspace.changed_on_disk.connect(seen.append)
    window.inventory.reveal([undecided(workspace).component.purl])
    settle(window)
    window.inventory.detail.form.rationale.setPlainText("Known.")
    with qtbot.waitSignal(workspace.settled):
        window.actions_["record"].trigger()
    workspace.look_at_disk()
    done = []
    workspace.jobs.call("engine", lambda: None, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert seen == []


def test_that_software_is_added_undone_and_added_again(qtbot, window, workspace, sample):
    from workbench.project.purchased import Purchased

    entry = Purchased(name="Acme Fraud SDK", vendor="Acme", version="2.3", where="all hosts")
    with qtbot.waitSignal(workspace.settled):
        window.changes.add_entries((entry,))
    settle(window)
    assert window.inventory.detail.name.text() == "Acme Fraud SDK 2.3"
    names = []
    for act in ("undo", "redo"):
        with qtbot.waitSignal(workspace.settled):
            window.actions_[act].trigger()
        names.append("Acme Fraud SDK" in {a.component.name for a in workspace.assessments})
    assert names == [False, True]


def test_that_the_pdf_is_written_beside_the_work_and_can_be_opened(
    qtbot, window, workspace, sample, tmp_path
):
    target = tmp_path / "report.pdf"
    window.exports.write("pdf", target, "ja")
    notices = window.inventory.notices
    qtbot.waitUntil(lambda: "Written" in notices.texts().get("exported", ""), timeout=60_000)
    assert target.read_bytes().startswith(b"%PDF-")
    assert notices._shown["exported"].button.text() == "Open"


@pytest.mark.parametrize("name", ["json", "cyclonedx", "csv", "text"])
def test_that_every_export_is_written(qtbot, window, workspace, sample, tmp_path, name):
    target = tmp_path / "out.file"
    window.exports.write(name, target, "en")
    notices = window.inventory.notices
    qtbot.waitUntil(lambda: "Written" in notices.texts().get("exported", ""), timeout=60_000)
    assert target.stat().st_size > 100


def test_that_the_bake_file_builds_each_own_image_for_both(
    qtbot, window, workspace, sample, tmp_path
):
    target = tmp_path / "docker-bake.hcl"
    window.exports.write("bake", target, "en")
    qtbot.waitUntil(lambda: target.exists(), timeout=30_000)
    text = target.read_text(encoding="utf-8")
    assert all(f'target "{name}"' in text for name in ("api", "orders", "web"))
    assert "linux/arm64" in text


def test_that_an_export_to_a_place_that_is_not_there_is_said(
    qtbot, window, workspace, sample, tmp_path
):
    window.exports.write("json", tmp_path / "no" / "out.json", "en")
    qtbot.waitUntil(lambda: "failed" in window.inventory.notices.texts(), timeout=60_000)
    assert "cannot write" in window.inventory.notices.texts()["failed"]
    assert "exported" not in window.inventory.notices.texts()


def test_that_the_report_place_tells_what_the_report_will(qtbot, window, workspace, sample):
    window.actions_["show-report"].trigger()
    report = window.report
    assert str(workspace.summary.total) in report.verdict.text()
    assert report.export_button.isEnabled()
    open_ends = [
        a
        for a in workspace.assessments
        if a.decision is None and a.status in (Status.BLOCKED, Status.UNKNOWN)
    ]
    assert report._settle_heading.text().endswith(str(len(open_ends)))
    report._on_link("0")
    assert window.pages.currentWidget() is window.inventory
    assert window.inventory.purls() == (report._unsettled[0].component.purl,)
