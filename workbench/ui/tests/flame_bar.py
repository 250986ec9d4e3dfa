"""The controls above flame graphs: what is shown, its order, the search, reset and export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.results.flame.layout import ChildOrder
from workbench.results.flame.scaling import Basis
from workbench.ui.labels import ElidedLabel
from workbench.ui.style import set_part


class FlameSearch(QLineEdit):
    """The search field; Escape empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class FlameBar(QWidget):
    """Two lines of controls: what is drawn, and what is looked for in it."""

    mode_wanted = Signal(str)
    order_changed = Signal()
    basis_changed = Signal()
    icicle_changed = Signal(bool)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modes = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        top = QHBoxLayout()
        top.setSpacing(4)
        for mode, text in (
            ("both", say("Side by side")),
            ("difference-on-arm64", say("Difference, widths of arm64")),
            ("difference-on-x86_64", say("Difference, widths of x86_64")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setProperty("mode", mode)
            set_part(button, "count")
            self._modes.addButton(button)
            self._buttons[mode] = button
            top.addWidget(button)
        top.addStretch(1)
        self._basis = QComboBox()
        self._basis.setAccessibleName(say("Measure the difference by"))
        for basis, text, meaning in (
            (
                Basis.UNCHANGED,
                say("Against unchanged functions"),
                say(
                    "Both sides are scaled so that the middle function, by its ratio, is equal: "
                    "what did not change is at zero, whatever else grew."
                ),
            ),
            (
                Basis.SHARE,
                say("Against all samples"),
                say(
                    "Shares of each side's samples: "
                    "where one function grows, the shares of all others shrink."
                ),
            ),
            (
                Basis.AMOUNT,
                say("As recorded"),
                say("Amounts as they are: only for the same work, recorded in the same way."),
            ),
        ):
            self._basis.addItem(text, basis)
            place = self._basis.count() - 1
            self._basis.setItemData(place, meaning, Qt.ItemDataRole.ToolTipRole)
        self._explain_basis()
        self._basis_label = QLabel(say("Difference:"))
        set_part(self._basis_label, "muted")
        self._basis_label.setBuddy(self._basis)
        top.addWidget(self._basis_label)
        top.addWidget(self._basis)
        self._order = QComboBox()
        self._order.setAccessibleName(say("Order of the callees"))
        self._order.setToolTip(say("Order is not time: callees are sorted by this."))
        self._order.addItem(say("Sorted by name"), ChildOrder.NAME)
        self._order.addItem(say("Sorted by share"), ChildOrder.WEIGHT)
        self.icicle = QToolButton()
        self.icicle.setText(say("Root at the top"))
        self.icicle.setCheckable(True)
        self.icicle.setChecked(True)
        set_part(self.icicle, "count")
        top.addWidget(self._order)
        top.addWidget(self.icicle)
        self.search = FlameSearch()
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(say("Search functions"))
        self.search.setAccessibleName(say("Search functions"))
        self.search.setMinimumWidth(220)
        self.found = ElidedLabel()
        set_part(self.found, "muted")
        self.reset = QPushButton(say("Reset"))
        self.reset.setToolTip(say("Undo zoom, search, focus and hidden functions"))
        self.export = QPushButton(say("Save the picture…"))
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.search)
        below.addWidget(self.found, 1)
        below.addWidget(self.reset)
        below.addWidget(self.export)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(below)
        self._buttons["both"].setChecked(True)
        self._modes.buttonClicked.connect(self._on_mode)
        self._order.currentIndexChanged.connect(self.order_changed)
        self._basis.currentIndexChanged.connect(self._on_basis)
        self.icicle.toggled.connect(self.icicle_changed)

    def set_both(self, both: bool) -> None:
        """Offer differences only where there are two sides."""
        for part in (*self._buttons.values(), self._basis_label, self._basis):
            part.setVisible(both)

    def show_mode(self, mode: str) -> None:
        """Check the button of `mode`."""
        self._buttons[mode].setChecked(True)

    def order(self) -> ChildOrder:
        """Return the chosen order of callees."""
        return ChildOrder(self._order.currentData())

    def choose_order(self, order: ChildOrder) -> None:
        """Choose an order of callees."""
        self._order.setCurrentIndex(self._order.findData(order))

    def basis(self) -> Basis:
        """Return what differences are measured by."""
        return Basis(self._basis.currentData())

    def choose_basis(self, basis: Basis) -> None:
        """Choose what differences are measured by."""
        self._basis.setCurrentIndex(self._basis.findData(basis))

    @Slot()
    def _on_basis(self) -> None:
        self._explain_basis()
        self.basis_changed.emit()

    def _explain_basis(self) -> None:
        meaning = self._basis.currentData(Qt.ItemDataRole.ToolTipRole)
        self._basis.setToolTip(meaning)
        self._basis.setAccessibleDescription(meaning)

    @Slot(QToolButton)
    def _on_mode(self, button: QToolButton) -> None:
        self.mode_wanted.emit(str(button.property("mode")))
