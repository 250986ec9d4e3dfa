from PySide6.QtCore import Qt

from tests.snapshots import shop
from tests.ui.builders import library, small_inventory
from workbench.model.status import Status
from workbench.ui.inventory.arrangement import Arrangement
from workbench.ui.inventory.query import Query, parse
from workbench.ui.inventory.tree_model import COLUMNS, TreeModel

NONE = frozenset()


def test_that_the_model_keeps_qts_rules(qtmodeltester, say):
    arrangement = Arrangement(say)
    arrangement.take(shop().assessments)
    model = TreeModel(say)
    qtmodeltester.check(model)
    model.show(arrangement.rows(Query(), NONE, NONE))
    model.show(arrangement.rows(parse("status:blocked"), NONE, NONE))
    model.show([])


def test_that_every_cell_speaks_to_a_screen_reader(say):
    arrangement = Arrangement(say)
    arrangement.take(shop().assessments)
    model = TreeModel(say)
    model.show(arrangement.rows(Query(), NONE, NONE))
    for row in range(model.rowCount()):
        for column in range(len(COLUMNS)):
            spoken = model.data(model.index(row, column), Qt.ItemDataRole.AccessibleTextRole)
            assert spoken.startswith(model.headerData(column, Qt.Orientation.Horizontal))


def test_that_a_presumed_status_is_spoken_as_presumed(say):
    arrangement = Arrangement(say)
    arrangement.take(shop().assessments)
    model = TreeModel(say)
    model.show(arrangement.rows(parse("axios"), NONE, NONE))
    last = model.index(model.rowCount() - 1, 2)
    assert model.data(last, Qt.ItemDataRole.AccessibleTextRole) == "ARM64: Ready, presumed"


def test_that_a_hundred_thousand_components_are_rows_and_can_be_filtered(say):
    statuses = tuple(Status)
    arrangement = Arrangement(say)
    arrangement.take([library(n, statuses[n % 7]) for n in range(100_000)])
    rows = arrangement.rows(Query(), NONE, NONE)
    assert len(rows) == 100_002
    model = TreeModel(say)
    model.show(rows)
    assert model.rowCount() == 100_002
    assert model.number_of(rows[-1].key) == 100_001
    assert len(arrangement.rows(parse("library-99999"), NONE, NONE)) == 3
    assert len(arrangement.rows(parse("status:blocked"), NONE, NONE)) == 14_286 + 2


def test_that_the_words_of_a_row_come_from_the_language(say):
    from workbench.model.language import Language

    japanese = Language("ja")
    arrangement = Arrangement(japanese)
    arrangement.take(small_inventory())
    model = TreeModel(japanese)
    model.show(arrangement.rows(Query(), NONE, NONE))
    assert model.headerData(0, Qt.Orientation.Horizontal) == "ソフトウェア"
    assert "ダウンロードしたソフトウェア" in model.data(model.index(0, 0))
