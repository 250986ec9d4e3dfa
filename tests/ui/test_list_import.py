"""Importing lists in the window, on a real project."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui.conftest import is_scanned, settle
from workbench.engine.session import Session
from workbench.ui.software.import_dialog import ImportDialog
from workbench.ui.software.imported_dialog import ImportedListsDialog
from workbench.ui.software.list_dialog import ImportListsDialog
from workbench.ui.workspace import Workspace

HOSTS = Path(__file__).parent.parent / "fixtures" / "hosts"


@pytest.fixture
def workspace(jobs) -> Workspace:
    return Workspace(jobs, Session.open)


def dialog_on(qtbot, opened, *paths: Path) -> ImportListsDialog:
    opened.lists.look_at(paths)
    dialog = opened.findChildren(ImportListsDialog)[0]
    qtbot.waitUntil(lambda: len(dialog.model.rows) == len(paths))
    return dialog


def wait_for(qtbot, workspace, purl: str, there: bool = True) -> None:
    def state() -> bool:
        return is_scanned(workspace) and there is any(
            a.component.purl == purl for a in workspace.assessments
        )

    qtbot.waitUntil(state, timeout=20_000)


def test_that_a_list_without_a_host_is_not_imported_before_one_is_named(qtbot, opened, workspace):
    dialog = dialog_on(qtbot, opened, HOSTS / "rpm-qa.txt")
    assert not dialog.take.isEnabled()
    assert "name the host" in dialog.message.text()
    qtbot.keyClicks(dialog.host, "web-1")
    assert dialog.take.isEnabled()
    qtbot.keyClick(dialog.host, Qt.Key.Key_Return)
    wait_for(qtbot, workspace, "pkg:rpm/amzn/curl@8.3.0-1.amzn2.0.5")
    (found,) = (a.component for a in workspace.assessments if a.component.name == "curl")
    assert found.hosts == ("web-1",)
    opened.inventory.reveal([found.purl])
    settle(opened)
    opened.changes.undo()
    wait_for(qtbot, workspace, found.purl, there=False)
    opened.changes.redo()
    wait_for(qtbot, workspace, found.purl)


def test_that_what_cannot_be_read_says_why_and_stays_out(qtbot, opened, tmp_path):
    odd = tmp_path / "letter.txt"
    odd.write_text("Dear colleague,\n")
    dialog = dialog_on(qtbot, opened, odd, HOSTS / "ssm-entries.json")
    errors = [row.looked.error for row in dialog.model.rows if row.looked.error]
    assert len(errors) == 1
    assert "no list of software" in errors[0]
    assert "stay out: 1" in dialog.message.text()
    assert dialog.take.isEnabled()
    dialog.reject()


def test_that_a_dropped_table_asks_for_its_columns_and_is_kept(qtbot, opened, workspace, tmp_path):
    path = tmp_path / "bought.csv"
    path.write_text("製品名,ベンダー,版\nAcme SDK,Acme,2.3\n", encoding="cp932")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    opened.dropEvent(drop)
    dialog = opened.findChildren(ImportListsDialog)[0]
    qtbot.waitUntil(lambda: dialog.take.isEnabled())
    dialog._on_take()
    qtbot.waitUntil(lambda: bool(opened.findChildren(ImportDialog)))
    opened.findChildren(ImportDialog)[0]._on_add()
    wait_for(qtbot, workspace, "pkg:generic/acme/acme-sdk@2.3")
    assert workspace._session.folder.settings.columns["name"] == "製品名"


def test_that_an_imported_list_is_taken_away_and_brought_back(qtbot, opened, workspace):
    purl = "pkg:deb/debian/adduser@3.134"
    dialog = dialog_on(qtbot, opened, HOSTS / "dpkg-list.txt")
    dialog.host.setText("web-1")
    dialog._on_host("web-1")
    dialog._on_take()
    wait_for(qtbot, workspace, purl)
    opened.lists.show_imported()
    qtbot.waitUntil(lambda: bool(opened.findChildren(ImportedListsDialog)))
    shown = opened.findChildren(ImportedListsDialog)[0]
    shown.table.selectRow(0)
    shown._on_remove()
    wait_for(qtbot, workspace, purl, there=False)
    opened.changes.undo()
    wait_for(qtbot, workspace, purl)
    shown.reject()
