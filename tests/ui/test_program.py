"""The whole program: language, appearance, and errors that nobody caught."""

import sys

from PySide6.QtCore import Qt

from tests.ui.builders import FakeSession, small_inventory
from tests.ui.conftest import is_scanned, settle
from workbench.ui.colours import DARK, LIGHT, scheme_of


def opened(qtbot, start_program, project, **options):
    session = FakeSession(project, small_inventory())
    program = start_program(open_session=lambda _: session, **options)
    program.show(project)
    qtbot.waitUntil(lambda: is_scanned(program.workspace))
    settle(program.window)
    return program


def test_that_another_language_takes_over_at_once_and_loses_nothing(qtbot, start_program, project):
    program = opened(qtbot, start_program, project, language="en")
    program.window.inventory.browser.search.setText("library")
    program.window.inventory.reveal(["pkg:pypi/library-00004@1.4"])
    settle(program.window)
    program.window.actions_["language-ja"].trigger()
    settle(program.window)
    window = program.window
    assert window.inventory.header.rescan_button.text() == "再スキャン"
    assert window.inventory.browser.search.text() == "library"
    assert window.inventory.purls() == ("pkg:pypi/library-00004@1.4",)
    assert window.actions_["language-ja"].isChecked()
    assert program.settings.text("language") == "ja"


def test_that_the_appearance_follows_the_menu_at_once(qtbot, qapp, start_program, project):
    program = opened(qtbot, start_program, project)
    program.window.actions_["appearance-dark"].trigger()
    assert scheme_of(program.window.inventory.strip.palette()) is DARK
    assert program.settings.text("appearance") == "dark"
    program.window.actions_["appearance-light"].trigger()
    assert scheme_of(qapp.palette()) is LIGHT


def test_that_a_change_of_the_systems_scheme_is_followed_unless_one_was_chosen(
    qtbot, qapp, start_program, monkeypatch
):
    program = start_program()
    theme = program.theme
    theme.choose(type(theme.appearance)("system"))
    assert scheme_of(qapp.palette()) is LIGHT
    monkeypatch.setattr(
        type(theme), "scheme", lambda self: DARK if self.appearance == "system" else LIGHT
    )
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert scheme_of(qapp.palette()) is DARK


def test_that_an_error_nobody_caught_is_shown_and_the_program_goes_on(
    qtbot, start_program, project, monkeypatch
):
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    program = opened(qtbot, start_program, project)
    try:
        raise KeyError("oops")
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    notices = program.window.inventory.notices
    assert "oops" in notices.texts()["failed"]
    notices._shown["failed"].button.click()
    settle(program.window)
    program.window.actions_["group-file"].trigger()
    assert program.window.isVisible()


def test_that_japanese_text_has_a_font(qtbot, start_program):
    from PySide6.QtGui import QFontDatabase

    start_program(language="ja")
    assert QFontDatabase.families(QFontDatabase.WritingSystem.Japanese)
