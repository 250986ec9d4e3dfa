"""One list of tests that did not end alike: name, cause, reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.model.language import Language
from workbench.ui.phrases import phrase
from workbench.ui.tests.answers import FileLoss, TestDifference
from workbench.ui.tests.numbers import fraction

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

TEST_COLUMNS = (phrase("Test"), phrase("Cause"), phrase("Reason"))
FILE_COLUMNS = (phrase("File"), phrase("x86_64"), phrase("arm64"), phrase("Lines lost on arm64"))

CAUSES: dict[str, str] = {
    "environment": phrase("environment"),
    "arm64": phrase("arm64"),
    "pre-existing": phrase("pre-existing"),
    "unexplained": phrase("unexplained"),
}
_MOST_RANGES = 12


class RowsModel(QAbstractTableModel):
    """Rows of texts that are ready to be shown; the last column's tooltip holds the message."""

    def __init__(self, say: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._titles: tuple[str, ...] = TEST_COLUMNS
        self.rows: Sequence[tuple[str, ...]] = ()
        self._tips: list[str] = []

    def show_tests(self, tests: tuple[TestDifference, ...]) -> None:
        """Show `tests`."""
        say = self._say
        rows = [
            (
                t.id,
                say(CAUSES.get(t.cause, t.cause)),
                say.filled(say(t.reason)) or _first(t.message),
            )
            for t in tests
        ]
        self._show(TEST_COLUMNS, rows, [t.message or t.reason for t in tests])

    def show_files(self, losses: tuple[FileLoss, ...]) -> None:
        """Show source files that lost covered lines."""
        rows = [(f.path, _share(f.x86_64), _share(f.arm64), ranges(f.lost)) for f in losses]
        self._show(FILE_COLUMNS, rows, [ranges(f.lost, 10_000) for f in losses])

    def _show(
        self, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], tips: list[str]
    ) -> None:
        self.beginResetModel()
        self._titles, self.rows, self._tips = titles, rows, tips
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._say(self._titles[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            last = index.column() == len(self._titles) - 1
            return self._tips[index.row()] if last else self.rows[index.row()][index.column()]
        return None


def ranges(lines: tuple[int, ...], most: int = _MOST_RANGES) -> str:
    """Return sorted line numbers as ranges: "12–15, 40"."""
    found: list[list[int]] = []
    for line in lines:
        if found and line == found[-1][1] + 1:
            found[-1][1] = line
        else:
            found.append([line, line])
    texts = [f"{a}–{b}" if b > a else str(a) for a, b in found[:most]]
    return ", ".join(texts) + ("…" if len(found) > most else "")


def _share(value: float | None) -> str:
    return "–" if value is None else fraction(value)


def _first(message: str) -> str:
    return message.strip().partition("\n")[0]
