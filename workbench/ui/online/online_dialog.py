"""Who would be asked, about how much, and with whose login: shown before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.ui.labels import label, wrapped
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TextRows, set_up_rows
from workbench.ui.style import set_part

if TYPE_CHECKING:
    from workbench.engine.online import Contact, Plan

COLUMNS = (phrase("Contacted"), phrase("Components"), phrase("How"))


class OnlineDialog(QDialog):
    """Accepted, it is a person's leave to ask what `registries`, `engine` and `inside` say."""

    wanted = Signal()
    """Other boxes are checked: another plan is to be shown."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setWindowTitle(say("Check online"))
        self.resize(720, 460)
        self.registries = QCheckBox(say("Ask container registries which images exist for arm64"))
        self.registries.setChecked(True)
        self.inside = QCheckBox(say("Fetch the arm64 images and look at the programs in them"))
        self.engine = QCheckBox(say("Ask the Docker or Podman engine of this machine"))
        for box in (self.registries, self.inside, self.engine):
            box.toggled.connect(self._on_toggled)
        self.model = TextRows([say(column) for column in COLUMNS], parent=self)
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_rows(self.table, say("Contacted"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.left_out = label("", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.check = buttons.addButton(say("Check online"), QDialogButtonBox.ButtonRole.AcceptRole)
        set_part(self.check, "primary")
        self.check.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        text = say(
            "Nothing is sent before you say so. The names of the images go to the hosts below; an "
            "answer is kept for a day, that on a digest for good."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(wrapped(text))
        for widget in (self.registries, self.inside, self.engine):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(4)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.left_out)
        layout.addWidget(buttons)

    def show_plan(self, plan: Plan) -> None:
        """Show whom `plan` asks."""
        say = self._say
        self.model.replace([self._row(contact) for contact in plan.contacts])
        self.check.setEnabled(bool(plan.contacts))
        count = len({left.purl for left in plan.left_out})
        if not plan.contacts:
            self.left_out.setText(say("There is nobody to ask about what this project holds."))
        elif count:
            self.left_out.setText(
                say("{n} are not asked about: own images, names that are not known", n=f"{count:,}")
            )
        else:
            self.left_out.clear()

    def _row(self, contact: Contact) -> tuple[str, str, str]:
        say = self._say
        how = []
        if contact.login:
            how.append(say("with your login"))
        if contact.plain:
            how.append(say("by plain HTTP if need be"))
        if contact.also:
            how.append(say("sends on to {hosts}", hosts=", ".join(contact.also)))
        return contact.host, f"{contact.count:,}", say(", ").join(how)

    @Slot()
    def _on_toggled(self) -> None:
        self.inside.setEnabled(self.registries.isChecked())
        if not self.registries.isChecked():
            self.inside.setChecked(False)
        self.wanted.emit()
