"""Moving about: places, search, grouping, the clipboard, help."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from workbench.model.language import Language
from workbench.model.status import Status
from workbench.ui.failure_dialog import versions
from workbench.ui.inventory.arrangement import Grouping
from workbench.ui.inventory.inventory_page import InventoryPage
from workbench.ui.inventory.query import VALUES
from workbench.ui.problems_dialog import ProblemsDialog
from workbench.ui.workspace import Workspace


class ViewCommands(QObject):
    """Commands that change what is seen, never what is recorded."""

    def __init__(
        self, say: Language, workspace: Workspace, page: InventoryPage, window: QWidget
    ) -> None:
        super().__init__(window)
        self._say = say
        self._workspace = workspace
        self._page = page
        self._window = window
        page.coverage.pressed.connect(self.show_problems)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        page, browser = self._page, self._page.browser
        return {
            "rescan": self._workspace.rescan,
            "stop-scan": self._workspace.stop,
            "find": self.find,
            "clear-search": browser.search.clear,
            "copy-purl": page.detail.copy_purl,
            "copy-path": page.preview.copy_path,
            "open-in-editor": page.preview.open_in_editor,
            "go-to-form": page.go_to_form,
            "next-undecided": page.next_undecided,
            "to-review": page.show_to_review,
            "expand-all": browser.expand_all,
            "collapse-all": browser.collapse_all,
            "problems": self.show_problems,
            "search-help": self.show_search_help,
            "about": self.show_about,
            **{f"status-{s}": partial(page.choose_status, s) for s in Status},
            **{f"group-{g}": partial(browser.set_grouping, g) for g in Grouping},
        }

    @Slot()
    def find(self) -> None:
        """Put the keyboard into the search field."""
        search = self._page.browser.search
        search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        search.selectAll()

    @Slot()
    def show_problems(self) -> None:
        """List what was not looked at."""
        if self._workspace.snapshot is not None:
            ProblemsDialog(self._workspace.snapshot, self._say, self._window).open()

    @Slot()
    def show_search_help(self) -> None:
        """Say which field words there are, and what they may be followed by."""
        lines = [
            f"{name}:{', '.join(values) if values else self._say('any text, * for anything')}"
            for name, values in VALUES.items()
        ]
        text = self._say("Words find names, package URLs and reasons. Field words:")
        self._tell(self._say("Search words"), f"{text}\n\n" + "\n".join(lines))

    @Slot()
    def show_about(self) -> None:
        """Say what this is, and which versions of what it runs on."""
        text = self._say(
            "What software is in a workload, does it run on ARM64, and what must change?"
        )
        self._tell(self._say("About"), f"{text}\n\n{versions()}")

    def _tell(self, title: str, text: str) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.open()
