"""A sentence whose numbers stand out."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from workbench.ui.tests.wording import pieces, plain


class Sentence(QLabel):
    """Shows what `wording` returns: parts between asterisks are bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setMinimumWidth(80)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_sentence(self, text: str) -> None:
        """Show `text`."""
        self.setText(
            "".join(f"<b>{escape(p)}</b>" if strong else escape(p) for p, strong in pieces(text))
        )
        self.setAccessibleName(plain(text))
