"""What stands where there is nothing to show: what happened, and what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.ui.labels import label


class EmptyState(QWidget):
    """A heading, a sentence or two, and at most one button."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "heading")
        self._text = label("", "muted")
        self._text.setWordWrap(True)
        self._text.setMaximumWidth(560)
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for widget in (self._title, self._text):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def show_text(self, title: str, text: str, button: str = "") -> None:
        """Show `title`, `text`, and a button if it has a text."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setMinimumWidth(min(480, self._text.fontMetrics().horizontalAdvance(text)))
        self._text.setVisible(bool(text))
        self.button.setText(button)
        self.button.setVisible(bool(button))
