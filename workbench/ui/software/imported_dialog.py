"""What was imported into the project, and taking it away again."""

from __future__ import annotations

from PySide6.QtCore import (
    QObject,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.model.language import Language
from workbench.model.source import Source
from workbench.ui.labels import wrapped
from workbench.ui.phrases import moment, phrase
from workbench.ui.row_table import TextRows, set_up_rows

COLUMNS = (
    phrase("Name"),
    phrase("Host"),
    phrase("Operating system"),
    phrase("Format"),
    phrase("Files"),
    phrase("Imported"),
)


class SourcesModel(TextRows):
    """One import a row."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(column) for column in COLUMNS], parent=parent)
        self._say = say
        self.sources: tuple[Source, ...] = ()

    def show(self, sources: tuple[Source, ...]) -> None:
        """Show `sources` instead of those before."""
        self.sources = sources
        self.replace([self._texts(source) for source in sources])

    def _texts(self, source: Source) -> tuple[str, ...]:
        return (
            source.id,
            source.host,
            source.os,
            ", ".join(sorted({file.format for file in source.files})),
            ", ".join(file.name for file in source.files),
            moment(source.imported, self._say.code) if source.imported else "",
        )


class ImportedListsDialog(QDialog):
    """Removing is a change that can be undone."""

    remove_wanted = Signal(list)
    """The Sources to set aside."""

    def __init__(
        self, sources: tuple[Source, ...], say: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Imported lists"))
        self.resize(860, 420)
        self.model = SourcesModel(say, self)
        self.model.show(sources)
        self.table = QTableView()
        self.table.setModel(self.model)
        set_up_rows(self.table, say("Imported lists"))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.remove = QPushButton(say("Remove"))
        self.remove.setToolTip(say("Remove the selected imports (Delete)"))
        self.remove.clicked.connect(self._on_remove)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_remove)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        text = say("Nothing was imported yet: choose Import a list or SBOM.")
        if sources:
            text = say(
                "Kept byte for byte in .workbench/inventory. Undo brings a removed one back."
            )
        below = QHBoxLayout()
        below.addWidget(self.remove)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(wrapped(text, "muted"))
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.table.selectionModel().selectionChanged.connect(self._follow)
        self._follow()

    def selected(self) -> list[Source]:
        """Return the selected imports."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.sources[row] for row in rows]

    @Slot()
    def _follow(self) -> None:
        self.remove.setEnabled(bool(self.selected()))

    @Slot()
    def _on_remove(self) -> None:
        gone = self.selected()
        if gone:
            self.remove_wanted.emit(gone)
            self.model.show(tuple(s for s in self.model.sources if s not in gone))
            self._follow()
