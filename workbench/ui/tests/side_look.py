"""How the two sides look in every chart: colour, dash and marker, so that colour is never alone.

Ochre and blue stay apart under the common colour deficiencies and in grey (their lightness
differs). Line colours keep a contrast of 3:1 or more on the ground of a chart, text colours 4.5:1.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from workbench.model.run import Architecture
from workbench.model.status import Status
from workbench.ui.colours import Scheme


@dataclass(frozen=True)
class Look:
    """One side in one appearance; `dot` is lighter than `line`, so that dots stay visible on it."""

    line: str
    dot: str
    dash: Qt.PenStyle
    marker: str
    """pyqtgraph's name of the symbol."""


_LIGHT = {
    Architecture.X86_64: Look("#8a6a2f", "#b98a35", Qt.PenStyle.DashLine, "o"),
    Architecture.ARM64: Look("#1763c6", "#3f8cf0", Qt.PenStyle.SolidLine, "t1"),
    None: Look("#5a6373", "#5a6373", Qt.PenStyle.SolidLine, "s"),
}
_DARK = {
    Architecture.X86_64: Look("#d9ab5c", "#f0c985", Qt.PenStyle.DashLine, "o"),
    Architecture.ARM64: Look("#5aa2ff", "#9bc8ff", Qt.PenStyle.SolidLine, "t1"),
    None: Look("#a3acba", "#a3acba", Qt.PenStyle.SolidLine, "s"),
}


def look_of(side: Architecture | None, scheme: Scheme) -> Look:
    """Return the look of `side`; None is what belongs to no side."""
    return (_DARK if scheme.dark else _LIGHT)[side]


def error_fill(scheme: Scheme) -> QColor:
    """Return what errors are filled with, whichever side's: their outline tells the side."""
    fill = QColor(scheme.status[Status.BLOCKED].text)
    fill.setAlpha(70)
    return fill
