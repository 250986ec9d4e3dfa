"""Japanese text without boxes: a shipped font where the system has none."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtGui import QFont, QFontDatabase

_PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


def load_japanese_font() -> str:
    """Return the family to fall back to for Japanese; empty where the system has its own."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.Japanese):
        return ""
    family = ""
    for package in _PACKAGES:
        for entry in files(package).iterdir():
            if entry.name.endswith((".otf", ".ttf")):
                number = QFontDatabase.addApplicationFont(str(entry))
                family = next(iter(QFontDatabase.applicationFontFamilies(number)), family)
    return family


def with_fallback(font: QFont, family: str) -> QFont:
    """Return `font` with `family` behind its own families."""
    if not family:
        return font
    wider = QFont(font)
    wider.setFamilies([*font.families(), family])
    return wider
