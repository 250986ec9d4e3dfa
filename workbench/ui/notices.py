"""Quiet lines above the content: something that matters, and at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.colours import scheme_of
from workbench.ui.icons import icon
from workbench.ui.labels import breakable, label
from workbench.ui.style import set_part


class Notice(QFrame):
    """One line with its button and a cross to put it away."""

    pressed = Signal(str)
    closed = Signal(str)

    def __init__(
        self,
        say: Language,
        name: str,
        text: str,
        button: str,
        *,
        calm: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        set_part(self, "box" if calm else "notice")
        self.label = label(breakable(text))
        self.label.setWordWrap(True)
        self.label.setMinimumWidth(80)
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.addWidget(self.label, 1)
        self.button = QPushButton(button)
        self.button.setVisible(bool(button))
        self.button.clicked.connect(self._press)
        layout.addWidget(self.button)
        scheme = scheme_of(self.palette())
        colour = scheme.muted if calm else scheme.warning_text
        self.cross = QToolButton()
        self.cross.setIcon(icon("close", colour, size=14))
        self.cross.setAccessibleName(say("Close this notice"))
        self.cross.setToolTip(say("Close this notice"))
        self.cross.clicked.connect(self._close)
        layout.addWidget(self.cross)

    @Slot()
    def _press(self) -> None:
        self.pressed.emit(self.name)

    @Slot()
    def _close(self) -> None:
        self.closed.emit(self.name)


class Notices(QWidget):
    """All notices that hold now; one with the name of another takes its place."""

    pressed = Signal(str)
    """The name of the notice whose button was pressed."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._shown: dict[str, Notice] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.hide()

    def show_notice(self, name: str, text: str, button: str = "", *, calm: bool = False) -> None:
        """Show `text` under `name`; `calm` where nothing is wrong."""
        self.put_away(name)
        notice = Notice(self._say, name, text, button, calm=calm)
        notice.pressed.connect(self.pressed)
        notice.closed.connect(self.put_away)
        self._shown[name] = notice
        self._layout.addWidget(notice)
        self.show()

    @Slot(str)
    def put_away(self, name: str) -> None:
        """Show the notice called `name` no longer."""
        notice = self._shown.pop(name, None)
        if notice is not None:
            self._layout.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))

    def clear(self) -> None:
        """Put all notices away."""
        for name in tuple(self._shown):
            self.put_away(name)

    def texts(self) -> dict[str, str]:
        """Return what is shown, by name."""
        return {name: notice.accessibleName() for name, notice in self._shown.items()}
