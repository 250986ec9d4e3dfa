"""What the window remembers from one start to the next. Losing it costs comfort, nothing else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from workbench.model.places import config_folder


class Settings:
    """Named values in an INI file under the user's configuration folder."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or config_folder() / "window.ini"
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """Return a remembered text."""
        value = self._store.value(name, default)
        return value if isinstance(value, str) else default

    def flag(self, name: str, default: bool) -> bool:
        """Return a remembered yes or no."""
        return self.text(name, "yes" if default else "no") == "yes"

    def state(self, name: str) -> QByteArray | None:
        """Return a remembered geometry or splitter state."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else None

    def keep(self, name: str, value: str | bool | QByteArray) -> None:
        """Remember `value` under `name`."""
        if isinstance(value, bool):
            value = "yes" if value else "no"
        self._store.setValue(name, value)

    def flush(self) -> None:
        """Write what is remembered now: the program may be about to end."""
        self._store.sync()
