"""Search field, grouping and rows: everything that says which components are on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer, QTimer, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.model.assessment import Assessment
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.ui.empty_state import EmptyState
from workbench.ui.inventory.arrangement import Arrangement, Column, Grouping
from workbench.ui.inventory.query import Query, parse, with_field
from workbench.ui.inventory.rows import ComponentRow, Key, Row
from workbench.ui.inventory.search_field import SearchField
from workbench.ui.inventory.tree_model import TreeModel
from workbench.ui.inventory.tree_view import TreeView
from workbench.ui.labels import label
from workbench.ui.phrases import phrase

GROUPINGS: dict[Grouping, str] = {
    Grouping.ORIGIN: phrase("Group by origin"),
    Grouping.STATUS: phrase("Group by status"),
    Grouping.FILE: phrase("Group by file"),
}

_SETTLED = (Status.READY, Status.NOT_APPLICABLE)
_LEAST_PAUSE = 100
"""Milliseconds between two repaints of the rows while a scan hands over components."""


class Browser(QWidget):
    """Shows assessments as rows. Folding, filter and selection survive every new set of them."""

    chosen = Signal()
    filtered = Signal()
    taken = Signal()
    """Newer assessments are shown."""
    entered_form = Signal()
    grouping_changed = Signal(str)

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._arrangement = Arrangement(say)
        self._source: Callable[[], Iterable[Assessment]] = tuple
        self._folded: dict[bool, frozenset[Key]] = {False: frozenset(), True: frozenset()}
        """Closed groups, apart for searching: a search opens what it finds."""
        self._unfolded: frozenset[Key] = frozenset()
        self.query = Query()
        self.search = SearchField(say)
        self.message = label("", "error")
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(say("Grouping"))
        for grouping, text in GROUPINGS.items():
            self.grouping.addItem(say(text), grouping)
        self.model = TreeModel(say, self)
        self.view = TreeView(say, self.model)
        self.empty = EmptyState()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.empty)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._take)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(self.grouping)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(line)
        layout.addWidget(self.message)
        layout.addWidget(self.stack, 1)
        self.message.hide()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.left.connect(self._focus_rows)
        self.grouping.currentIndexChanged.connect(self._on_grouping)
        self.view.chosen.connect(self.chosen)
        self.view.entered_form.connect(self.entered_form)
        self.view.toggled.connect(self._on_toggled)
        self.view.sort_wanted.connect(self._on_sort)

    # --- what is shown

    def show_assessments(
        self, source: Callable[[], Iterable[Assessment]], *, soon: bool = False
    ) -> None:
        """Show what `source` returns: at once, or `soon`, together with what arrives until then."""
        self._source = source
        if not soon:
            self._pause.stop()
            self._take()
        elif not self._pause.isActive():
            self._pause.start()

    def refresh(self) -> None:
        """Filter and flatten again."""
        rows = self.rows()
        self.view.show_rows(rows, self._unfolded)
        self.stack.setCurrentWidget(self.view if rows else self.empty)

    def rows(self, *, all_open: bool = False) -> list[Row]:
        """Return the rows that match, those of closed groups only where `all_open`."""
        folded = frozenset[Key]() if all_open else self._folded[not self.query.empty]
        return self._arrangement.rows(self.query, folded, self._unfolded)

    def selected(self) -> list[Assessment]:
        """Return the selected components; a group stands for its members that match."""
        return [row.assessment for row in self.view.selected_components()]

    # --- commands

    def filter_field(self, name: str, value: str) -> None:
        """Ask for the field word `name` with `value`; the same again takes it away."""
        asked = self.query.fields.get(name)
        self.search.setText(
            with_field(self.search.text(), name, "" if asked == (value,) else value)
        )

    def set_grouping(self, grouping: Grouping) -> None:
        """Group by `grouping`."""
        self.grouping.setCurrentIndex(tuple(GROUPINGS).index(grouping))

    def expand_all(self) -> None:
        """Open every group."""
        self._folded[not self.query.empty] = frozenset()
        self.refresh()

    def collapse_all(self) -> None:
        """Close every group, and the occurrences."""
        self._folded[not self.query.empty] = self._arrangement.group_keys()
        self._unfolded = frozenset()
        self.refresh()

    def reveal(self, purls: Iterable[str]) -> None:
        """Select the components with `purls` and bring the first into view, whatever hid them."""
        wanted = set(purls)
        if not any(isinstance(row, ComponentRow) and row.purl in wanted for row in self.rows()):
            if not self._find(wanted):
                self.search.clear()
            self._open_for(self._find(wanted))
        keys = [
            row.key for row in self.rows() if isinstance(row, ComponentRow) and row.purl in wanted
        ]
        if keys:
            self.view.go_to(keys[0])
            self.view.also_select(tuple(keys))

    def go_to_next_undecided(self) -> bool:
        """Go to the next component that needs a decision; False where there is none."""
        rows = [row for row in self.rows(all_open=True) if isinstance(row, ComponentRow)]
        chosen = self.view.selected_components()
        here = chosen[-1].key if chosen else None
        start = next((n + 1 for n, row in enumerate(rows) if row.key == here), 0)
        for row in rows[start:] + rows[:start]:
            if row.assessment.decision is None and row.assessment.status not in _SETTLED:
                self._open_for(row)
                return self.view.go_to(row.key)
        return False

    # --- inside

    def _find(self, purls: set[str]) -> ComponentRow | None:
        rows = self.rows(all_open=True)
        return next((r for r in rows if isinstance(r, ComponentRow) and r.purl in purls), None)

    def _open_for(self, row: ComponentRow | None) -> None:
        """Open the groups above `row`."""
        if row is None:
            return
        above = {row.key[:length] for length in range(1, len(row.key))}
        searching = not self.query.empty
        if above & self._folded[searching]:
            self._folded[searching] -= above
            self.refresh()

    @Slot()
    def _take(self) -> None:
        timer = QElapsedTimer()
        timer.start()
        self._arrangement.take(self._source())
        self.refresh()
        self.taken.emit()
        # A large inventory gives the window four times as long for everything else.
        self._pause.setInterval(max(_LEAST_PAUSE, 4 * timer.elapsed()))

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.query = parse(text)
        unknown = ", ".join(self.query.unknown)
        self.message.setText(self._say("Not understood: {words}", words=unknown) if unknown else "")
        self.message.setVisible(bool(unknown))
        self._folded[True] = frozenset()
        self.refresh()
        self.filtered.emit()

    @Slot(int)
    def _on_grouping(self, number: int) -> None:
        selected = [a.component.purl for a in self.selected()]
        self._arrangement.regroup(tuple(GROUPINGS)[number])
        self._folded = {False: frozenset(), True: frozenset()}
        self.refresh()
        if len(selected) == 1:
            self.reveal(selected)
        self.grouping_changed.emit(self._arrangement.grouping.value)

    @Slot(object)
    def _on_toggled(self, key: Key) -> None:
        searching = not self.query.empty
        if key in self._arrangement.group_keys():
            self._folded[searching] ^= {key}
        else:
            self._unfolded ^= {key}
        self.refresh()

    @Slot(object, bool)
    def _on_sort(self, column: Column, descending: bool) -> None:
        self._arrangement.sorted_by, self._arrangement.descending = column, descending
        self._arrangement.sort()
        self.refresh()

    @Slot()
    def _focus_rows(self) -> None:
        self.view.setFocus()
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.go_to(self.model.row(0).key)
