"""Tells people what happened, on the page that they look at, with at most one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.model.language import Language
from workbench.ui.failure_dialog import FailureDialog
from workbench.ui.jobs import Failure
from workbench.ui.notices import Notices


class Announcer(QObject):
    """Puts notices on the current page and runs what their buttons promise."""

    def __init__(
        self,
        say: Language,
        pages: tuple[Notices, ...],
        current: Callable[[], Notices],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._say = say
        self._window = window
        self._current = current
        self._pages = pages
        self._doing: dict[str, Callable[[], None]] = {}
        self._last: Failure | None = None
        for page in pages:
            page.pressed.connect(self._on_pressed)

    def tell(
        self,
        name: str,
        text: str,
        button: str = "",
        do: Callable[[], None] | None = None,
        *,
        calm: bool = False,
    ) -> None:
        """Show `text` under `name`; `button` runs `do`. `calm` where nothing is wrong."""
        self.hush(name)
        if do is not None:
            self._doing[name] = do
        self._current().show_notice(name, text, button, calm=calm)

    def hush(self, name: str) -> None:
        """Show the notice called `name` no longer."""
        for page in self._pages:
            page.put_away(name)

    @Slot(object)
    def tell_failure(self, failure: Failure) -> None:
        """Say what failed; a fault of the program offers its details."""
        if failure.expected:
            self.tell("failed", self._say.filled(self._say(failure.text)))
            return
        self._last = failure
        text = self._say("Something went wrong: {what}", what=failure.text)
        self.tell("failed", text, self._say("Details"), self._show_details)

    @Slot()
    def _show_details(self) -> None:
        if self._last is not None:
            FailureDialog(self._last, self._say, self._window).open()

    @Slot(str)
    def _on_pressed(self, name: str) -> None:
        do = self._doing.pop(name, None)
        self.hush(name)
        if do is not None:
            do()
