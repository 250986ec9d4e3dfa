"""The place "Infrastructure": what is proposed, what is chosen of it, and what is written."""

import subprocess

import pytest
from PySide6.QtCore import Qt

from tests.infrastructure import compute, proposed, write_infrastructure
from tests.ui.builders import FakeSession
from workbench.ui.infrastructure.changes_model import CHANGE, ChangesModel
from workbench.ui.infrastructure.infrastructure_page import WITHOUT_COUNTERPART
from workbench.ui.inventory.rows import ComponentRow


@pytest.fixture
def shown(window, workspace, project, qtbot):
    write_infrastructure(project)
    session = FakeSession(project, compute(), changes=proposed())
    workspace._open_session = lambda _: session
    workspace.open(project)
    qtbot.waitUntil(lambda: bool(window.infrastructure.patch.data), timeout=5000)
    window.show_infrastructure()
    return window.infrastructure


def rows(page):
    return [c.id for c in page.model.changes]


def test_that_changes_stand_in_the_order_of_the_files(shown):
    assert rows(shown) == ["instance-type", "ami", *["instance-type"] * 2, "lambda-architecture"]
    assert shown.answer.text() == "4 of 5 changes are in the diff, in 2 files"


def test_that_the_model_is_sound(shown, qtmodeltester):
    qtmodeltester.check(shown.model)


def test_that_the_diff_is_what_git_applies(shown, project):
    patch = project.parent / "change.diff"
    patch.write_bytes(shown.patch.data)
    subprocess.run(["git", "apply", str(patch)], cwd=project, check=True)
    text = (project / "infra" / "main.tf").read_text(encoding="utf-8")
    assert '"m8g.2xlarge"' in text
    assert '"p4d.24xlarge"' in text
    assert "- arm64" in (project / "template.yaml").read_text(encoding="utf-8")
    assert shown.diff.toPlainText() == shown.patch.data.decode()


def test_that_what_is_left_out_is_not_in_the_diff_and_stays_out_after_a_scan(
    shown, workspace, qtbot
):
    box = shown.model.index(0, CHANGE)
    shown.model.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    qtbot.waitUntil(lambda: b"m8g.2xlarge" not in shown.patch.data)
    assert b"t4g.micro" in shown.patch.data
    with qtbot.waitSignal(workspace.changed):
        workspace.rescan()
    qtbot.waitUntil(lambda: workspace.scan is None)
    assert len(shown.model.chosen) == 3


def test_that_space_leaves_out_all_that_is_selected_and_takes_it_in_again(shown, qtbot):
    shown.table.selectAll()
    qtbot.keyClick(shown.table, Qt.Key.Key_Space)
    assert shown.model.chosen == ()
    qtbot.waitUntil(lambda: not shown.patch.data)
    assert not shown.save_button.isEnabled()
    qtbot.keyClick(shown.table, Qt.Key.Key_Space)
    assert len(shown.model.chosen) == 4


def test_that_a_filter_shows_less_and_leaves_the_diff_alone(shown, qtbot):
    before = shown.patch.data
    qtbot.keyClicks(shown.filter, "db. main.TF")
    assert [c.line for c in shown.model.changes] == [13]
    assert len(shown.model.chosen) == 4
    assert shown.patch.data == before
    shown.filter.setText("nothing like it")
    assert shown.model.changes == ()
    shown.filter.clear()
    assert len(shown.model.changes) == 5


def test_that_space_leaves_out_only_what_the_filter_shows(shown, qtbot):
    shown.filter.setText("template.yaml")
    shown.table.selectAll()
    qtbot.keyClick(shown.table, Qt.Key.Key_Space)
    assert [c.path for c in shown.model.chosen] == ["infra/main.tf"] * 3
    qtbot.waitUntil(lambda: b"template.yaml" not in shown.patch.data)


def test_that_a_change_for_a_person_has_no_box(shown):
    by_hand = shown.model.index(1, CHANGE)
    assert by_hand.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not shown.model.setData(by_hand, 2, Qt.ItemDataRole.CheckStateRole)


def test_that_the_detail_says_who_uses_a_value_and_what_to_check(shown):
    shown.table.selectRow(0)
    assert "aws_autoscaling_group.workers" in shown.detail._uses.text()
    assert not shown.detail._doubts.isVisibleTo(shown)
    shown.table.selectRow(3)
    assert "engine version" in shown.detail._doubts.text()


def test_that_what_does_not_fit_the_file_any_more_is_named(shown, project, qtbot):
    (project / "infra" / "main.tf").write_text("", encoding="utf-8")
    shown._make_diff()
    qtbot.waitUntil(lambda: "left-out" in shown.notices.texts())
    shown.table.selectRow(0)
    assert "has no line 3" in shown.detail._left_out.text()
    assert b"arm64" in shown.patch.data


def test_that_what_nothing_stands_for_leads_to_the_inventory(shown, window):
    assert "1 without" in shown.rest.text()
    shown.rest.linkActivated.emit(WITHOUT_COUNTERPART)
    assert window.pages.currentWidget() is window.inventory
    query = window.inventory.browser.query
    assert not query.unknown
    kept = query.select([ComponentRow(a, (), a.component.occurrences[0]) for a in compute()])
    assert [row.assessment.component.name for row in kept] == ["p4d.24xlarge"]


def test_that_another_generation_can_be_preferred_and_that_be_undone(shown, workspace, qtbot):
    shown.generation_wanted.emit("Graviton3")
    qtbot.waitUntil(lambda: workspace.undo.count() == 1)
    assert shown.generation.currentText() == "Graviton3"
    workspace.undo.undo()
    qtbot.waitUntil(lambda: workspace.generation == "Graviton4")
    qtbot.waitUntil(lambda: shown.generation.currentText() == "Graviton4")


def test_that_a_setting_that_cannot_be_kept_leaves_the_choice_as_it_was(shown, workspace, qtbot):
    workspace._session.fail = "cannot be written: free some room"
    shown.generation.setCurrentText("Graviton3")
    with qtbot.waitSignal(workspace.failed):
        shown.generation_wanted.emit("Graviton3")
    assert shown.generation.currentText() == "Graviton4"
    assert workspace.undo.count() == 0


def test_that_the_diff_is_written_byte_for_byte(shown, window, tmp_path, qtbot):
    window.exports._diff = shown.patch.data
    window.exports.write("diff", tmp_path / "arm64.diff", "en")
    qtbot.waitUntil(lambda: (tmp_path / "arm64.diff").exists())
    assert (tmp_path / "arm64.diff").read_bytes() == shown.patch.data


def test_that_a_project_without_changes_says_so(window, workspace, project, qtbot):
    workspace._open_session = lambda _: FakeSession(project, compute()[3:4])
    workspace.open(project)
    qtbot.waitUntil(lambda: workspace.snapshot is not None and workspace.scan is None)
    window.show_infrastructure()
    assert window.infrastructure._stack.currentWidget() is window.infrastructure.empty


def test_that_the_order_does_not_hang_on_that_of_the_scan(qtbot):
    from workbench.model.language import Language

    one, other = ChangesModel(Language("en")), ChangesModel(Language("en"))
    one.show(tuple(proposed()))
    other.show(tuple(reversed(proposed())))
    assert one.changes == other.changes
