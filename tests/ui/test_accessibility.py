"""Whatever the keyboard reaches has a name, in every language and on every page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from tests.snapshots import shop
from tests.ui.builders import FakeSession
from tests.ui.conftest import is_scanned, settle
from workbench.model.language import Language
from workbench.project.table import Row, Table
from workbench.ui.failure_dialog import FailureDialog
from workbench.ui.jobs import Failure
from workbench.ui.main_window import MainWindow
from workbench.ui.problems_dialog import ProblemsDialog
from workbench.ui.software.add_dialog import AddSoftwareDialog
from workbench.ui.software.import_dialog import ImportDialog

LANGUAGES = pytest.mark.parametrize("code", ["en", "ja"])


def nameless(root):
    """Return the focusable widgets in `root` that a screen reader has no word for."""
    buddies = {label.buddy() for label in root.findChildren(QLabel) if label.buddy()}
    found = []
    for widget in root.findChildren(QWidget):
        unreachable = widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        if unreachable or not widget.isVisibleTo(root) or inside_another(widget):
            continue
        text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
        if not (widget.accessibleName() or text or widget in buddies):
            found.append(widget)
    return found


def inside_another(widget):
    """Whether it is a part that Qt made for a widget that is named itself."""
    parent = widget.parentWidget()
    parts = (QComboBox, QAbstractSpinBox, QLineEdit)
    if isinstance(parent, parts) or isinstance(widget, QScrollArea):
        return True
    return widget.objectName().startswith("qt_") or type(widget).__name__ in (
        "QHeaderView",
        "QTableCornerButton",
        "QSplitterHandle",
        "QMenuBar",
        "QMenu",
        "QListView",
        "QComboBoxListView",
        "QWidget",
        "QAbstractButton",
    )


@LANGUAGES
def test_that_everything_in_the_window_has_a_name(qtbot, theme, workspace, settings, project, code):
    workspace._open_session = lambda _: FakeSession(project, shop().assessments)
    window = MainWindow(Language(code), workspace, settings)
    qtbot.addWidget(window)
    window.show()
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    window.inventory.reveal([workspace.assessments[0].component.purl])
    settle(window)
    assert nameless(window) == []
    window.show_report()
    assert nameless(window) == []
    workspace.close()
    assert nameless(window) == []
    window.close()


@LANGUAGES
def test_that_every_dialog_opens_in_every_language_and_names_its_fields(qtbot, theme, code):
    say = Language(code)
    table = Table(
        path="bought.csv",
        header=("Product", "", "Vendor"),
        rows=(Row(2, ("Acme", "x", "Acme Inc")),),
        encoding="utf-8",
        delimiter=",",
    )
    for dialog in (
        AddSoftwareDialog(say),
        ImportDialog(table, say),
        ProblemsDialog(shop(), say),
        FailureDialog(Failure("text", "details", expected=False), say),
    ):
        qtbot.addWidget(dialog)
        dialog.open()
        assert dialog.windowTitle()
        assert nameless(dialog) == []
        dialog.reject()


def test_that_no_button_is_a_picture_alone(opened):
    for button in opened.findChildren(QAbstractButton):
        shown = button.isVisibleTo(opened)
        if shown and not button.text() and not inside_another(button):
            assert button.accessibleName(), button
            assert button.toolTip(), button
