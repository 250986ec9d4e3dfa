"""The rail at the left: the places of the window, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from workbench.model.language import Language
from workbench.ui.colours import scheme_of
from workbench.ui.icons import icon
from workbench.ui.phrases import phrase
from workbench.ui.style import set_part


class Place(StrEnum):
    """Where one can be in the window."""

    INVENTORY = "inventory"
    TESTS = "tests"
    INFRASTRUCTURE = "infrastructure"
    REPORT = "report"


@dataclass(frozen=True)
class _Entry:
    place: Place
    title: str
    icon: str


PLACES: tuple[_Entry, ...] = (
    _Entry(Place.INVENTORY, phrase("Inventory"), "inventory"),
    _Entry(Place.TESTS, phrase("Tests"), "tests"),
    _Entry(Place.INFRASTRUCTURE, phrase("Infra"), "infrastructure"),
    _Entry(Place.REPORT, phrase("Report"), "report"),
)


class Rail(QFrame):
    """One button a place; the chosen one is marked by colour, bar and state."""

    chosen = Signal(object)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_part(self, "rail")
        self._group = QButtonGroup(self)
        self._buttons: dict[Place, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 1, 8)
        layout.setSpacing(0)
        for number, entry in enumerate(PLACES):
            button = QToolButton()
            set_part(button, "place")
            button.setCheckable(True)
            button.setText(say(entry.title))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setIconSize(QSize(22, 22))
            button.setFixedSize(80, 64)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(f"{say(entry.title)} (Ctrl+{number + 1})")
            self._group.addButton(button, number)
            self._buttons[entry.place] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self._group.idClicked.connect(self._on_click)
        self._paint_icons()
        self.show_place(Place.INVENTORY)

    def show_place(self, place: Place) -> None:
        """Mark `place` as the one that is shown."""
        self._buttons[place].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icons()

    def _paint_icons(self) -> None:
        scheme = scheme_of(self.palette())
        for entry in PLACES:
            made = icon(entry.icon, scheme.muted, scheme.link, size=22)
            self._buttons[entry.place].setIcon(made)

    @Slot(int)
    def _on_click(self, number: int) -> None:
        self.chosen.emit(PLACES[number].place)
