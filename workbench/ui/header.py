"""What is open and how fresh it is, and the three things one does with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.assess.snapshot import Snapshot
from workbench.model.language import Language
from workbench.ui.labels import ElidedLabel
from workbench.ui.phrases import ago, utc_now
from workbench.ui.scan import Scan
from workbench.ui.style import set_part

_REFRESH_MILLISECONDS = 30_000
_ROOM_FOR_ALL = 620
"""Pixels below which checking online is left to its menu."""


class Header(QWidget):
    """Name, path, freshness; while a scan runs, its progress and a button that stops it."""

    rescan = Signal()
    stop = Signal()
    check_online = Signal()
    export_pdf = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._snapshot: Snapshot | None = None
        self._scan: Scan | None = None
        self.name = ElidedLabel()
        set_part(self.name, "title")
        self.path = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        set_part(self.path, "muted")
        self.path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state = ElidedLabel()
        set_part(self.state, "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(say("Scan progress"))
        self.stop_button = QPushButton(say("Stop"))
        self.stop_button.setToolTip(say("Stop the scan (Shift+F5)"))
        self.rescan_button = QPushButton(say("Rescan"))
        self.rescan_button.setToolTip(say("Scan the folder again (F5)"))
        self.online_button = QPushButton(say("Check online…"))
        self.online_button.setToolTip(
            say("Ask container registries which images exist for arm64 (Ctrl+L)")
        )
        self.export_button = QPushButton(say("Export PDF"))
        self.export_button.setToolTip(say("Write the assessment as a PDF (Ctrl+E)"))
        set_part(self.export_button, "primary")
        self.stop_button.clicked.connect(self.stop)
        self.rescan_button.clicked.connect(self.rescan)
        self.online_button.clicked.connect(self.check_online)
        self.export_button.clicked.connect(self.export_pdf)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MILLISECONDS)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name)
        first.addWidget(self.path, 1, Qt.AlignmentFlag.AlignBottom)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.state, 1)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addLayout(first)
        text.addLayout(second)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(text, 1)
        for button in (
            self.online_button,
            self.stop_button,
            self.rescan_button,
            self.export_button,
        ):
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.progress)

    def show_state(self, snapshot: Snapshot, scan: Scan | None) -> None:
        """Show the project of `snapshot` and how far `scan` is."""
        self._snapshot, self._scan = snapshot, scan
        scanning = scan is not None
        self.stop_button.setVisible(scanning)
        self.rescan_button.setVisible(not scanning)
        self.export_button.setEnabled(bool(snapshot.scanned_at) and not scanning)
        self.online_button.setEnabled(bool(snapshot.scanned_at) and not scanning)
        self.progress.setVisible(scanning)
        if scan is not None:
            self.progress.setRange(0, max(0, scan.total))
            self.progress.setValue(scan.done if scan.total else -1)
        self._refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.online_button.setVisible(self.width() >= _ROOM_FOR_ALL)

    @Slot()
    def _refresh(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.name.setText(snapshot.name)
        self.path.setText(shortened(snapshot.root))
        self.path.setToolTip(snapshot.root)
        self.state.setText(self._state(snapshot))

    def _state(self, snapshot: Snapshot) -> str:
        say, scan = self._say, self._scan
        if scan is not None and scan.online:
            done, total = f"{scan.done:,}", f"{scan.total:,}"
            return say("Checking online: {done} of {total}", done=done, total=total)
        if scan is not None and scan.total:
            done, total = f"{scan.done:,}", f"{scan.total:,}"
            return say("Scanning: {done} of {total} files", done=done, total=total)
        if scan is not None:
            return say("Scanning: {n} files found", n=f"{scan.done:,}")
        if not snapshot.scanned_at:
            return say("not scanned yet")
        files = say("{n} files", n=f"{snapshot.coverage.files:,}")
        asked = say("checked online") if snapshot.coverage.looked_up else say("offline")
        return " · ".join([ago(snapshot.scanned_at, utc_now(), say), files, asked])


def shortened(path: str) -> str:
    """Return `path` with the home folder as `~`."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path == home or path.startswith(home + "/") else path
