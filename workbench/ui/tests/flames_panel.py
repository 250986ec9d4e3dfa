"""Flame graphs of both sides: the profiles of the runs, side by side and as a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.empty_state import EmptyState
from workbench.ui.jobs import Failure, Lane, Ticket
from workbench.ui.labels import label
from workbench.ui.tests.desk import Desk

if TYPE_CHECKING:
    from workbench.results.flame.comparison import Comparison
    from workbench.results.flame.functions import FunctionRow
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
        self.comparing = label(say("The profiles are being compared…"), "muted")
        self.comparing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown: dict[Architecture, Profile] = {}
        self._working: Ticket | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.comparing)
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
            self._drop()
            self._stack.setCurrentWidget(self.empty)
            self._shown = {}
        elif self.isVisible() and profiles != self._shown:
            self._compare(dict(profiles))

    def _compare(self, profiles: dict[Architecture, Profile]) -> None:
        """Compare off this thread; profiles that are asked for meanwhile take these ones' place.

        Of large profiles the widest frames come first, the others when they are read.
        """
        self._drop()
        self._shown = profiles
        self._work(widest=True)
        self._stack.setCurrentWidget(self.comparing)

    def _work(self, *, widest: bool) -> None:
        x86, arm = (self._shown.get(architecture) for architecture in Architecture)

        def work() -> tuple[Comparison, list[FunctionRow]]:
            from workbench.results.flame.comparison import compare_profiles
            from workbench.results.flame.functions import function_rows

            comparison = compare_profiles(x86, arm, widest=widest)
            return comparison, [] if comparison.partial else function_rows(comparison)

        self._working = self._desk.workspace.jobs.call(
            Lane.READING, work, self._show_comparison, self._fail
        )

    def _drop(self) -> None:
        if self._working is not None:
            self._working.cancel()
            self._working = None

    def _fail(self, failure: Failure) -> None:
        self._working = None
        self._shown = {}
        self._stack.setCurrentWidget(self.empty)
        self._desk.workspace.failed.emit(failure)

    def _show_comparison(self, found: tuple[Comparison, list[FunctionRow]]) -> None:
        self._working = None
        comparison, rows = found
        if self.view is None:
            from workbench.ui.tests.flame_view import FlameView

            self.view = FlameView(self._say)
            self._stack.addWidget(self.view)
        self.view.show_comparison(comparison, rows)
        self._stack.setCurrentWidget(self.view)
        if comparison.partial:
            self._work(widest=False)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
