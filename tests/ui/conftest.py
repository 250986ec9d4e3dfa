"""The window without a display, and nothing left behind by a test."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.builders import FakeSession, small_inventory
from workbench.model.language import Language
from workbench.ui.application import Program
from workbench.ui.jobs import Jobs
from workbench.ui.main_window import MainWindow
from workbench.ui.settings import Settings
from workbench.ui.theme import Appearance, Theme
from workbench.ui.workspace import Workspace


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fail where a test leaves a thread or a window behind."""
    yield
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.processEvents()
        application.sendPostedEvents(None, 52)  # deferred deletions
        left = [w for w in application.topLevelWidgets() if w.isVisible()]
        assert not left, f"still shown: {left}"
    running = [t.name for t in threading.enumerate() if t.name.startswith("workbench-")]
    assert not running, f"still running: {running}"


@pytest.fixture
def say() -> Language:
    return Language("en")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "requirements.txt").write_text(
        "".join(f"library-{n:05}==1.{n}\n" for n in range(40)), encoding="utf-8"
    )
    return folder


@pytest.fixture
def session(project: Path) -> FakeSession:
    return FakeSession(project, small_inventory())


@pytest.fixture
def workspace(jobs: Jobs, session: FakeSession) -> Workspace:
    return Workspace(jobs, lambda _: session)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp)
    made.choose(Appearance.LIGHT)
    yield made
    qapp.setStyleSheet("")
    made.deleteLater()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "window.ini")


@pytest.fixture
def window(
    qtbot, theme: Theme, workspace: Workspace, settings: Settings, say: Language
) -> Iterator[MainWindow]:
    made = MainWindow(say, workspace, settings)
    qtbot.addWidget(made)
    made.resize(1440, 880)
    made.show()
    yield made
    made.close()
    workspace.jobs.close()
    gc.collect()


@pytest.fixture
def opened(qtbot, window: MainWindow, workspace: Workspace, project: Path) -> MainWindow:
    """The window with the small inventory, scanned."""
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace))
    settle(window)
    return window


@pytest.fixture
def start_program(qtbot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Start the whole program; it is ended after the test."""
    started: list[Program] = []

    def start(**options: object) -> Program:
        options.setdefault("settings", Settings(tmp_path / "program.ini"))
        program = Program(qapp, **options)
        started.append(program)
        return program

    yield start
    for program in started:
        program.window.close()
        program.close()
        program.window.deleteLater()
        program.deleteLater()
    qapp.setStyleSheet("")


def is_scanned(workspace: Workspace) -> bool:
    """Whether a project is open and its scan has ended."""
    snapshot = workspace.snapshot
    return snapshot is not None and workspace.scan is None and bool(snapshot.scanned_at)


def settle(window: MainWindow) -> None:
    """Let timers of no length run."""
    for _ in range(3):
        QApplication.processEvents()
