"""The preview below the rows: the file, the lines around the occurrence, that one marked."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.model.component import Occurrence
from workbench.model.language import Language
from workbench.ui.jobs import Jobs, Lane, Ticket
from workbench.ui.labels import ElidedLabel, label
from workbench.ui.source.excerpt import Excerpt, read_excerpt
from workbench.ui.source.source_text import SourceText
from workbench.ui.style import set_part


class SourcePreview(QFrame):
    """Reads in the reading lane and shows only what was asked for last."""

    shown = Signal()

    def __init__(self, say: Language, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._jobs = jobs
        self._ticket: Ticket | None = None
        self._wanted: tuple[Path, Occurrence] | None = None
        self._excerpt: Excerpt | None = None
        set_part(self, "box")
        self.setMinimumHeight(96)
        self._path = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        set_part(self._path, "small")
        self._note = label("", "small")
        self.copy = QPushButton(say("Copy path"))
        self.copy.clicked.connect(self.copy_path)
        self.edit = QPushButton(say("Open in editor"))
        self.edit.clicked.connect(self.open_in_editor)
        for button in (self.copy, self.edit):
            set_part(button, "link")
        self.text = SourceText()
        self.text.setAccessibleName(say("Source"))
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 8, 0)
        head.addWidget(self._path, 1)
        head.addWidget(self._note)
        head.addWidget(self.copy)
        head.addWidget(self.edit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 4)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.text, 1)
        layout.addStretch()
        self.clear()

    def show_place(self, root: Path, place: Occurrence, scanned_at: str) -> None:
        """Show the lines around `place` of the project at `root`."""
        if self._wanted == (root, place):
            return
        self._drop()
        self._wanted = (root, place)
        self._ticket = self._jobs.call(
            Lane.READING, lambda: read_excerpt(root, place, scanned_at), self._show
        )

    def clear(self) -> None:
        """Show nothing: nothing, or more than one thing, is selected."""
        self._drop()
        self._wanted, self._excerpt = None, None
        self._path.setText(self._say("The source of what is selected is shown here."))
        self._note.clear()
        self.text.clear()
        self.text.hide()
        self.copy.hide()
        self.edit.hide()

    def forget(self) -> None:
        """Read again next time: the files may be others after a scan."""
        self._wanted = None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._excerpt is not None:
            self.text.show_excerpt(self._excerpt)

    def _drop(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None

    def _show(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        place = f"{excerpt.path}:{excerpt.line}" if excerpt.line else excerpt.path
        self._path.setText(place)
        self._note.setText(self._say(excerpt.message, **dict(excerpt.values)))
        self.text.setVisible(bool(excerpt.lines))
        self.copy.show()
        self.edit.setVisible(bool(excerpt.lines))
        self.text.show_excerpt(excerpt)
        self.shown.emit()

    @Slot()
    def copy_path(self) -> None:
        """Put the absolute path of the shown file on the clipboard."""
        if self._wanted is not None:
            root, place = self._wanted
            QGuiApplication.clipboard().setText(str(root / place.path))

    @Slot()
    def open_in_editor(self) -> None:
        """Open the shown file with the program that the system has for it.

        Scripts and programs are shown in their folder instead: opening one could run it.
        """
        if self._wanted is None or self._excerpt is None or not self._excerpt.lines:
            return
        root, place = self._wanted
        path = root / place.path
        safe = path.suffix.lower() in _TEXT_SUFFIXES
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if safe else path.parent)))


_TEXT_SUFFIXES = frozenset(
    {".txt", ".md", ".toml", ".yaml", ".yml", ".json", ".xml", ".lock", ".mod", ".sum", ".cfg"}
    | {".ini", ".properties", ".gradle", ".kts", ".csproj", ".props", ".c", ".h", ".cpp", ".go"}
)
"""Kinds of files that systems open in an editor and never run."""
