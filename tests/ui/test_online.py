"""Checking online from the window: shown first, agreed to, stopped, and what comes of it."""

import socket
import threading

import pytest
from PySide6.QtCore import Qt

from workbench.engine.online import Ask
from workbench.engine.session import Session
from workbench.model.status import Status


@pytest.fixture
def dialog(opened, window, qtbot):
    window.online.ask()
    qtbot.waitUntil(lambda: window.online.dialog.model.rowCount() == 2)
    return window.online.dialog


def test_that_whom_it_asks_is_shown_before_anything_is_sent(dialog, session):
    rows = dialog.model._rows
    assert rows[0] == ("docker.io", "14", "sends on to auth.docker.io")
    assert rows[1] == ("registry.example:5000", "3", "with your login, by plain HTTP if need be")
    assert "6 are not asked about" in dialog.left_out.text()
    assert session.asked == []


def test_that_a_dialog_that_is_left_sends_nothing(dialog, window, session):
    dialog.reject()
    assert window.online.dialog is None
    assert session.asked == []


def test_that_answers_count_once_they_are_in(dialog, window, workspace, session, qtbot):
    with qtbot.waitSignal(workspace.looked_up):
        qtbot.mouseClick(dialog.check, Qt.MouseButton.LeftButton)
    assert session.asked == [Ask(registries=True, engine=False, inside=False)]
    (image,) = [a for a in workspace.assessments if a.component.name == "golang"]
    assert image.status is Status.BLOCKED
    assert "checked online" in window.inventory.header.state.text()
    assert "17 were asked about" in window.inventory.notices.texts()["looked-up"]


def test_that_what_was_not_learnt_is_said(dialog, window, workspace, session, qtbot):
    session.unanswered = 2
    with qtbot.waitSignal(workspace.looked_up):
        dialog.accept()
    assert "Nothing was learnt of 2 of the 17" in window.inventory.notices.texts()["looked-up"]


def test_that_boxes_change_the_plan(dialog, qtbot):
    dialog.inside.setChecked(True)
    dialog.registries.setChecked(False)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    assert not dialog.check.isEnabled()
    assert not dialog.inside.isEnabled()
    assert not dialog.inside.isChecked()
    assert dialog.left_out.text().startswith("There is nobody to ask")


def test_that_a_look_up_can_be_stopped(dialog, window, workspace, session, qtbot):
    gate, reached = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        gate.wait(10)

    session.gate = hold
    dialog.accept()
    qtbot.waitUntil(reached.is_set)
    assert window.inventory.header.state.text().startswith("Checking online")
    window.actions_["stop-scan"].trigger()
    gate.set()
    qtbot.waitUntil(lambda: workspace.scan is None)
    assert "offline" in window.inventory.header.state.text()


def test_that_nothing_is_asked_while_a_scan_runs(opened, window, workspace, session, qtbot):
    gate = threading.Event()
    session.gate = lambda: gate.wait(10)
    workspace.rescan()
    window.online.ask()
    assert window.online.dialog is None
    gate.set()
    qtbot.waitUntil(lambda: workspace.scan is None)


def test_that_a_registry_that_does_not_answer_leaves_the_status_and_says_why(
    window, workspace, project, qtbot, monkeypatch, tmp_path
):
    """With the real session: the port was free a moment ago, and nobody listens."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (project / "Dockerfile").write_text(f"FROM localhost:{port}/base:1\n", encoding="utf-8")
    workspace._open_session = Session.open
    workspace.open(project)
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.scan is None)
    before = {a.component.purl: a.status for a in workspace.assessments}
    with qtbot.waitSignal(workspace.looked_up, timeout=30_000):
        workspace.look_up(Ask())
    (image,) = [a for a in workspace.assessments if a.component.name.startswith("localhost:")]
    assert {a.component.purl: a.status for a in workspace.assessments} == before
    assert any(str(port) in (e.origin + e.text) for e in image.evidence)
    assert "Nothing was learnt of 1 of the 1" in window.inventory.notices.texts()["looked-up"]
