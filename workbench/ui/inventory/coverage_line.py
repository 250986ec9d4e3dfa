"""One quiet line on what was not read; it opens the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.assess.snapshot import Snapshot
from workbench.model.language import Language
from workbench.ui.style import set_part


class CoverageLine(QWidget):
    """Hidden while there is nothing to tell."""

    pressed = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.button = QPushButton()
        set_part(self.button, "quiet")
        self.button.clicked.connect(self.pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.button)
        layout.addStretch(1)
        self.hide()

    def show_coverage(self, snapshot: Snapshot, *, scanning: bool) -> None:
        """Say how many files of `snapshot` could not be read, and how many were left out."""
        say, coverage = self._say, snapshot.coverage
        unread, omitted = len(coverage.problems), len(coverage.omitted)
        parts = []
        if unread:
            parts.append(say("Not read, or not in full: {n}", n=f"{unread:,}"))
        if omitted:
            parts.append(say("Left out: {n}", n=f"{omitted:,}"))
        if snapshot.notices:
            parts.append(say("About the project's own files: {n}", n=f"{len(snapshot.notices):,}"))
        self.button.setText(" · ".join(parts))
        self.setVisible(bool(parts) and not scanning)
