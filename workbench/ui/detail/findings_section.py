"""The findings in the source of the selected component: counts, effort, and groups to open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.assess.rollup import Group, Rollup
from workbench.model.assessment import Assessment
from workbench.model.finding import Effect
from workbench.model.language import Language
from workbench.model.status import Status
from workbench.model.words import EFFECT
from workbench.report.found import about, basis, by_effect, capital, doubt, extent
from workbench.ui.detail.finding_places import FindingPlaces
from workbench.ui.disclosure import Disclosure
from workbench.ui.keyboard import reachable
from workbench.ui.labels import label, wrapped

OPEN_AT_FIRST = 8
"""The first construct to change is open from the start where it has no more places than this."""


class FindingsSection(QWidget):
    """Hidden where there are none. The same rollup again leaves everything as it was opened."""

    place_wanted = Signal(object)
    """The Occurrence whose source is to be shown."""
    grown = Signal()
    """The keyboard has more places to go."""

    def __init__(self, say: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._shown: tuple[Rollup | None, Status | None] = (None, None)
        self._page: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_findings(self, rollup: Rollup | None, assessment: Assessment | None) -> None:
        """Show the findings of one component, which `assessment` is on, or none."""
        shown = (rollup, assessment.computed if assessment else None)
        if shown[0] is self._shown[0] and shown[1] is self._shown[1]:
            return
        self._shown = shown
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        if rollup is not None and assessment is not None:
            self._page = self._made(rollup, assessment)
            self._column.addWidget(self._page)
        self.setVisible(rollup is not None)

    def reachable(self) -> list[QWidget]:
        """Return what the keyboard reaches, in reading order."""
        return reachable(self._page) if self._page is not None else []

    def _made(self, rollup: Rollup, assessment: Assessment) -> QWidget:
        say = self._say
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(say("Findings"), "heading"))
        column.addWidget(wrapped(by_effect(rollup.counts, say)))
        if rollup.effort.minutes:
            hours = about(rollup.effort, say)
            column.addWidget(wrapped(say("Effort: {hours}", hours=hours), "strong"))
            parts = [extent(rollup.effort, say), *basis(rollup.effort, say)]
            column.addWidget(wrapped("\n".join(parts), "small"))
        if told := doubt(assessment, rollup.counts, say):
            column.addWidget(wrapped(told, "muted"))
        self._add_groups(column, rollup.groups)
        column.addSpacing(8)
        for title, groups, number in (
            (say("In tests"), rollup.tests, rollup.counts.tests),
            (say("Seldom a problem"), rollup.quiet, rollup.counts.quiet),
        ):
            if groups:
                self._add(column, title, f"{number:,}", partial(self._aside, groups))
        self._open_first(page, rollup)
        return page

    def _aside(self, groups: tuple[Group, ...]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._add_groups(column, groups)
        return page

    def _add_groups(self, column: QVBoxLayout, groups: tuple[Group, ...]) -> None:
        say = self._say
        for effect, members in groupby(groups, _effect):
            alike = tuple(members)
            number = f"{sum(len(group.findings) for group in alike):,}"
            column.addSpacing(4)
            column.addWidget(label(f"{say(EFFECT[effect])} · {number}", "muted"))
            for group in alike:
                number = f"{len(group.findings):,}"
                files = f"{group.files:,}"
                note = say("{n} in {files} files", n=number, files=files)
                if group.files == 1:
                    note = say("{n} in 1 file", n=number)
                self._add(column, capital(say(group.title)), note, partial(self._places, group))

    def _add(self, column: QVBoxLayout, title: str, note: str, make: Callable[[], QWidget]) -> None:
        line = Disclosure(title, note, make)
        line.opened.connect(self.grown)
        column.addWidget(line)

    def _places(self, group: Group) -> QWidget:
        places = FindingPlaces(group, self._say)
        places.wanted.connect(self.place_wanted)
        return places

    def _open_first(self, page: QWidget, rollup: Rollup) -> None:
        few = bool(rollup.groups) and len(rollup.groups[0].findings) <= OPEN_AT_FIRST
        if few and rollup.groups[0].effect is Effect.CHANGE:
            page.findChildren(Disclosure)[0].head.setChecked(True)


def _effect(group: Group) -> Effect:
    return group.effect
