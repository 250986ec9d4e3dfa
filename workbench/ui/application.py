"""The program with a window: started by the command line, ended by the user."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from workbench import __version__
from workbench.model.language import LANGUAGES, Language
from workbench.ui.cycle_search import CycleSearch
from workbench.ui.fonts import load_japanese_font, with_fallback
from workbench.ui.icons import icon_path
from workbench.ui.jobs import Jobs, failure_of
from workbench.ui.main_window import MainWindow
from workbench.ui.settings import Settings
from workbench.ui.theme import Appearance, Theme
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from workbench.engine.session import Session


def run(project: Path | None, *, language: str | None = None) -> int:
    """Show the window, with `project` open if there is one; return the exit status.

    `language` is a code of LANGUAGES; None for the one chosen in the window, else the system's.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise RuntimeError("a window needs a QApplication, and another kind of one is running")
    program = Program(application, language=language)
    program.show(project)
    return application.exec()


class Program(QObject):
    """Owns the workspace and the window; a change of language builds the window anew."""

    def __init__(
        self,
        application: QApplication,
        *,
        language: str | None = None,
        settings: Settings | None = None,
        open_session: Callable[[Path], Session] | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        application.setApplicationName("workbench")
        application.setApplicationDisplayName("")
        application.setApplicationVersion(__version__)
        application.setDesktopFileName("graviton-workbench")
        application.setWindowIcon(QIcon(icon_path("workbench")))
        application.setFont(with_fallback(application.font(), load_japanese_font()))
        self.settings = settings or Settings()
        self._cycles = CycleSearch(self)
        self._asked_language = language
        self._translator = QTranslator(self)
        self.theme = Theme(application)
        self.theme.choose(_appearance(self.settings.text("appearance", "system")))
        self.jobs = Jobs(self)
        self.workspace = Workspace(self.jobs, open_session, self)
        self.window = self._make_window()
        application.aboutToQuit.connect(self.close)
        self._hook = sys.excepthook
        sys.excepthook = self._on_uncaught

    def show(self, project: Path | None) -> None:
        """Show the window, and open `project` if there is one."""
        self.window.show()
        if project is not None:
            self.window.projects.open_path(str(project))

    @Slot()
    def close(self) -> None:
        """End the threads: what must reach the disk does, everything else is dropped."""
        sys.excepthook = self._hook
        self.jobs.close()
        self._cycles.end()

    # --- inside

    def _make_window(self) -> MainWindow:
        say = Language(self._language())
        self._application.removeTranslator(self._translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if say.code != "en" and self._translator.load(f"qtbase_{say.code}", folder):
            self._application.installTranslator(self._translator)
        QLocale.setDefault(QLocale(say.code))
        window = MainWindow(say, self.workspace, self.settings)
        window.appearance_wanted.connect(self._on_appearance)
        window.language_wanted.connect(self._on_language)
        window.actions_.check(f"appearance-{self.theme.appearance}")
        window.actions_.check(f"language-{self.settings.text('language', 'system')}")
        self.jobs.failed.connect(window.announcer.tell_failure)
        return window

    def _language(self) -> str:
        chosen = self._asked_language or self.settings.text("language", "system")
        return chosen if chosen in LANGUAGES else QLocale.system().name().partition("_")[0]

    @Slot(str)
    def _on_appearance(self, name: str) -> None:
        self.settings.keep("appearance", name)
        self.theme.choose(_appearance(name))

    @Slot(str)
    def _on_language(self, name: str) -> None:
        """Build the window anew in the other language, around the same workspace."""
        self.settings.keep("language", name)
        self._asked_language = None
        before = self.window
        before.memory.keep()
        self.window = self._make_window()
        self.window.take_over(before)
        self.window.show()
        before.hide()
        before.deleteLater()

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show an error that nobody caught, and go on."""
        self._hook(kind, error, trace)
        if issubclass(kind, Exception):
            self.window.announcer.tell_failure(failure_of(error))


def _appearance(name: str) -> Appearance:
    return Appearance(name) if name in set(Appearance) else Appearance.SYSTEM
