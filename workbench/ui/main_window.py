"""The window: puts pages, menus and commands together. What they do stands in their own files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from workbench.model.language import Language
from workbench.ui.actions import Actions
from workbench.ui.announcer import Announcer
from workbench.ui.commands.catalog_commands import CatalogCommands
from workbench.ui.commands.change_commands import ChangeCommands
from workbench.ui.commands.export_commands import ExportCommands
from workbench.ui.commands.list_commands import ListCommands
from workbench.ui.commands.online_commands import OnlineCommands
from workbench.ui.commands.project_commands import ProjectCommands
from workbench.ui.commands.result_commands import ResultCommands
from workbench.ui.commands.view_commands import ViewCommands
from workbench.ui.infrastructure.infrastructure_page import InfrastructurePage
from workbench.ui.inventory.arrangement import Grouping
from workbench.ui.inventory.inventory_page import InventoryPage
from workbench.ui.notices import Notices
from workbench.ui.rail import Place, Rail
from workbench.ui.report.report_page import ReportPage
from workbench.ui.settings import Settings
from workbench.ui.situation import situation_of
from workbench.ui.start.start_page import StartPage, folder_in
from workbench.ui.tests.desk import Desk
from workbench.ui.tests.drop_place import paths_in
from workbench.ui.tests.store import open_store
from workbench.ui.tests.tests_page import TestsPage
from workbench.ui.window_memory import WindowMemory
from workbench.ui.workspace import Workspace


class MainWindow(QMainWindow):
    """Assembles everything around one workspace."""

    appearance_wanted = Signal(str)
    language_wanted = Signal(str)
    closed = Signal()

    def __init__(self, say: Language, workspace: Workspace, settings: Settings) -> None:
        super().__init__()
        self._say = say
        self._workspace = workspace
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 520)
        self.start = StartPage(say)
        self.inventory = InventoryPage(say, workspace)
        self.desk = Desk(workspace, open_store, self)
        self.tests = TestsPage(say, self.desk)
        self.infrastructure = InfrastructurePage(say, workspace)
        self.report = ReportPage(say, workspace)
        self.rail = Rail(say)
        self.pages = QStackedWidget()
        self._lay_out()
        self.actions_ = Actions(say, self)
        self.actions_.fill(self.menuBar())
        workspace.opened.connect(self._on_opened)
        pages = (self.start.notices, *(page.notices for page in self._places.values()))
        self.announcer = Announcer(say, pages, self._current_notices, self)
        self.projects = ProjectCommands(say, workspace, settings, self.announcer, self.start, self)
        self.exports = ExportCommands(say, workspace, settings, self.announcer, self)
        self.catalog = CatalogCommands(say, workspace, settings, self.announcer, self)
        self.changes = ChangeCommands(say, workspace, self.inventory, self.infrastructure, self)
        self.lists = ListCommands(say, workspace, settings, self.announcer, self)
        self.online = OnlineCommands(say, workspace, self.announcer, self)
        self.results = ResultCommands(say, self.desk, settings, self.announcer, self.tests, self)
        self.views = ViewCommands(say, workspace, self.inventory, self)
        self._handlers = {
            **self.projects.handlers(),
            **self.exports.handlers(),
            **self.catalog.handlers(),
            **self.changes.handlers(),
            **self.lists.handlers(),
            **self.online.handlers(),
            **self.results.handlers(),
            **self.views.handlers(),
            "quit": self.close,
            "show-inventory": self.show_inventory,
            "show-tests": self.show_tests,
            "show-infrastructure": self.show_infrastructure,
            "show-report": self.show_report,
            "export-diff": self._save_diff,
            "show-source": self._toggle_source,
        }
        self._connect()
        self.memory = WindowMemory(settings, self, self.inventory, self.actions_)
        self.memory.restore()
        self._on_opened()

    def _lay_out(self) -> None:
        self._places: dict[Place, InventoryPage | TestsPage | InfrastructurePage | ReportPage] = {
            Place.INVENTORY: self.inventory,
            Place.TESTS: self.tests,
            Place.INFRASTRUCTURE: self.infrastructure,
            Place.REPORT: self.report,
        }
        for page in (self.start, *self._places.values()):
            self.pages.addWidget(page)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        workspace, header = self._workspace, self.inventory.header
        self.actions_.triggered.connect(self._on_action)
        self.actions_.recent_wanted.connect(self.projects.open_path)
        self.projects.recent_changed.connect(self.actions_.show_recent)
        self.rail.chosen.connect(self._on_place)
        header.rescan.connect(workspace.rescan)
        header.stop.connect(workspace.stop)
        header.check_online.connect(self.online.ask)
        header.export_pdf.connect(self.exports.ask_pdf)
        self.report.export_wanted.connect(self.exports.ask_pdf_in)
        self.report.component_wanted.connect(self._on_component)
        self.infrastructure.component_wanted.connect(self._on_component)
        self.infrastructure.search_wanted.connect(self._on_search)
        self.infrastructure.save_wanted.connect(self._save_diff)
        self.inventory.browser.grouping_changed.connect(self._on_grouping)
        self.inventory.selection_changed.connect(self.follow)
        view = self.inventory.browser.view
        view.customContextMenuRequested.connect(self._on_context_menu)
        workspace.changed.connect(self.follow)
        workspace.scan_changed.connect(self.follow)
        workspace.undo.indexChanged.connect(self.follow)
        self._following = True
        self.actions_.check(f"group-{Grouping.ORIGIN}")
        self.actions_.check("show-source")

    # --- places

    @Slot()
    def show_inventory(self) -> None:
        """Go to the inventory."""
        self._on_place(Place.INVENTORY)

    @Slot()
    def show_tests(self) -> None:
        """Go to the tests."""
        self._on_place(Place.TESTS)

    @Slot()
    def show_infrastructure(self) -> None:
        """Go to the infrastructure."""
        self._on_place(Place.INFRASTRUCTURE)

    @Slot()
    def show_report(self) -> None:
        """Go to the report."""
        self._on_place(Place.REPORT)

    @Slot(object)
    def _on_place(self, place: Place) -> None:
        self.rail.show_place(place)
        self.pages.setCurrentWidget(self._places[place])
        self.follow()

    @Slot(str)
    def _on_component(self, purl: str) -> None:
        self.show_inventory()
        self.inventory.reveal([purl])
        self.inventory.focus_rows()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.show_inventory()
        self.inventory.browser.search.setText(text)

    @Slot()
    def _save_diff(self) -> None:
        self.exports.ask_diff(self.infrastructure.patch.data)

    @Slot()
    def _on_opened(self) -> None:
        snapshot = self._workspace.snapshot
        self.rail.setVisible(snapshot is not None)
        if snapshot is None:
            self.pages.setCurrentWidget(self.start)
            self.setWindowTitle(self._say("Graviton migration workbench"))
        else:
            self.show_inventory()
            self.setWindowTitle(f"{snapshot.name} – {self._say('Graviton migration workbench')}")
        self.follow()

    def take_over(self, before: MainWindow) -> None:
        """Go on where the window `before` was: the same place, search and selection."""
        purls = before.inventory.purls()
        self.inventory.browser.search.setText(before.inventory.browser.search.text())
        self.inventory.on_changed()
        self.inventory.reveal(list(purls))
        for place, page in before._places.items():
            if before.pages.currentWidget() is page:
                self._on_place(place)

    # --- actions

    @Slot()
    def follow(self) -> None:
        """Enable what makes sense now, and name what would be undone."""
        inventory = self.pages.currentWidget() is self.inventory
        selected = self.inventory.selected if inventory else []
        self.actions_.follow(situation_of(self._workspace, selected))
        undo = self._workspace.undo
        for act_id, text in (("undo", undo.undoText()), ("redo", undo.redoText())):
            word = self._say("Undo") if act_id == "undo" else self._say("Redo")
            self.actions_[act_id].setText(f"{word} {text}".strip().replace("&", "&&"))

    @Slot(str)
    def _on_action(self, act_id: str) -> None:
        kind, _, value = act_id.partition("-")
        if kind == "appearance":
            self.appearance_wanted.emit(value)
        elif kind == "language":
            self.language_wanted.emit(value)
        else:
            if kind in ("find", "next", "to", "expand", "collapse", "group", "go"):
                self.show_inventory()
            self._handlers[act_id]()

    @Slot(str)
    def _on_grouping(self, grouping: str) -> None:
        self.actions_.check(f"group-{grouping}")

    @Slot(QPoint)
    def _on_context_menu(self, point: QPoint) -> None:
        menu = self.actions_.context_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.inventory.browser.view.viewport().mapToGlobal(point))

    def _toggle_source(self) -> None:
        self.inventory.show_source(self.actions_["show-source"].isChecked())

    def _current_notices(self) -> Notices:
        shown = self.pages.currentWidget()
        pages = (page.notices for page in self._places.values() if page is shown)
        return next(pages, self.start.notices)

    # --- the window itself

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._workspace.look_at_disk()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = self._workspace.snapshot is not None and paths_in(event.mimeData())
        if files or folder_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a folder; look at files as lists where a project is open that can be written."""
        files = [path for path in paths_in(event.mimeData()) if path.is_file()]
        folder = folder_in(event.mimeData())
        if files and self._workspace.snapshot is not None and self._workspace.writable:
            event.acceptProposedAction()
            self.lists.look_at(files)
        elif folder is not None:
            event.acceptProposedAction()
            self.projects.open_path(str(folder))

    def _stop_following(self) -> None:
        # A stack that holds changes tells of its own end, when nothing of it can be asked any more.
        if self._following:
            self._following = False
            self._workspace.undo.indexChanged.disconnect(self.follow)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.memory.keep()
        self._stop_following()
        super().closeEvent(event)
        self.closed.emit()
