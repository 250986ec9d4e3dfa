from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui.conftest import is_scanned
from workbench.project.recent import recent_projects, remember
from workbench.ui.start.start_page import Recent, StartPage, folder_in


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_that_a_folder_can_be_dropped_on_the_page(qtbot, say, tmp_path):
    page = StartPage(say)
    qtbot.addWidget(page)
    data = dragged(tmp_path)
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(page.project_wanted) as wanted:
        page.dropEvent(event)
    assert wanted.args == [str(tmp_path)]


def test_that_a_dropped_file_means_its_folder_and_two_mean_nothing(tmp_path):
    file = tmp_path / "pom.xml"
    file.write_text("<project/>", encoding="utf-8")
    assert folder_in(dragged(file)) == tmp_path
    assert folder_in(dragged(file, tmp_path)) is None
    assert folder_in(QMimeData()) is None


def test_that_recent_projects_open_by_click_and_by_enter(qtbot, say):
    page = StartPage(say)
    qtbot.addWidget(page)
    page.show_recent([Recent("/a/shop", "shop", missing=False)])
    row = page._recent.itemAt(0).widget()
    with qtbot.waitSignal(page.project_wanted) as wanted:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert wanted.args == ["/a/shop"]
    with qtbot.waitSignal(page.project_wanted):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_that_a_recent_project_that_is_gone_says_so_and_cannot_be_opened(qtbot, say):
    page = StartPage(say)
    qtbot.addWidget(page)
    page.show_recent([Recent("/a/shop", "shop", missing=True)])
    row = page._recent.itemAt(0).widget()
    assert not row.isEnabled()
    texts = [label.text() for label in row.findChildren(type(page._state))]
    assert "/a/shop is not there any more" in texts


def test_that_opening_a_project_remembers_it_and_offers_it_again(qtbot, window, workspace, project):
    remember(project.parent / "gone", "gone")
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    qtbot.waitUntil(lambda: len(recent_projects()) == 2)
    menu = window.actions_._menus["recent"]
    qtbot.waitUntil(lambda: any("shop" in a.text() for a in menu.actions()))
    assert not any("gone" in a.text() for a in menu.actions())
    window.actions_["close-project"].trigger()
    assert window.pages.currentWidget() is window.start
    assert not workspace.assessments


def test_that_the_sample_is_copied_before_it_is_opened(qtbot, window, workspace):
    from workbench.engine.session import Session
    from workbench.model.places import state_folder
    from workbench.model.resources import resources

    workspace._open_session = Session.open
    window.start.sample_button.click()
    qtbot.waitUntil(lambda: is_scanned(workspace), timeout=30_000)
    assert workspace.project == state_folder().resolve() / "sample-project"
    assert workspace.project != resources() / "sample-project"
    assert len(workspace.assessments) > 10
