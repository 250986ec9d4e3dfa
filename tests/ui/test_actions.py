from collections import Counter

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from workbench.ui.actions import ACTIONS, CONTEXT_MENU, MENUS, SUBMENUS, Situation


def in_menus(menu):
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from in_menus(action.menu())
        elif action.objectName():
            yield action.objectName()


def test_that_no_shortcut_is_given_twice():
    shortcuts = Counter(QKeySequence(a.shortcut).toString() for a in ACTIONS if a.shortcut)
    assert [s for s, count in shortcuts.items() if count > 1] == []


def test_that_every_action_stands_in_the_menu_bar_once(window):
    shown = Counter(in_menus(window.menuBar()))
    assert shown == Counter(a.id for a in ACTIONS)


def test_that_the_context_menu_offers_nothing_that_the_menu_bar_lacks(window):
    assert set(CONTEXT_MENU) <= {a.id for a in ACTIONS}
    menu = window.actions_.context_menu()
    assert [a.objectName() for a in menu.actions()] == list(CONTEXT_MENU)
    menu.deleteLater()


def test_that_every_action_does_something(window):
    elsewhere = ("appearance-", "language-")
    for act in ACTIONS:
        assert act.id in window._handlers or act.id.startswith(elsewhere), act.id


def test_that_what_an_action_needs_is_a_known_situation():
    fields = set(Situation.__dataclass_fields__)
    assert all(set(act.needs) <= fields for act in ACTIONS)
    assert {act.menu for act in ACTIONS} <= set(MENUS)
    assert set(SUBMENUS) <= set(MENUS)


def test_that_menu_titles_have_different_mnemonics(window):
    marks = [a.text().partition("&")[2][:1].lower() for a in window.menuBar().actions()]
    assert len(set(marks)) == len(marks)


def test_that_with_nothing_open_only_general_actions_are_enabled(window):
    enabled = {a.objectName() for a in window.findChildren(QAction) if a.isEnabled()}
    enabled &= {a.id for a in ACTIONS}
    assert "open-folder" in enabled
    assert not enabled & {"rescan", "undo", "export-pdf", "record", "show-report", "find"}


def test_that_a_scanned_project_enables_rescan_and_exports(opened):
    actions = opened.actions_
    assert all(actions[i].isEnabled() for i in ("rescan", "export-pdf", "export-csv", "find"))
    assert not actions["stop-scan"].isEnabled()
    assert not actions["record"].isEnabled()
