"""Where the window and its parts stood last time."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from workbench.ui.actions import Actions
from workbench.ui.inventory.arrangement import Grouping
from workbench.ui.inventory.inventory_page import InventoryPage
from workbench.ui.settings import Settings

_USUAL_SIZE = (1440, 880)


class WindowMemory:
    """Keeps and restores geometry, splitters, columns and grouping."""

    def __init__(
        self, settings: Settings, window: QMainWindow, inventory: InventoryPage, actions: Actions
    ) -> None:
        self._settings = settings
        self._window = window
        self._inventory = inventory
        self._actions = actions

    def restore(self) -> None:
        """Put everything where it was; the first time, a usual size within the screen."""
        window, inventory, settings = self._window, self._inventory, self._settings
        geometry = settings.state("geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            room = window.screen().availableGeometry().size()
            width, height = _USUAL_SIZE
            window.resize(min(width, room.width()), min(height, room.height()))
        for name, splitter in (
            ("rows-and-detail", inventory.rows_and_detail),
            ("rows-and-source", inventory.rows_and_source),
        ):
            state = settings.state(name)
            if state is not None:
                splitter.restoreState(state)
                splitter.setChildrenCollapsible(False)
        columns = settings.state("columns")
        if columns is not None:
            inventory.browser.view.restore_columns(columns)
        grouping = settings.text("grouping", Grouping.ORIGIN.value)
        if grouping in set(Grouping):
            inventory.browser.set_grouping(Grouping(grouping))
        shown = settings.flag("source", True)
        self._actions.check("show-source", shown)
        inventory.show_source(shown)

    def keep(self) -> None:
        """Remember everything for the next start."""
        window, inventory, settings = self._window, self._inventory, self._settings
        settings.keep("geometry", window.saveGeometry())
        settings.keep("rows-and-detail", inventory.rows_and_detail.saveState())
        settings.keep("rows-and-source", inventory.rows_and_source.saveState())
        settings.keep("columns", inventory.browser.view.column_state())
        settings.keep("grouping", str(inventory.browser.grouping.currentData()))
        settings.keep("source", self._actions["show-source"].isChecked())
        settings.flush()
