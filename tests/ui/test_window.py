"""The main job, by keyboard alone, against a session without a disk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from tests.snapshots import shop
from tests.ui.builders import FakeSession, library, small_inventory
from tests.ui.conftest import is_scanned, settle
from workbench.model.decision import Action
from workbench.model.status import Status
from workbench.ui.inventory.rows import ComponentRow, GroupRow

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def choose(window, *names):
    purls = [
        a.component.purl
        for a in window.inventory._workspace.assessments
        if a.component.name in names
    ]
    window.inventory.reveal(purls)
    settle(window)
    return purls


def assessment(window, name):
    return next(a for a in window.inventory._workspace.assessments if a.component.name == name)


def record(qtbot, window, reason="Because it was tested."):
    form = window.inventory.detail.form
    form.rationale.setPlainText(reason)
    with qtbot.waitSignal(window.inventory._workspace.settled):
        qtbot.keyClick(form.rationale, Key.Key_Return, CTRL)
    settle(window)


def test_that_the_start_page_shows_while_nothing_is_open(window):
    assert window.pages.currentWidget() is window.start
    assert not window.rail.isVisible()


def test_that_an_opened_project_shows_its_inventory(opened, project):
    assert opened.pages.currentWidget() is opened.inventory
    assert opened.windowTitle().startswith("shop")
    assert opened.inventory.header.name.text() == "shop"
    assert "1,204 files" in opened.inventory.header.state.text()
    assert opened.inventory.browser.view.hasFocus()


def test_that_the_strip_counts_what_the_summary_counts(opened, workspace):
    texts = [button.text() for _, button in opened.inventory.strip._counts]
    assert texts == [
        "1 Blocked",
        "1 Change",
        "1 Rebuild",
        "1 Upgrade",
        "2 Unknown",
        "2 Ready",
        "1 Not applicable",
    ]
    assert sum(workspace.summary.by_status.values()) == 9


def test_that_a_count_filters_and_the_same_again_shows_all(qtbot, opened):
    button = opened.inventory.strip._counts[0][1]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.inventory.browser.search.text() == "status:blocked"
    assert button.isChecked()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.inventory.browser.search.text() == ""


def test_that_a_status_a_reason_and_enter_decide(qtbot, opened, session):
    choose(opened, "library-00004")
    view = opened.inventory.browser.view
    view.setFocus()
    qtbot.keyClick(view, Key.Key_3)
    form = opened.inventory.detail.form
    assert form.rationale.hasFocus()
    assert form.ruling().status is Status.REBUILD
    record(qtbot, opened)
    assert assessment(opened, "library-00004").status is Status.REBUILD
    assert [d.status for d in session.journal] == [Status.REBUILD]
    assert view.hasFocus()


def test_that_no_decision_is_recorded_without_a_reason(qtbot, opened, session):
    choose(opened, "library-00004")
    form = opened.inventory.detail.form
    assert not form.record.isEnabled()
    form.rationale.setPlainText("   ")
    qtbot.keyClick(form.rationale, Key.Key_Return, CTRL)
    settle(opened)
    assert session.journal == []


def test_that_a_review_date_must_be_a_date(opened):
    choose(opened, "library-00004")
    form = opened.inventory.detail.form
    form.rationale.setPlainText("Later.")
    form.review_by.setText("next week")
    assert not form.record.isEnabled()
    assert "date" in form.message.text()
    form.review_by.setText("2027-03-31")
    assert form.record.isEnabled()


def test_that_one_form_decides_for_all_that_is_selected_and_says_what_it_replaces(
    qtbot, opened, session
):
    choose(opened, "library-00001")
    record(qtbot, opened)
    choose(opened, "library-00001", "library-00002", "library-00003")
    form = opened.inventory.detail.form
    form.action.setCurrentIndex(tuple(Action).index(Action.TEST))
    form.rationale.setPlainText("One for all.")
    assert form.record.text() == "Record 3 decisions"
    assert "3 components" in form.message.text()
    assert "replaced: 1" in form.message.text()
    record(qtbot, opened, "One for all.")
    assert len(session.journal) == 4
    assert {d.action for d in session.journal[1:]} == {Action.TEST}


def test_that_a_selected_group_stands_for_its_members(opened):
    browser = opened.inventory.browser
    browser.view.go_to(("downloaded", "library"))
    settle(opened)
    assert len(browser.selected()) == 7
    assert opened.inventory.detail.name.text() == "7 components"


def test_that_undo_withdraws_and_redo_records_again_and_history_only_grows(
    qtbot, opened, session, workspace
):
    choose(opened, "library-00004")
    record(qtbot, opened)
    choose(opened, "library-00001")
    for act, expected, length in (
        ("undo", Status.BLOCKED, 2),
        ("redo", Status.BLOCKED, 3),
        ("undo", Status.BLOCKED, 4),
    ):
        with qtbot.waitSignal(workspace.settled):
            opened.actions_[act].trigger()
        settle(opened)
        assert assessment(opened, "library-00004").status is expected
        assert len(session.journal) == length
        assert opened.inventory.purls() == ("pkg:pypi/library-00004@1.4",)
    decided = assessment(opened, "library-00004").decision
    assert decided is None


def test_that_undo_pressed_twice_at_once_undoes_two_changes(qtbot, opened, session, workspace):
    for name in ("library-00001", "library-00002"):
        choose(opened, name)
        record(qtbot, opened)
    opened.actions_["undo"].trigger()
    opened.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: workspace.summary.decided == 0)
    assert not workspace.undo.canUndo()


def test_that_a_decision_that_cannot_be_written_is_said_and_can_be_tried_again(
    qtbot, opened, session, workspace
):
    choose(opened, "library-00004")
    session.fail = "decisions.jsonl: the disk is full: make room, then record it again"
    record(qtbot, opened, "Tested on arm64.")
    assert not workspace.undo.canUndo()
    assert "the disk is full" in opened.inventory.notices.texts()["failed"]
    choose(opened, "library-00001")
    choose(opened, "library-00004")
    assert opened.inventory.detail.form.ruling().rationale == "Tested on arm64."
    session.fail = ""
    opened.inventory.detail.form.send()
    qtbot.waitUntil(lambda: len(session.journal) == 1)
    qtbot.waitUntil(workspace.undo.canUndo)


def test_that_a_failed_undo_leaves_the_decision_standing(qtbot, opened, session, workspace):
    choose(opened, "library-00004")
    record(qtbot, opened)
    session.fail = "decisions.jsonl: the disk is full"
    with qtbot.waitSignal(workspace.settled):
        opened.actions_["undo"].trigger()
    settle(opened)
    assert workspace.undo.canUndo()
    assert assessment(opened, "library-00004").decision is not None


def test_that_withdrawing_brings_back_what_the_evidence_says(qtbot, opened, workspace):
    choose(opened, "library-00004")
    opened.inventory.choose_status(Status.READY)
    record(qtbot, opened)
    with qtbot.waitSignal(workspace.settled):
        opened.actions_["withdraw"].trigger()
    assert assessment(opened, "library-00004").status is Status.BLOCKED
    assert workspace.undo.undoText().startswith("withdrawal")


def test_that_next_undecided_visits_everything_to_review_and_then_says_so(qtbot, opened):
    seen = set()
    for _ in range(6):
        opened.actions_["next-undecided"].trigger()
        settle(opened)
        seen.update(opened.inventory.purls())
    assert len(seen) == 6
    opened.inventory.browser.search.setText("status:ready")
    opened.actions_["next-undecided"].trigger()
    assert "all-decided" in opened.inventory.notices.texts()


def test_that_arrow_keys_fold_and_climb(qtbot, opened):
    browser, view = opened.inventory.browser, opened.inventory.browser.view
    choose(opened, "golang")
    row = browser.model.row(view.currentIndex().row())
    before = browser.model.rowCount()
    qtbot.keyClick(view, Key.Key_Right)
    assert browser.model.rowCount() == before + 2
    qtbot.keyClick(view, Key.Key_Left)
    assert browser.model.rowCount() == before
    qtbot.keyClick(view, Key.Key_Left)
    assert browser.model.row(view.currentIndex().row()).key == row.key[:-1]
    qtbot.keyClick(view, Key.Key_Left)
    assert browser.model.rowCount() == before - 1


def test_that_enter_goes_to_the_form_and_escape_back(qtbot, opened):
    choose(opened, "golang")
    view = opened.inventory.browser.view
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Return)
    assert opened.inventory.detail.form.rationale.hasFocus()
    qtbot.keyClick(opened.inventory.detail.form.rationale, Key.Key_Escape)
    assert view.hasFocus()


def test_that_digits_typed_into_the_reason_are_text(qtbot, opened):
    choose(opened, "library-00004")
    opened.inventory.go_to_form()
    form = opened.inventory.detail.form
    before = form.ruling().status
    qtbot.keyClicks(form.rationale, "1n 27")
    assert form.rationale.toPlainText() == "1n 27"
    assert form.ruling().status is before


def test_that_what_was_typed_survives_a_look_elsewhere(opened):
    choose(opened, "library-00004")
    opened.inventory.detail.form.rationale.setPlainText("Half a thou")
    choose(opened, "library-00001")
    assert opened.inventory.detail.form.rationale.toPlainText() == ""
    choose(opened, "library-00004")
    assert opened.inventory.detail.form.rationale.toPlainText() == "Half a thou"


def test_that_a_rescan_keeps_selection_folding_filter_and_scroll(qtbot, opened, workspace, session):
    session.found = (*small_inventory(), *(library(n) for n in range(100, 400)))
    workspace.rescan()
    qtbot.waitUntil(lambda: is_scanned(workspace))
    browser, view = opened.inventory.browser, opened.inventory.browser.view
    opened.resize(1200, 700)
    choose(opened, "library-00300")
    settle(opened)
    browser._on_toggled(("purchased",))
    row, bar = view.currentIndex().row(), view.verticalScrollBar().value()
    y = view.visualRect(view.currentIndex()).y()
    session.found = (*session.found, *(library(n) for n in range(20, 60)))
    workspace.rescan()
    qtbot.waitUntil(lambda: is_scanned(workspace) and len(workspace.assessments) == 349)
    settle(opened)
    assert opened.inventory.purls() == ("pkg:pypi/library-00300@1.300",)
    assert view.currentIndex().row() == row + 40
    assert view.verticalScrollBar().value() > bar
    assert view.visualRect(view.currentIndex()).y() == y
    groups = {r.key: r.folded for r in browser.rows() if isinstance(r, GroupRow)}
    assert groups["purchased",] is True


def test_that_a_filter_without_hits_says_so_and_can_be_cleared(qtbot, opened):
    browser = opened.inventory.browser
    qtbot.keyClicks(browser.search, "zzz colour:red")
    assert browser.stack.currentWidget() is browser.empty
    assert browser.message.text() == "Not understood: colour:"
    qtbot.mouseClick(browser.empty.button, Qt.MouseButton.LeftButton)
    assert browser.stack.currentWidget() is browser.view
    assert not browser.message.isVisible()


def test_that_an_empty_project_is_called_not_assessed(qtbot, window, workspace, project):
    workspace._open_session = lambda _: FakeSession(project)
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    settle(window)
    empty = window.inventory.browser.empty
    assert empty.isVisible()
    assert empty._title.text() == "Nothing recognised: not assessed"
    assert "Dockerfile" in empty._text.text()
    assert not window.inventory.strip.isVisible()


def test_that_a_read_only_project_says_so_before_anything_is_typed(
    qtbot, window, workspace, project
):
    workspace._open_session = lambda _: FakeSession(project, small_inventory(), writable=False)
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    choose(window, "golang")
    assert "read-only" in window.inventory.notices.texts()["read-only"]
    assert not window.inventory.detail.form.rationale.isEnabled()
    assert "read-only" in window.inventory.detail.form.message.text()
    assert not window.actions_["record"].isEnabled()


def test_that_a_folder_that_cannot_be_opened_is_said_on_the_start_page(
    qtbot, window, workspace, tmp_path
):
    from workbench.ui.workspace import _open_session

    workspace._open_session = _open_session
    with qtbot.waitSignal(workspace.failed):
        window.projects.open_path(str(tmp_path / "nowhere"))
    assert "no such folder" in window.start.notices.texts()["failed"]
    assert not window.start._state.isVisible()


def test_that_a_change_by_another_program_is_noticed_and_can_be_reloaded(
    qtbot, opened, workspace, project
):
    own = project / ".workbench"
    own.mkdir()
    (own / "decisions.jsonl").write_text("{}\n", encoding="utf-8")
    with qtbot.waitSignal(workspace.changed_on_disk):
        workspace.look_at_disk()
    notices = opened.inventory.notices
    assert "Another program" in notices.texts()["changed"]
    with qtbot.waitSignal(workspace.opened):
        qtbot.mouseClick(notices._shown["changed"].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_scanned(workspace))


def test_that_every_group_can_be_closed_and_opened_at_once(opened):
    browser = opened.inventory.browser
    opened.actions_["collapse-all"].trigger()
    assert [row.title for row in browser.rows()] == ["Downloaded", "Purchased"]
    opened.actions_["expand-all"].trigger()
    assert sum(isinstance(row, ComponentRow) for row in browser.rows()) == 9


def test_that_the_package_url_is_copied_as_it_is(opened):
    choose(opened, "library-00004")
    opened.actions_["copy-purl"].trigger()
    assert QApplication.clipboard().text() == "pkg:pypi/library-00004@1.4"


def test_that_the_source_is_shown_at_the_line(qtbot, opened):
    preview = opened.inventory.preview
    with qtbot.waitSignal(preview.shown):
        choose(opened, "library-00004")
    assert preview.text.textCursor().block().text() == "library-00004==1.4"


def test_that_what_the_window_looked_like_is_remembered(qtbot, opened, settings, say, workspace):
    opened.resize(782, 641)
    opened.actions_["group-status"].trigger()
    opened.actions_["show-source"].trigger()
    opened.memory.keep()
    from workbench.ui.main_window import MainWindow

    again = MainWindow(say, workspace, settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (782, 641)
    assert again.actions_["group-status"].isChecked()
    assert again.inventory.browser.grouping.currentData() == "status"
    assert not again.actions_["show-source"].isChecked()


@pytest.mark.parametrize("grouping", ["status", "file", "origin"])
def test_that_the_selection_survives_another_grouping(opened, grouping):
    choose(opened, "golang")
    opened.actions_[f"group-{grouping}"].trigger()
    settle(opened)
    assert opened.inventory.purls() == ("pkg:docker/golang@1.20",)


def test_that_everything_of_a_rich_inventory_can_be_looked_at(qtbot, window, workspace, project):
    workspace._open_session = lambda _: FakeSession(project, shop().assessments)
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    browser = window.inventory.browser
    for row in list(browser.rows()):
        browser.view.go_to(row.key)
        settle(window)
    assert Path(workspace.snapshot.root) == project


def test_that_a_completed_field_word_is_chosen_by_enter(qtbot, opened):
    search = opened.inventory.browser.search
    search.setFocus()
    qtbot.keyClicks(search, "status:blo")
    popup = search._completer.popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    assert search.text() == "status:blocked "
    assert search.hasFocus()
    assert not popup.isVisible()


def test_that_a_standing_decision_is_not_recorded_again_unchanged(qtbot, opened):
    choose(opened, "library-00004")
    record(qtbot, opened)
    choose(opened, "library-00001")
    choose(opened, "library-00004")
    form = opened.inventory.detail.form
    assert not form.record.isEnabled()
    form.owner.setText("platform")
    assert form.record.isEnabled()


def test_that_a_closed_window_does_not_ask_a_stack_of_changes_that_is_gone(
    qtbot, window, workspace
):
    workspace.undo.push(QUndoCommand("a change"))
    window.close()
    with qtbot.capture_exceptions() as exceptions:
        delete(workspace)
    assert exceptions == []
