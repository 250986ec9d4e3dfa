"""Adding one purchased product by hand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.model.component import Kind
from workbench.model.language import Language
from workbench.model.words import KIND
from workbench.project.purchased import Purchased, purchased_from
from workbench.ui.labels import label, wrapped
from workbench.ui.style import set_part

_KINDS = (Kind.APPLICATION, Kind.AGENT, Kind.SERVICE, Kind.LIBRARY, Kind.TOOL, Kind.CONTAINER_IMAGE)


class AddSoftwareDialog(QDialog):
    """Name, vendor, version, kind, where, note. Opened without holding up the window."""

    added = Signal(object)
    """A tuple of Purchased entries."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Add software"))
        self.setMinimumWidth(480)
        self.name, self.vendor, self.version = QLineEdit(), QLineEdit(), QLineEdit()
        self.where, self.note, self.url = QLineEdit(), QLineEdit(), QLineEdit()
        self.where.setPlaceholderText(say("all hosts, a path, a team"))
        self.kind = QComboBox()
        for kind in _KINDS:
            self.kind.addItem(say(KIND[kind]), kind)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        fields: tuple[tuple[str, QWidget], ...] = (
            (say("Name"), self.name),
            (say("Vendor"), self.vendor),
            (say("Version"), self.version),
            (say("Kind"), self.kind),
            (say("Where"), self.where),
            (say("Note"), self.note),
            (say("Link"), self.url),
        )
        for text, widget in fields:
            caption = label(text)
            caption.setBuddy(widget)
            widget.setAccessibleName(text)
            form.addRow(caption, widget)
        self.add = QPushButton(say("Add"))
        self.add.setDefault(True)
        set_part(self.add, "primary")
        self.add.setEnabled(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_add)
        buttons.rejected.connect(self.reject)
        self._message = wrapped("", "error")
        self._message.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        text = say("For software that no file of the project names: it was bought, or installed.")
        layout.addWidget(wrapped(text, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._message)
        layout.addWidget(buttons)
        self.name.textChanged.connect(self._on_name)
        self.name.setFocus()

    @Slot(str)
    def _on_name(self, text: str) -> None:
        self.add.setEnabled(bool(text.strip()))

    @Slot()
    def _on_add(self) -> None:
        try:
            entry = self.entry()
        except ValueError as error:
            self._message.setText(self._say(str(error)))
            self._message.show()
            return
        self.added.emit((entry,))
        self.accept()

    def entry(self) -> Purchased:
        """Return what was typed. Raises ValueError, one clause."""
        return purchased_from(
            {
                "name": self.name.text().strip(),
                "vendor": self.vendor.text().strip(),
                "version": self.version.text().strip(),
                "where": self.where.text().strip(),
                "note": self.note.text().strip(),
                "url": self.url.text().strip(),
                "kind": str(self.kind.currentData()),
            }
        )
