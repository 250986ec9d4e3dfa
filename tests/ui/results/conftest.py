"""The window on a project with results, without a disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import is_scanned, settle
from tests.ui.results.builders import FakeStore, answers, two_runs
from workbench.ui.main_window import MainWindow


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(two_runs(), answers())


@pytest.fixture
def tested(qtbot, window: MainWindow, workspace, store: FakeStore, project: Path) -> MainWindow:
    """The window at the tests of a project with results on both sides."""
    window.desk.use_store(lambda _session: store)
    workspace.open(project)
    qtbot.waitUntil(lambda: is_scanned(workspace) and window.desk.answers is not None)
    window.show_tests()
    settle(window)
    return window
