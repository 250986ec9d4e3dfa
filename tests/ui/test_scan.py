"""Scanning: rows arrive, it can be stopped, decided on and closed at any moment."""

import threading
from time import monotonic

import pytest
from PySide6.QtCore import Qt

from tests.ui.builders import FakeSession, library
from tests.ui.conftest import is_scanned, settle
from workbench.model.status import Status


class Gate:
    """Lets a scan take a number of steps, then holds it."""

    def __init__(self):
        self.steps = threading.Semaphore(0)

    def __call__(self):
        assert self.steps.acquire(timeout=20)

    def let(self, count):
        self.steps.release(count)


@pytest.fixture
def gate(session):
    session.found = tuple(library(n, Status.BLOCKED) for n in range(200))
    made = session.gate = Gate()
    yield made
    made.let(10_000)


@pytest.fixture
def scanning(qtbot, window, workspace, project, gate):
    """A scan that has found 50 components and is held."""
    workspace.open(project)
    gate.let(50)
    qtbot.waitUntil(lambda: len(workspace.assessments) == 50)
    return window


def shown(window):
    return window.inventory.browser.model.rowCount()


def test_that_rows_and_counts_arrive_while_the_scan_runs(qtbot, scanning, gate):
    qtbot.waitUntil(lambda: shown(scanning) == 52)
    assert scanning.inventory.strip._counts[0][1].text() == "50 Blocked"
    assert scanning.inventory.header.progress.isVisible()
    assert "50 of 200" in scanning.inventory.header.state.text()
    assert not scanning.actions_["export-pdf"].isEnabled()
    gate.let(25)
    qtbot.waitUntil(lambda: shown(scanning) == 77)


def test_that_the_selection_stays_while_rows_arrive(qtbot, scanning, gate):
    qtbot.waitUntil(lambda: shown(scanning) == 52)
    scanning.inventory.reveal(["pkg:pypi/library-00030@1.30"])
    settle(scanning)
    view = scanning.inventory.browser.view
    y = view.visualRect(view.currentIndex()).y()
    gate.let(100)
    qtbot.waitUntil(lambda: shown(scanning) == 152)
    assert scanning.inventory.purls() == ("pkg:pypi/library-00030@1.30",)
    assert view.visualRect(view.currentIndex()).y() == y


def test_that_stopping_is_answered_at_once_and_nothing_is_kept(
    qtbot, scanning, gate, session, workspace
):
    qtbot.mouseClick(scanning.inventory.header.stop_button, Qt.MouseButton.LeftButton)
    assert workspace.scan is None
    gate.let(1)
    qtbot.waitUntil(lambda: session.closed_scans == 1)
    settle(scanning)
    assert workspace.assessments == ()
    assert scanning.inventory.browser.empty._title.text() == "Not scanned"
    assert scanning.actions_["rescan"].isEnabled()


def test_that_a_stopped_rescan_leaves_what_was_known(qtbot, scanning, gate, session, workspace):
    gate.let(1000)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    session.gate = Gate()
    session.found = session.found[:10]
    scanning.actions_["rescan"].trigger()
    scanning.actions_["stop-scan"].trigger()
    session.gate.let(1000)
    settle(scanning)
    assert len(workspace.assessments) == 200
    assert workspace.scan is None


def test_that_a_decision_during_a_scan_is_recorded_and_shown(
    qtbot, scanning, gate, session, workspace
):
    qtbot.waitUntil(lambda: shown(scanning) == 52)
    scanning.inventory.reveal(["pkg:pypi/library-00030@1.30"])
    settle(scanning)
    form = scanning.inventory.detail.form
    scanning.inventory.choose_status(Status.READY)
    form.rationale.setPlainText("It runs.")
    form.send()
    gate.let(1)
    qtbot.waitUntil(lambda: len(session.journal) == 1)
    gate.let(1000)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    decided = [a for a in workspace.assessments if a.decision is not None]
    assert [(a.component.name, a.status) for a in decided] == [("library-00030", Status.READY)]
    assert workspace.undo.canUndo()


def test_that_closing_during_a_scan_ends_it(qtbot, scanning, gate, session, workspace):
    gate.let(1)
    begun = monotonic()
    threading.Timer(0.05, gate.let, [1]).start()
    scanning.close()
    workspace.jobs.close()
    assert monotonic() - begun < 5
    assert session.closed_scans == 1


def test_that_opening_another_project_drops_the_running_scan(
    qtbot, scanning, gate, session, workspace, tmp_path
):
    other = tmp_path / "other"
    other.mkdir()
    second = FakeSession(other, [library(1)])
    workspace._open_session = lambda _: second
    workspace.open(other)
    gate.let(1)
    qtbot.waitUntil(lambda: workspace.snapshot.name == "other")
    gate.let(1)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    gate.let(1000)
    settle(scanning)
    assert [a.component.name for a in workspace.assessments] == ["library-00001"]
    assert session.closed_scans == 1


def test_that_a_scan_that_fails_is_said_and_leaves_what_was_known(
    qtbot, scanning, gate, session, workspace
):
    gate.let(1000)
    qtbot.waitUntil(lambda: is_scanned(workspace))

    def broken():
        raise PermissionError(13, "Permission denied", "shop")

    session.gate = broken
    with qtbot.waitSignal(workspace.failed):
        workspace.rescan()
    assert "Permission denied" in scanning.inventory.notices.texts()["failed"]
    assert len(workspace.assessments) == 200
    assert workspace.scan is None
