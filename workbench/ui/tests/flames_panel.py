"""Flame graphs of both sides: the profiles of the runs, side by side and as a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.empty_state import EmptyState
from workbench.ui.tests.desk import Desk

if TYPE_CHECKING:
    from workbench.results.records import Profile
    from workbench.ui.tests.flame_view import FlameView


class FlamesPanel(QWidget):
    """Follows the desk; the flame graphs are made when there is a profile to show."""

    def __init__(self, desk: Desk, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self.empty = EmptyState()
        self.empty.show_text(
            say("No profiles yet"),
            say(
                "Import folded stacks, perf script, py-spy, async-profiler, pprof or cpuprofile "
                "files of each side: their flame graphs and the difference are shown here."
            ),
        )
        self.view: FlameView | None = None
        self._shown: dict[Architecture, Profile] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        desk.answered.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Show the profiles that the desk has now; hidden, it waits until it is looked at."""
        answers = self._desk.answers
        profiles = answers.profiles if answers else {}
        if not profiles:
            self._stack.setCurrentWidget(self.empty)
            self._shown = {}
        elif self.isVisible() and profiles != self._shown:
            self._shown = dict(profiles)
            self._show_profiles()

    def _show_profiles(self) -> None:
        if self.view is None:
            from workbench.ui.tests.flame_view import FlameView

            self.view = FlameView(self._say)
            self._stack.addWidget(self.view)
        x86, arm = (self._shown.get(architecture) for architecture in Architecture)
        self.view.show_profiles(x86, arm)
        self._stack.setCurrentWidget(self.view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
