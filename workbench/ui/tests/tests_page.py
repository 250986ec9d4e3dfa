"""The place "Tests": performance, functional parity, flame graphs, and the runs behind them."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.labels import label
from workbench.ui.notices import Notices
from workbench.ui.phrases import phrase
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.drop_place import DropPlace, paths_in
from workbench.ui.tests.flames_panel import FlamesPanel
from workbench.ui.tests.functional_panel import FunctionalPanel
from workbench.ui.tests.performance_panel import PerformancePanel
from workbench.ui.tests.runs_panel import RunsPanel

VIEWS: tuple[str, ...] = (
    phrase("Performance"),
    phrase("Functional parity"),
    phrase("Flame graphs"),
    phrase("Runs"),
)


class TestsPage(QWidget):
    """Shows the empty state until there is a run."""

    __test__ = False

    files_dropped = Signal(list)
    """Paths that the user wants to import."""
    import_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, say: Language, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._desk = desk
        self.setAcceptDrops(True)
        self.notices = Notices(say)
        self.performance = PerformancePanel(desk, say)
        self.functional = FunctionalPanel(desk, say)
        self.flames = FlamesPanel(desk, say)
        self.runs = RunsPanel(desk, say)
        self.drop_place = DropPlace(say)
        self.drop_place.import_wanted.connect(self.import_wanted)
        self.drop_place.folder_wanted.connect(self.folder_wanted)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(say("Tests"))
        for view in VIEWS:
            self.tabs.addTab(say(view))
        self.import_button = QPushButton(say("Import files…"))
        self.import_button.clicked.connect(self.import_wanted)
        self.stack = QStackedWidget()
        for panel in (self.performance, self.functional, self.flames, self.runs, self.drop_place):
            self.stack.addWidget(panel)
        self._lay_out()
        self.tabs.currentChanged.connect(self.refresh)
        desk.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label(self._say("Tests"), "title"))
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.import_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.notices)
        layout.addWidget(self.stack, 1)

    @Slot()
    def refresh(self) -> None:
        """Show the chosen view, or the empty state where there is nothing to view."""
        some = bool(self._desk.runs or self._desk.problems)
        self.tabs.setVisible(some)
        self.import_button.setVisible(some)
        self.import_button.setEnabled(self._desk.workspace.writable)
        self.drop_place.files.setEnabled(self._desk.workspace.writable)
        self.drop_place.folder.setEnabled(self._desk.workspace.writable)
        if some:
            self.stack.setCurrentIndex(self.tabs.currentIndex())
        else:
            self.stack.setCurrentWidget(self.drop_place)
            if self.isVisible():
                self.drop_place.list_formats()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_in(event.mimeData()) and self._desk.workspace.writable:
            event.acceptProposedAction()
            self.drop_place.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.drop_place.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_place.show_over(False)
        paths = paths_in(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
