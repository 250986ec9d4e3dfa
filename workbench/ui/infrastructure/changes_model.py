"""The proposed changes as rows, each with a box that takes it into the diff."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from workbench.model.change import Change
from workbench.model.language import Language
from workbench.ui.phrases import phrase
from workbench.ui.row_table import TitledRows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked

CHANGE, WHERE, CHECK = range(3)
COLUMNS = (phrase("Proposed change"), phrase("Where"), phrase("Check before applying"))


class ChangesModel(TitledRows):
    """Remembers what was left out, so that a later scan leaves the same out again."""

    chosen_changed = Signal()

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__([say(column) for column in COLUMNS], parent)
        self._say = say
        self.every: tuple[Change, ...] = ()
        """All that is proposed, in the order of the files."""
        self.changes: tuple[Change, ...] = ()
        """Those of them that are shown."""
        self._words: tuple[str, ...] = ()
        self._left_out: set[Change] = set()

    @property
    def chosen(self) -> tuple[Change, ...]:
        """The changes that are to be in the diff, shown or not."""
        return tuple(c for c in self.every if c.edits and c not in self._left_out)

    def show(self, changes: tuple[Change, ...]) -> None:
        """Show `changes` instead of those before, as far as the filter lets them."""
        self.every = tuple(sorted(changes, key=lambda c: (c.path, c.line, c.id, c.detail)))
        self._refill()

    def filter(self, text: str) -> None:
        """Show only the changes that hold every word of `text` in any of their columns."""
        self._words = tuple(text.casefold().split())
        self._refill()

    def _refill(self) -> None:
        self.beginResetModel()
        self.changes = tuple(change for change in self.every if self._is_wanted(change))
        self.endResetModel()

    def _is_wanted(self, change: Change) -> bool:
        texts = (self._text(change, column) for column in range(len(COLUMNS)))
        held = " ".join(texts).casefold() if self._words else ""
        return all(word in held for word in self._words)

    def take_all(self) -> None:
        """Start anew: another project is open."""
        self._left_out.clear()

    def toggle(self, rows: list[int]) -> None:
        """Take the changes of `rows` in; leave them out where all of them are in already."""
        meant = [self.changes[row] for row in rows if self.changes[row].edits]
        if not meant:
            return
        if any(change in self._left_out for change in meant):
            self._left_out.difference_update(meant)
        else:
            self._left_out.update(meant)
        self._tell(min(rows), max(rows))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.changes)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == CHANGE and self.changes[index.row()].edits:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        change = self.changes[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(change, index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == CHANGE and change.edits:
            return _UNCHECKED if change in self._left_out else _CHECKED
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.changes[index.row()].edits:
            return False
        change = self.changes[index.row()]
        if Qt.CheckState(value) == _CHECKED:
            self._left_out.discard(change)
        else:
            self._left_out.add(change)
        self._tell(index.row(), index.row())
        return True

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        self.chosen_changed.emit()

    def _text(self, change: Change, column: int) -> str:
        if column == CHANGE:
            return change_text(change, self._say)
        if column == WHERE:
            return f"{change.path}:{change.line}" if change.line else change.path
        if not change.edits:
            return self._say("by hand")
        return self._say("; ").join(self._say(doubt) for doubt in change.doubts)


def change_text(change: Change, say: Language) -> str:
    """Return what `change` does, in the reader's language, places filled."""
    return say(change.detail, **dict(change.values))
