import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.snapshots import shop
from workbench.model.component import Kind
from workbench.project.purchased import Purchased
from workbench.project.table import read_table
from workbench.ui.failure_dialog import FailureDialog
from workbench.ui.jobs import Failure
from workbench.ui.problems_dialog import ProblemsModel
from workbench.ui.software.add_dialog import AddSoftwareDialog
from workbench.ui.software.import_dialog import ImportDialog


def test_that_a_product_needs_a_name(qtbot, say):
    dialog = AddSoftwareDialog(say)
    qtbot.addWidget(dialog)
    assert not dialog.add.isEnabled()
    dialog.name.setText("  ")
    assert not dialog.add.isEnabled()


def test_that_what_was_typed_becomes_an_entry(qtbot, say):
    dialog = AddSoftwareDialog(say)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.name.setText("Acme SDK")
    dialog.vendor.setText("Acme")
    dialog.kind.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.added) as added:
        qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert added.args == [(Purchased(name="Acme SDK", vendor="Acme", kind=Kind.AGENT),)]


def test_that_a_name_without_a_letter_is_refused_in_words(qtbot, say):
    dialog = AddSoftwareDialog(say)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.name.setText("---")
    dialog._on_add()
    assert "letter or a digit" in dialog._message.text()
    assert dialog.isVisible()
    dialog.reject()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "bought.csv"
    path.write_text("製品名,ベンダー,版\nAcme SDK,Acme,2.3\n,Nobody,1\n", encoding="cp932")
    return read_table(path)


def test_that_an_import_guesses_the_columns_and_previews_the_rows(qtbot, say, table):
    dialog = ImportDialog(table, say)
    qtbot.addWidget(dialog)
    assert dialog.mapping() == {"name": 0, "vendor": 1, "version": 2}
    assert dialog.add.text() == "Add 1"
    assert "Line 3" in dialog._message.text()
    with qtbot.waitSignal(dialog.added) as added:
        dialog._on_add()
    assert added.args == [{"name": "製品名", "vendor": "ベンダー", "version": "版"}]


def test_that_without_a_column_for_the_name_nothing_can_be_added(qtbot, say, table):
    dialog = ImportDialog(table, say)
    qtbot.addWidget(dialog)
    dialog.columns["name"].setCurrentIndex(0)
    assert not dialog.add.isEnabled()
    assert "name of the product" in dialog._message.text()


def test_that_problems_come_before_what_was_left_out(say, qtmodeltester):
    snapshot = shop()
    model = ProblemsModel(snapshot, say)
    qtmodeltester.check(model)
    coverage = snapshot.coverage
    assert model.rowCount() == len(snapshot.notices) + len(coverage.problems) + len(
        coverage.omitted
    )
    assert model.data(model.index(model.rowCount() - 1, 1)).startswith("Left out")


def test_that_a_fault_can_be_copied_with_the_versions(qtbot, say):
    dialog = FailureDialog(Failure("KeyError: 'x'", "Traceback ...", expected=False), say)
    qtbot.addWidget(dialog)
    dialog.copy()
    copied = QApplication.clipboard().text()
    assert "PySide6" in copied
    assert "Traceback" in copied
