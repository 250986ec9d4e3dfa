"""Where the window and its parts stood last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.ui.inventory.arrangement import Grouping
from workbench.ui.settings import Settings

if TYPE_CHECKING:
    from workbench.ui.main_window import MainWindow

_USUAL_SIZE = (1440, 880)


class WindowMemory:
    """Keeps and restores geometry, splitters, columns and grouping."""

    def __init__(self, settings: Settings, window: MainWindow) -> None:
        self._settings = settings
        self._window = window

    def restore(self) -> None:
        """Put everything where it was; the first time, a usual size within the screen."""
        window, settings = self._window, self._settings
        geometry = settings.state("geometry")
        if geometry is None or not window.restoreGeometry(geometry):
            room = window.screen().availableGeometry().size()
            width, height = _USUAL_SIZE
            window.resize(min(width, room.width()), min(height, room.height()))
        for name, splitter in (
            ("rows-and-detail", window.inventory.rows_and_detail),
            ("rows-and-source", window.inventory.rows_and_source),
        ):
            state = settings.state(name)
            if state is not None:
                splitter.restoreState(state)
                splitter.setChildrenCollapsible(False)
        columns = settings.state("columns")
        if columns is not None:
            window.inventory.browser.view.restore_columns(columns)
        grouping = settings.text("grouping", Grouping.ORIGIN.value)
        if grouping in set(Grouping):
            window.inventory.browser.set_grouping(Grouping(grouping))
        shown = settings.flag("source", True)
        window.actions_.check("show-source", shown)
        window.inventory.preview.setVisible(shown)

    def keep(self) -> None:
        """Remember everything for the next start."""
        window, settings = self._window, self._settings
        settings.keep("geometry", window.saveGeometry())
        settings.keep("rows-and-detail", window.inventory.rows_and_detail.saveState())
        settings.keep("rows-and-source", window.inventory.rows_and_source.saveState())
        settings.keep("columns", window.inventory.browser.view.column_state())
        settings.keep("grouping", str(window.inventory.browser.grouping.currentData()))
        settings.keep("source", window.actions_["show-source"].isChecked())
        settings.flush()
