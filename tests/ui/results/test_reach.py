"""Whatever the keyboard reaches in the place Tests has a name."""

import pytest

from tests.ui.results.builders import FakeStore
from tests.ui.test_accessibility import nameless
from workbench.model.language import Language
from workbench.ui.tests.import_dialog import ImportResultsDialog


@pytest.mark.parametrize("view", range(4))
def test_that_all_of_a_view_has_names(tested, view):
    tested.tests.tabs.setCurrentIndex(view)
    assert not nameless(tested.tests)


def test_that_the_empty_state_has_names(opened):
    opened.desk.use_store(lambda _session: FakeStore())
    opened.show_tests()
    assert not nameless(opened.tests)


def test_that_the_import_has_names(qtbot, opened):
    dialog = ImportResultsDialog(opened.desk, Language("ja"), opened)
    dialog.show()
    assert not nameless(dialog)
    dialog.reject()
