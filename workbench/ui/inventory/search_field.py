"""The search field: free words and field words, completed while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolButton, QWidget

from workbench.model.language import Language
from workbench.ui.colours import scheme_of
from workbench.ui.icons import icon
from workbench.ui.inventory.query import VALUES

_CHOOSING = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_LEAVING = (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """A line edit that completes the field word or value at the cursor."""

    left = Signal()
    """Escape, Enter or the down key: back to the rows."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._complete)
        self.setClearButtonEnabled(True)
        example = "numpy  status:blocked  kind:library  file:services/*"
        self.setPlaceholderText(say("Search: {example}", example=example))
        self.setAccessibleName(say("Search"))
        words = "  ".join(f"{name}:" for name in VALUES)
        self.setToolTip(say("Field words: {words}", words=words))
        self.textEdited.connect(self._offer)
        self._picture = self.addAction(
            icon("search", scheme_of(self.palette()).muted, size=16),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        for child in self.children():
            if isinstance(child, QToolButton):
                child.setAccessibleName(say("Search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._completer.popup()
        if popup is not None and popup.isVisible() and event.key() in _CHOOSING:
            event.ignore()  # the completer chooses, or closes its list
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in _LEAVING:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._picture.setIcon(icon("search", scheme_of(self.palette()).muted, size=16))

    def offers(self, text: str, cursor: int) -> list[str]:
        """Return the completions of the word that ends at `cursor`."""
        word = text[:cursor].rpartition(" ")[2]
        name, colon, value = word.partition(":")
        if not colon:
            return [f"{n}:" for n in VALUES if n.startswith(word.lower())] if word else []
        head, comma, last = value.rpartition(",")
        known = VALUES.get(name.lower(), ())
        offered = [v for v in known if v.startswith(last.lower()) and v != last]
        return [f"{name}:{head}{comma}{v}" for v in offered]

    @Slot(str)
    def _offer(self, text: str) -> None:
        offers = self.offers(text, self.cursorPosition())
        self._words.setStringList(offers)
        if offers:
            area = self.rect()
            area.setWidth(min(area.width(), 280))
            self._completer.complete(area)
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    @Slot(str)
    def _complete(self, word: str) -> None:
        cursor = self.cursorPosition()
        text = self.text()
        start = text[:cursor].rfind(" ") + 1
        end = "" if word.endswith(":") else " "
        self.setText(f"{text[:start]}{word}{end}{text[cursor:].lstrip()}")
        self.setCursorPosition(start + len(word) + len(end))
        if not end:
            self._offer(self.text())
