"""Light or dark: what the system says, or what the user chose."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from workbench.ui.colours import DARK, LIGHT, Scheme, palette_of
from workbench.ui.icons import icon_path
from workbench.ui.style import style_sheet


class Appearance(StrEnum):
    """The choice of the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Gives the application its palette and style sheet, and follows the system's changes."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.appearance = Appearance.SYSTEM
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, appearance: Appearance) -> None:
        """Show the window in `appearance` from now on."""
        self.appearance = appearance
        scheme = self.scheme()
        self._application.setPalette(palette_of(scheme))
        chevron, check = (
            icon_path(f"{name}-{'dark' if scheme.dark else 'light'}")
            for name in ("chevron", "check")
        )
        sheet = style_sheet(scheme, self._application.font(), chevron, check)
        self._application.setStyleSheet(sheet)

    def scheme(self) -> Scheme:
        """Return the scheme that holds now."""
        if self.appearance is Appearance.SYSTEM:
            system = self._application.styleHints().colorScheme()
            return DARK if system is Qt.ColorScheme.Dark else LIGHT
        return DARK if self.appearance is Appearance.DARK else LIGHT

    @Slot()
    def _on_system_changed(self) -> None:
        if self.appearance is Appearance.SYSTEM:
            self.choose(Appearance.SYSTEM)
