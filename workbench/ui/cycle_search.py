"""Python's search for cycles, on the thread of the window alone.

What it frees may be parts of Qt, which end the process when another thread frees them; left to
itself, the search runs in whichever thread happens to make objects.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY = 1_000
"""Milliseconds."""


class CycleSearch(QObject):
    """Searches where Python would have, at the next tick of the window's own clock."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.search)
        self._timer.start(_EVERY)

    @Slot()
    def search(self) -> None:
        """Search the oldest generation that is due, and with it all younger ones."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Leave the search to Python again: for when no other thread is left."""
        self._timer.stop()
        gc.enable()
