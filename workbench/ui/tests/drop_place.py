"""What stands where there are no results yet: what can be dropped here, and where it comes from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.labels import label, wrapped
from workbench.ui.phrases import phrase
from workbench.ui.style import set_part

KINDS: tuple[tuple[str, str, str], ...] = (
    ("functional", phrase("Test reports"), phrase("Do the same tests pass?")),
    ("coverage", phrase("Coverage"), phrase("Is the same code tested?")),
    ("load", phrase("Load tests"), phrase("How much does each side hold?")),
    ("benchmarks", phrase("Benchmarks"), phrase("How fast is each part?")),
    ("profiles", phrase("Profiles"), phrase("Where does the time go?")),
)


class DropPlace(QFrame):
    """The list of formats is the registry's own, so it never says more or less than is read."""

    import_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_part(self, "drop")
        self.files = QPushButton(say("Import files…"))
        set_part(self.files, "primary")
        self.files.clicked.connect(self.import_wanted)
        self.folder = QPushButton(say("Import a folder…"))
        self.folder.clicked.connect(self.folder_wanted)
        text = say(
            "Drop the files or folders that your tests wrote on x86_64 and on arm64. The format is "
            "recognised by the content; what it was measured on is asked."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addWidget(label(say("No test results yet"), "title"))
        layout.addWidget(wrapped(text))
        buttons = QHBoxLayout()
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        layout.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)
        layout.addLayout(self._grid)
        layout.addStretch(1)
        self._say = say

    def list_formats(self) -> None:
        """Fill the list; the registry is loaded only when the place is looked at."""
        if self._grid.count():
            return
        from workbench.results import benchmarks, coverage, functional, load, profiles

        families = {
            "functional": functional.FORMATS,
            "coverage": coverage.FORMATS,
            "load": load.FORMATS,
            "benchmarks": benchmarks.FORMATS,
            "profiles": profiles.FORMATS,
        }
        shown = [(kind, families[kind[0]]) for kind in KINDS if families[kind[0]]]
        for row, ((_, title, question), formats) in enumerate(shown):
            name = QVBoxLayout()
            name.setSpacing(0)
            name.addWidget(label(self._say(title), "strong"))
            name.addWidget(label(self._say(question), "small"))
            name.addStretch(1)
            self._grid.addLayout(name, row, 0)
            titles = self._say(", ").join(format_.title for format_ in formats)
            self._grid.addWidget(wrapped(titles, "muted"), row, 1, Qt.AlignmentFlag.AlignTop)

    @Slot(bool)
    def show_over(self, over: bool) -> None:
        """Show that something to drop is above."""
        set_part(self, "drop-over" if over else "drop")


def paths_in(data: QMimeData) -> list[Path]:
    """Return the local files and folders in `data`."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
