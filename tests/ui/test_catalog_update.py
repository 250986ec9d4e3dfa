"""Renewing the catalog from the window: previewed, written on demand, refused in words."""

import pytest
from PySide6.QtCore import Qt

from tests.knowledge.sources import GUIDE, write
from workbench.model.places import config_folder
from workbench.ui.catalog_dialog import ChangesModel


@pytest.fixture
def copy(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return write(tmp_path / "guide", GUIDE)


@pytest.fixture
def dialog(qtbot, window, copy):
    commands = window.catalog
    commands.preview(str(copy))
    qtbot.waitUntil(lambda: commands.dialog is not None)
    return commands.dialog


def test_that_the_preview_lists_every_change_and_writes_nothing(qtbot, dialog, say, qtmodeltester):
    model = ChangesModel(dialog.update_, say)
    qtmodeltester.check(model)
    assert model.rowCount() == len(dialog.update_.changes) > 100
    kinds = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert kinds == {"new", "gone", "changed"}
    assert not config_folder().exists()
    dialog.reject()


def test_that_only_the_button_writes(qtbot, window, dialog):
    target = dialog.update_.target
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.is_file)
    assert "Zephyr Proxy" in target.read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: window.catalog.dialog is None)


def test_that_a_folder_of_something_else_is_refused_without_a_dialog(qtbot, window, tmp_path):
    told = []
    window.announcer.tell_failure = told.append
    window.catalog.preview(str(tmp_path))
    qtbot.waitUntil(lambda: bool(told))
    assert "no copy of" in told[0].text
    assert window.catalog.dialog is None
