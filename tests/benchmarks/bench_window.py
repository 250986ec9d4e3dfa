"""How fast the window appears and filters, without a screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tests.benchmarks.measure import Ratio, command, compare
from tests.ui.builders import library
from workbench.model.language import Language
from workbench.ui.inventory.arrangement import Arrangement
from workbench.ui.inventory.query import parse

ROWS = 100_000

PAINTED = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
application = QApplication([])
{make}
QTimer.singleShot(0, application.quit)
application.exec()
"""
EMPTY = PAINTED.format(make="window = QWidget(); window.show()")
OURS = PAINTED.format(
    make="from workbench.ui.application import Program\nProgram(application).show(None)"
)


def ratios() -> Iterator[Ratio]:
    """Yield the cold start to the first turn of the event loop, and a filter of 100,000 rows."""
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    yield compare(
        "window, from cold",
        command(sys.executable, "-c", OURS, **offscreen),
        "empty Qt window",
        command(sys.executable, "-c", EMPTY, **offscreen),
    )
    arrangement = Arrangement(Language("en"))
    arrangement.take([library(number) for number in range(ROWS)])
    names = [f"library-{number} 1.0" for number in range(ROWS)]
    nothing: frozenset[tuple[str, ...]] = frozenset()
    yield compare(
        "filter of 100,000 rows",
        lambda: arrangement.rows(parse("library-99"), nothing, nothing),
        "substring search over the names",
        lambda: [name for name in names if "library-99" in name],
    )
