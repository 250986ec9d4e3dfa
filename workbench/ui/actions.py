"""Every action of the window as one table: text, shortcut, where it stands, when it is enabled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from workbench.model.language import LANGUAGES, Language
from workbench.model.status import Status
from workbench.model.words import STATUS
from workbench.ui.phrases import phrase


@dataclass(frozen=True)
class Situation:
    """What decides whether an action makes sense now."""

    project: bool = False
    scanned: bool = False
    scanning: bool = False
    idle: bool = False
    """A project is open and no scan runs."""
    writable: bool = False
    selected: bool = False
    one: bool = False
    """Exactly one component is selected."""
    decidable: bool = False
    decided: bool = False
    changes: bool = False
    """Something in the infrastructure is to change."""
    undoable: bool = False
    redoable: bool = False


@dataclass(frozen=True)
class Act:
    """One action. `needs` names the fields of the Situation that must all hold."""

    id: str
    text: str
    menu: str
    shortcut: str = ""
    needs: tuple[str, ...] = ()
    group: str = ""
    """Actions of one group are a choice: exactly one of them is checked."""
    separated: bool = False
    """A line stands above it."""


MENUS: dict[str, str] = {
    "file": phrase("&File"),
    "edit": phrase("&Edit"),
    "inventory": phrase("&Inventory"),
    "tests": phrase("&Tests"),
    "view": phrase("&View"),
    "help": phrase("&Help"),
    "recent": phrase("Open recent"),
    "export": phrase("Export"),
    "status": phrase("Set status"),
    "group": phrase("Group by"),
    "appearance": phrase("Appearance"),
    "language": phrase("Language"),
}

SUBMENUS: dict[str, tuple[str, str]] = {
    "recent": ("file", "open-folder"),
    "export": ("file", "export-pdf"),
    "status": ("inventory", "go-to-form"),
    "group": ("view", "show-report"),
    "appearance": ("view", "show-source"),
    "language": ("view", "show-source"),
}
"""Where a submenu stands: in which menu, behind which action."""

_LANGUAGE_NAMES = {"en": "English", "ja": "日本語"}

ACTIONS: tuple[Act, ...] = (
    Act("open-folder", phrase("Open folder…"), "file", "Ctrl+O"),
    Act("open-sample", phrase("Open the sample project"), "file"),
    Act("export-pdf", phrase("Export PDF…"), "file", "Ctrl+E", ("scanned", "idle"), separated=True),
    Act("export-json", phrase("JSON…"), "export", "", ("scanned", "idle")),
    Act("export-cyclonedx", phrase("CycloneDX 1.6…"), "export", "", ("scanned", "idle")),
    Act("export-sarif", phrase("SARIF 2.1.0…"), "export", "", ("scanned", "idle")),
    Act("export-csv", phrase("CSV…"), "export", "", ("scanned", "idle")),
    Act("export-text", phrase("Text…"), "export", "", ("scanned", "idle")),
    Act(
        "export-diff",
        phrase("Infrastructure changes (diff)…"),
        "export",
        "",
        ("scanned", "idle", "changes"),
    ),
    Act("export-bake", phrase("Image builds for both (Bake)…"), "export", "", ("scanned", "idle")),
    Act("close-project", phrase("Close project"), "file", "Ctrl+W", ("project",), separated=True),
    Act("quit", phrase("Quit"), "file", "Ctrl+Q"),
    Act("undo", phrase("Undo"), "edit", "Ctrl+Z", ("undoable",)),
    Act("redo", phrase("Redo"), "edit", "Ctrl+Shift+Z", ("redoable",)),
    Act("find", phrase("Find"), "edit", "Ctrl+F", ("project",), separated=True),
    Act("clear-search", phrase("Clear search"), "edit", "Ctrl+Shift+F", ("project",)),
    Act("copy-purl", phrase("Copy package URL"), "edit", "Ctrl+Shift+C", ("one",), separated=True),
    Act("copy-path", phrase("Copy path"), "edit", "Ctrl+Shift+P", ("one",)),
    Act("open-in-editor", phrase("Open in editor"), "edit", "Ctrl+Shift+E", ("one",)),
    Act("rescan", phrase("Rescan"), "inventory", "F5", ("idle",)),
    Act("stop-scan", phrase("Stop scan"), "inventory", "Shift+F5", ("scanning",)),
    Act("check-online", phrase("Check online…"), "inventory", "Ctrl+L", ("scanned", "idle")),
    Act(
        "add-software",
        phrase("Add software…"),
        "inventory",
        "Ctrl+N",
        ("project", "writable"),
        separated=True,
    ),
    Act(
        "import-software",
        phrase("Import a list or SBOM…"),
        "inventory",
        "Ctrl+I",
        ("project", "writable"),
    ),
    Act("imported-lists", phrase("Imported lists…"), "inventory", "", ("project", "writable")),
    Act("go-to-form", phrase("Go to the decision"), "inventory", "D", ("selected",), "", True),
    *(
        Act(f"status-{status}", STATUS[status], "status", str(number), ("decidable",))
        for number, status in enumerate(Status, 1)
    ),
    Act("record", phrase("Record decision"), "inventory", "Ctrl+Return", ("decidable",)),
    Act("withdraw", phrase("Withdraw decision"), "inventory", "Ctrl+Backspace", ("decided",)),
    Act("next-undecided", phrase("Next undecided"), "inventory", "N", ("project",)),
    Act("to-review", phrase("Show what is to review"), "inventory", "Ctrl+R", ("project",)),
    Act("problems", phrase("What was not looked at…"), "inventory", "", ("scanned",), "", True),
    Act(
        "import-results",
        phrase("Import test results…"),
        "tests",
        "Ctrl+Shift+I",
        ("project", "writable"),
    ),
    Act(
        "import-results-folder",
        phrase("Import a folder of test results…"),
        "tests",
        "",
        ("project", "writable"),
    ),
    Act("show-inventory", phrase("Inventory"), "view", "Ctrl+1", ("project",)),
    Act("show-tests", phrase("Tests"), "view", "Ctrl+2", ("project",)),
    Act("show-infrastructure", phrase("Infrastructure"), "view", "Ctrl+3", ("project",)),
    Act("show-report", phrase("Report"), "view", "Ctrl+4", ("project",)),
    Act("group-origin", phrase("Origin"), "group", "", ("project",), "group"),
    Act("group-status", phrase("Status"), "group", "", ("project",), "group"),
    Act("group-file", phrase("File"), "group", "", ("project",), "group"),
    Act("expand-all", phrase("Expand all"), "view", "Ctrl+Shift+Right", ("project",)),
    Act("collapse-all", phrase("Collapse all"), "view", "Ctrl+Shift+Left", ("project",)),
    Act("show-source", phrase("Source preview"), "view", "F4", ("project",), "source", True),
    Act("appearance-system", phrase("System"), "appearance", "", (), "appearance"),
    Act("appearance-light", phrase("Light"), "appearance", "", (), "appearance"),
    Act("appearance-dark", phrase("Dark"), "appearance", "", (), "appearance"),
    Act("language-system", phrase("System"), "language", "", (), "language"),
    *(
        Act(f"language-{code}", _LANGUAGE_NAMES[code], "language", "", (), "language")
        for code in LANGUAGES
    ),
    Act("search-help", phrase("Search words…"), "help", "F1"),
    Act("update-catalog", phrase("Update the catalog…"), "help"),
    Act("about", phrase("About…"), "help"),
)

CONTEXT_MENU: tuple[str, ...] = (
    "go-to-form",
    "withdraw",
    "next-undecided",
    "copy-purl",
    "copy-path",
    "open-in-editor",
    "expand-all",
    "collapse-all",
)
"""What a right click on the rows offers; all of it is in the menu bar, too."""

_TOGGLES = frozenset({"source"})


class Actions(QObject):
    """The table as Qt actions, and the menus that they stand in."""

    triggered = Signal(str)
    recent_wanted = Signal(str)

    def __init__(self, say: Language, window: QWidget) -> None:
        super().__init__(window)
        self._say = say
        self._window = window
        self._acts: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        for act in ACTIONS:
            action = QAction(say(act.text), window)
            action.setObjectName(act.id)
            action.setData(act.id)
            if act.shortcut:
                action.setShortcut(QKeySequence(act.shortcut))
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if act.id == "quit":
                action.setMenuRole(QAction.MenuRole.QuitRole)
            if act.id == "about":
                action.setMenuRole(QAction.MenuRole.AboutRole)
            if act.group:
                action.setCheckable(True)
                if act.group not in _TOGGLES:
                    groups.setdefault(act.group, QActionGroup(self)).addAction(action)
            action.triggered.connect(self._on_triggered)
            window.addAction(action)
            self._acts[act.id] = action

    def __getitem__(self, act_id: str) -> QAction:
        return self._acts[act_id]

    def fill(self, bar: QMenuBar) -> None:
        """Put every action into the menu bar."""
        for name in MENUS:
            if name not in SUBMENUS:
                self._menus[name] = bar.addMenu(self._say(MENUS[name]))
        for act in ACTIONS:
            menu = self._menus.get(act.menu)
            if menu is not None:
                if act.separated:
                    menu.addSeparator()
                menu.addAction(self._acts[act.id])
            for name, (above, behind) in SUBMENUS.items():
                if behind == act.id:
                    self._menus[name] = self._menus[above].addMenu(self._say(MENUS[name]))
                    self._fill_submenu(name)
        self._menus["recent"].triggered.connect(self._on_recent)

    def show_recent(self, projects: Iterable[tuple[str, str]]) -> None:
        """Offer `projects`, each (path, name), under Open recent."""
        menu = self._menus["recent"]
        menu.clear()
        for path, name in projects:
            action = menu.addAction(f"{name}  ({path})".replace("&", "&&"))
            action.setData(path)
        menu.setEnabled(not menu.isEmpty())

    def context_menu(self) -> QMenu:
        """Return the menu of a right click on the rows."""
        menu = QMenu(self._window)
        for act_id in CONTEXT_MENU:
            menu.addAction(self._acts[act_id])
        return menu

    def follow(self, situation: Situation) -> None:
        """Enable what makes sense in `situation`."""
        holds = {field.name for field in fields(situation) if getattr(situation, field.name)}
        for act in ACTIONS:
            self._acts[act.id].setEnabled(holds.issuperset(act.needs))

    def check(self, act_id: str, checked: bool = True) -> None:
        """Mark the action of a choice as the chosen one."""
        self._acts[act_id].setChecked(checked)

    def _fill_submenu(self, name: str) -> None:
        for act in ACTIONS:
            if act.menu == name:
                self._menus[name].addAction(self._acts[act.id])

    @Slot()
    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.triggered.emit(str(action.data()))

    @Slot(QAction)
    def _on_recent(self, action: QAction) -> None:
        self.recent_wanted.emit(str(action.data()))
