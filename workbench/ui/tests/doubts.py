"""What to doubt: one band below the picture, a line a warning."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.labels import breakable, label
from workbench.ui.style import set_part

_SHOWN = 4


class Doubts(QFrame):
    """Hidden while there is nothing to doubt."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        set_part(self, "notice")
        self._text = label("")
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(80)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        layout.addWidget(self._text)
        self.hide()

    def show_warnings(self, warnings: tuple[str, ...]) -> None:
        """Show `warnings`, the first few of them; the tooltip holds all."""
        lines = [f"⚠ {breakable(self._say.filled(text))}" for text in warnings]
        shown = lines[:_SHOWN]
        if len(lines) > _SHOWN:
            shown.append(self._say("and {n} more", n=f"{len(lines) - _SHOWN:,}"))
        self._text.setText("\n".join(shown))
        self._text.setToolTip("\n".join(lines))
        self.setAccessibleName("\n".join(self._say.filled(text) for text in warnings))
        self.setVisible(bool(warnings))
