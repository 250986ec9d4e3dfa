"""Nothing is open: open a folder, go on with a recent one, or try the sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.colours import scheme_of
from workbench.ui.header import shortened
from workbench.ui.icons import icon, icon_path
from workbench.ui.labels import ElidedLabel, label
from workbench.ui.notices import Notices
from workbench.ui.style import set_part

SHOWN = 6


@dataclass(frozen=True)
class Recent:
    """A project that was opened before, and whether its folder is still there."""

    path: str
    name: str
    missing: bool


class StartPage(QWidget):
    """Short and calm: two buttons, a place to drop a folder, the recent projects."""

    open_wanted = Signal()
    sample_wanted = Signal()
    project_wanted = Signal(str)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setAcceptDrops(True)
        self.notices = Notices(say)
        self._picture = QLabel()
        self._picture.setPixmap(QIcon(icon_path("workbench")).pixmap(QSize(56, 56)))
        self.open_button = QPushButton(say("Open folder…"))
        set_part(self.open_button, "primary")
        self.open_button.clicked.connect(self.open_wanted)
        self.sample_button = QPushButton(say("Open the sample project"))
        self.sample_button.clicked.connect(self.sample_wanted)
        self._drop = QFrame()
        set_part(self._drop, "drop")
        self._state = label("", "muted")
        self._recent_heading = label(say("Recent projects"), "heading")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._lay_out()
        self.show_recent([])

    def _lay_out(self) -> None:
        say = self._say
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._picture)
        column.addWidget(label(say("Graviton migration workbench"), "title"))
        what = label(
            say("What software is in a workload, does it run on ARM64, and what must change?"),
            "muted",
        )
        what.setWordWrap(True)
        column.addWidget(what)
        column.addSpacing(8)
        column.addWidget(self.notices)
        inside = QVBoxLayout(self._drop)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        hint = label(say("Drop a project folder here, or open one. Nothing in it is run."))
        hint.setWordWrap(True)
        inside.addWidget(hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.sample_button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        inside.addWidget(self._state)
        column.addWidget(self._drop)
        column.addSpacing(16)
        column.addWidget(self._recent_heading)
        column.addLayout(self._recent)
        middle = QWidget()
        middle.setMaximumWidth(640)
        middle.setLayout(column)
        column.setContentsMargins(24, 24, 24, 24)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self._state.hide()

    def show_recent(self, projects: Iterable[Recent]) -> None:
        """List `projects`, the newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = list(projects)[:SHOWN]
        for project in shown:
            row = _RecentRow(project, self._say)
            row.wanted.connect(self.project_wanted)
            self._recent.addWidget(row)
        self._recent_heading.setVisible(bool(shown))

    def show_opening(self, name: str) -> None:
        """Say that the project called `name` is being opened; empty for none."""
        self._state.setText(self._say("Opening {name}…", name=name) if name else "")
        self._state.setVisible(bool(name))

    # --- drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if folder_in(event.mimeData()) is not None:
            set_part(self._drop, "drop-over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_part(self._drop, "drop")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        set_part(self._drop, "drop")
        folder = folder_in(event.mimeData())
        if folder is not None:
            event.acceptProposedAction()
            self.project_wanted.emit(str(folder))


class _RecentRow(QPushButton):
    """Name and path in one row that is a button."""

    wanted = Signal(str)

    def __init__(self, project: Recent, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_part(self, "row")
        self._path = project.path
        self.setAccessibleName(f"{project.name}, {project.path}")
        self.setToolTip(project.path)
        self.setEnabled(not project.missing)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.setSpacing(8)
        picture = QLabel()
        picture.setPixmap(icon("folder", scheme_of(self.palette()).muted, size=18).pixmap(18, 18))
        name = label(project.name, "strong")
        where = shortened(project.path)
        if project.missing:
            where = say("{path} is not there any more", path=where)
        path = ElidedLabel(where, Qt.TextElideMode.ElideMiddle)
        set_part(path, "muted")
        line.addWidget(picture)
        line.addWidget(name)
        line.addWidget(path, 1)
        self.setMinimumHeight(line.sizeHint().height())
        for part in (picture, name, path):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._on_click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_click(self) -> None:
        self.wanted.emit(self._path)


def folder_in(data: QMimeData) -> Path | None:
    """Return the folder that is dragged: itself, or the one of the only file; else None."""
    urls = [url for url in data.urls() if url.isLocalFile()]
    if len(urls) != 1:
        return None
    path = Path(urls[0].toLocalFile())
    if path.is_dir():
        return path
    return path.parent if path.is_file() else None
