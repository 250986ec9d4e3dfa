"""The labels of runs: one form for importing files and for editing runs."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.ui.labels import label
from workbench.ui.phrases import phrase
from workbench.ui.tests.batch import LABELS, Labels

TITLES: dict[str, str] = {
    "architecture": phrase("Architecture"),
    "instance": phrase("Instance type"),
    "scenario": phrase("Scenario"),
    "software": phrase("Software version"),
    "client": phrase("Load client"),
}
_HINTS: dict[str, str] = {
    "instance": phrase("m7g.2xlarge"),
    "scenario": phrase("checkout, 2 KB bodies"),
    "software": phrase("2.4.1"),
    "client": phrase("c7i.xlarge"),
}


class LabelForm(QWidget):
    """Says at once what the user changed; setting it from code says nothing."""

    edited = Signal(str, object)
    """The name of a label, and its new value."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.architecture = QComboBox()
        self.architecture.addItem(say("choose"), None)
        for architecture in Architecture:
            self.architecture.addItem(architecture.value, architecture)
        self.architecture.activated.connect(self._on_architecture)
        self.fields: dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, name in enumerate(LABELS):
            widget: QWidget = self.architecture
            if name != "architecture":
                field = QLineEdit()
                field.setPlaceholderText(say(_HINTS[name]))
                field.textEdited.connect(partial(self._on_text, name))
                widget = self.fields[name] = field
            widget.setAccessibleName(say(TITLES[name]))
            caption = label(say(TITLES[name]), "small")
            caption.setBuddy(widget)
            grid.addWidget(caption, 0, column)
            grid.addWidget(widget, 1, column)

    def show_labels(self, chosen: list[Labels]) -> None:
        """Show what all of `chosen` have in common; where they differ the field is empty."""
        common: dict[str, Any] = {}
        for name in LABELS:
            values = {getattr(one, name) for one in chosen}
            common[name] = values.pop() if len(values) == 1 else ""
        self.architecture.setCurrentIndex(
            max(self.architecture.findData(common["architecture"] or None), 0)
        )
        for name, field in self.fields.items():
            if field.text() != common[name]:
                field.setText(common[name])
        self.setEnabled(bool(chosen))

    def labels(self) -> Labels:
        """Return what the form says."""
        texts = {name: field.text().strip() for name, field in self.fields.items()}
        return Labels(self.architecture.currentData(), **texts)

    def _on_architecture(self) -> None:
        self.edited.emit("architecture", self.architecture.currentData())

    def _on_text(self, name: str, text: str) -> None:
        self.edited.emit(name, text.strip())
