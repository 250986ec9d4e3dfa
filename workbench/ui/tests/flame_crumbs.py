"""The way from the root to the frame that is zoomed to, each step a button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from workbench.model.language import Language
from workbench.results.flame.tree import FlameTree
from workbench.ui.style import set_part

_MOST = 5
_NAME = 36


class FlameCrumbs(QWidget):
    """The root, then the last steps; what lies between is one step further up."""

    wanted = Signal(int)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)
        self.steps: list[QPushButton] = []
        self._marks: list[QLabel] = []
        self.setAccessibleName(say("Zoomed to"))

    def show_path(self, tree: FlameTree, node: int) -> None:
        """Show the way to `node`."""
        for old in (*self.steps, *self._marks):
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.steps, self._marks = [], []
        path = tree.path(node)
        left_out = path[1:-_MOST]
        for step in (path[0], *left_out[-1:], *path[1:][-_MOST:]):
            if self.steps:
                mark = QLabel("›")
                set_part(mark, "muted")
                self._marks.append(mark)
                self._layout.insertWidget(self._layout.count() - 1, mark)
            name = tree.name(step) or self._say("All stacks")
            button = QPushButton("…" if step in left_out else _short(name))
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setProperty("node", step)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            set_part(button, "link")
            button.clicked.connect(self._on_step)
            self.steps.append(button)
            self._layout.insertWidget(self._layout.count() - 1, button)

    @Slot()
    def _on_step(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.wanted.emit(int(sender.property("node")))


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
