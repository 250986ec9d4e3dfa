"""The lists of one import as rows: what each is, and what is still to be told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.knowledge.systems import system_named
from workbench.model.language import Language
from workbench.model.source import TABLE
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TitledRows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

COLUMNS = (
    phrase("File"),
    phrase("Format"),
    phrase("Host"),
    phrase("Operating system"),
    phrase("Software"),
)


@dataclass(frozen=True)
class LookedList:
    """One file as it was looked at: its formats, or in one line why it cannot be imported."""

    path: Path
    formats: tuple[str, ...] = ()
    error: str = ""
    components: int = 0
    hosts: tuple[str, ...] = ()
    os: str = ""
    needs_host: bool = False
    needs_os: bool = False


@dataclass(frozen=True)
class ListRow:
    """One file, and what the user said of it."""

    looked: LookedList
    format: str = ""
    host: str = ""
    os: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it is a table, whose columns are asked for next."""
        return self.format == TABLE

    @property
    def wanting(self) -> str:
        """What keeps the file from being imported: an English phrase; empty where nothing does."""
        if self.looked.error:
            return self.looked.error
        if not self.format:
            return phrase("choose the format")
        if self.looked.needs_host and not self.host.strip():
            return phrase("name the host")
        if self.looked.needs_os and not self.os.strip():
            return phrase("name the operating system")
        if self.os.strip() and system_named(self.os) is None:
            return phrase("write the operating system like debian-12 or amzn-2")
        return ""


class ListModel(TitledRows):
    """Rows arrive while files are looked at."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(column) for column in COLUMNS], parent)
        self._say = say
        self.rows: list[ListRow] = []

    def add(self, looked: LookedList) -> None:
        """Add the row of a file; a file that was looked at again takes its row."""
        for number, row in enumerate(self.rows):
            if row.looked.path == looked.path:
                self.rows[number] = replace(row, looked=looked, os=row.os or looked.os)
                self._tell()
                return
        format_ = looked.formats[0] if len(looked.formats) == 1 else ""
        self.beginInsertRows(_ROOT, len(self.rows), len(self.rows))
        self.rows.append(ListRow(looked, format_, os=looked.os))
        self.endInsertRows()

    def change(self, numbers: list[int], **said: Any) -> None:
        """Take down what the user said of the rows `numbers`."""
        for number in numbers:
            self.rows[number] = replace(self.rows[number], **said)
        self._tell()

    def remove(self, numbers: list[int]) -> None:
        """Leave the rows `numbers` out of the import."""
        for number in sorted(numbers, reverse=True):
            self.beginRemoveRows(_ROOT, number, number)
            del self.rows[number]
            self.endRemoveRows()

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
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.looked.path) if index.column() == 0 else self._text(row, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        return None

    def _text(self, row: ListRow, column: int) -> str:
        say, looked = self._say, row.looked
        if column == 0:
            return looked.path.name
        if looked.error:
            return say(looked.error) if column == 1 else ""
        if column == 1:
            return row.format or say("which? {formats}", formats=" / ".join(looked.formats))
        if column == 2:
            named = looked.hosts[0] if len(looked.hosts) == 1 else f"{len(looked.hosts):,}"
            return row.host or (named if looked.hosts else say("which?") * looked.needs_host)
        if column == 3:
            return row.os or say("which?") * looked.needs_os
        return say("columns are asked next") if row.is_table else f"{looked.components:,}"
