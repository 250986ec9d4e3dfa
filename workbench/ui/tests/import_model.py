"""The files of one import as rows: what is known, what is guessed, and what is still to be told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from workbench.model.language import Language
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TitledRows
from workbench.ui.tests.batch import Batch, Labels, batches, relabelled
from workbench.ui.tests.looking import Looked

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

COLUMNS = (
    phrase("File"),
    phrase("Format"),
    phrase("Architecture"),
    phrase("Instance type"),
    phrase("Scenario"),
    phrase("Software version"),
    phrase("Load client"),
)
_LABEL_COLUMNS = {2: "architecture", 3: "instance", 4: "scenario", 5: "software", 6: "client"}


@dataclass(frozen=True)
class ImportRow:
    """One file; `guessed` names the labels that come from its path and not from a person."""

    looked: Looked
    labels: Labels
    format: str = ""
    guessed: frozenset[str] = frozenset()

    @property
    def wanting(self) -> str:
        """What keeps the file from being imported: an English phrase; empty where nothing does."""
        if self.looked.error:
            return self.looked.error
        if not self.format:
            return phrase("choose the format")
        return "" if self.labels.architecture else phrase("choose the architecture")


def row_of(looked: Looked) -> ImportRow:
    """Return the row of a file as it was looked at."""
    labels = Labels(architecture=looked.architecture, instance=looked.instance)
    guessed = frozenset(name for name in ("architecture", "instance") if getattr(labels, name))
    format_ = looked.formats[0] if len(looked.formats) == 1 else ""
    return ImportRow(looked, labels, format_, guessed)


class ImportModel(TitledRows):
    """Rows arrive while files are looked at; labels change under the user's hand."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(column) for column in COLUMNS], parent)
        self._say = say
        self.rows: list[ImportRow] = []

    def add(self, looked: Looked) -> None:
        """Add the row of a file."""
        self.beginInsertRows(_ROOT, len(self.rows), len(self.rows))
        self.rows.append(row_of(looked))
        self.endInsertRows()

    def set_label(self, numbers: list[int], name: str, value: object) -> None:
        """Give the rows `numbers` a label that the user chose."""
        for number in numbers:
            row = self.rows[number]
            self.rows[number] = replace(
                row,
                labels=relabelled(row.labels, name, value),
                guessed=row.guessed - {name},
            )
        self._tell()

    def set_format(self, numbers: list[int], format_: str) -> None:
        """Read the rows `numbers` as `format_`, where they may be of it."""
        for number in numbers:
            if format_ in self.rows[number].looked.formats:
                self.rows[number] = replace(self.rows[number], format=format_)
        self._tell()

    def remove(self, numbers: list[int]) -> None:
        """Leave the rows `numbers` out of the import."""
        for number in sorted(numbers, reverse=True):
            self.beginRemoveRows(_ROOT, number, number)
            del self.rows[number]
            self.endRemoveRows()

    def batches(self) -> list[Batch]:
        """Return the runs that the rows make, broken files left out."""
        return batches((r.looked.path, r.format, r.labels) for r in self.rows if not r.wanting)

    def _tell(self) -> None:
        if self.rows:
            last = self.index(len(self.rows) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # --- Qt's questions

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        guessed = _LABEL_COLUMNS.get(column) in row.guessed
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column == 0:
                return str(row.looked.path)
            return self._say("Guessed from the path: check it.") if guessed else None
        if role == Qt.ItemDataRole.FontRole and guessed:
            font = QFont()
            font.setItalic(True)
            return font
        return None

    def _text(self, row: ImportRow, column: int) -> str:
        say = self._say
        if column == 0:
            return row.looked.path.name
        if column == 1:
            if row.looked.error:
                return say.filled(say(row.looked.error))
            return row.format or say("which? {formats}", formats=" / ".join(row.looked.formats))
        if row.looked.error:
            return ""
        name = _LABEL_COLUMNS[column]
        value = str(getattr(row.labels, name) or "")
        if name == "architecture" and not value:
            return say("which?")
        return say("{value} (guessed)", value=value) if name in row.guessed else value
