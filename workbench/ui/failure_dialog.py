"""A fault of the program itself: said plainly, copyable, and the program goes on."""

from __future__ import annotations

import platform
import sys

import PySide6
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench import __version__
from workbench.model.language import Language
from workbench.ui.jobs import Failure
from workbench.ui.labels import label, wrapped


class FailureDialog(QDialog):
    """What happened in one line, and everything that a bug report needs below it."""

    def __init__(self, failure: Failure, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Something went wrong"))
        self.resize(640, 400)
        self._details = f"{versions()}\n\n{failure.details}"
        details = QPlainTextEdit(self._details)
        details.setReadOnly(True)
        details.setAccessibleName(say("Details"))
        copy = QPushButton(say("Copy details"))
        copy.clicked.connect(self.copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(label(say("This is a fault of the program. Recorded decisions are safe.")))
        layout.addWidget(wrapped(failure.text, "strong"))
        text = say("You can go on working. To report it, copy the details.")
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(details, 1)
        layout.addWidget(buttons)

    @Slot()
    def copy(self) -> None:
        """Put versions and traceback on the clipboard."""
        QGuiApplication.clipboard().setText(self._details)


def versions() -> str:
    """Return the versions of everything that matters, one a line."""
    return "\n".join(
        (
            f"Graviton migration workbench {__version__}",
            f"Python {sys.version.split()[0]}",
            f"PySide6 {PySide6.__version__}",
            platform.platform(),
        )
    )
