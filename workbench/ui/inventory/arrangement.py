"""From assessments to visible rows: grouped, sorted, filtered, folded. No Qt, no painting.

Grouping and sorting are done once for each set of assessments; a filter or a fold only walks the
prepared groups, so that a hundred thousand components answer while one types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Occurrence, Origin
from workbench.model.language import Language
from workbench.model.status import SEVERITY, WORST_FIRST, Status
from workbench.model.words import KINDS, ORIGIN, STATUS
from workbench.ui.inventory.query import Query
from workbench.ui.inventory.rows import (
    ComponentRow,
    GroupRow,
    Key,
    OccurrenceRow,
    Row,
    natural,
    severity,
)

NOWHERE = Occurrence(path="")
FEW = 1000
"""So many changed rows are changed in place; more are arranged anew."""


class Grouping(StrEnum):
    """What the outermost rows are."""

    ORIGIN = "origin"
    STATUS = "status"
    FILE = "file"


class Column(StrEnum):
    """The columns, in order."""

    SOFTWARE = "software"
    VERSION = "version"
    STATUS = "status"
    WHY = "why"
    NEEDS = "needs"
    WHERE = "where"
    DECISION = "decision"


@dataclass
class _Group:
    key: Key
    title: str
    depth: int
    place: Any
    rows: list[ComponentRow] = field(default_factory=list)
    children: dict[str, _Group] = field(default_factory=dict)


_SORT_KEYS: dict[Column, Callable[[ComponentRow], Any]] = {
    Column.SOFTWARE: lambda row: row.name,
    Column.VERSION: lambda row: natural(row.assessment.component.version),
    Column.STATUS: lambda row: -severity(row.assessment),
    Column.WHY: lambda row: row.assessment.why.lower(),
    Column.NEEDS: lambda row: natural(row.assessment.min_version),
    Column.WHERE: lambda row: (row.place.path, row.place.line),
    Column.DECISION: lambda row: (
        row.assessment.decision is None,
        row.assessment.decision.owner.lower() if row.assessment.decision else "",
    ),
}


class Arrangement:
    """Assessments in groups, in order, ready to be filtered."""

    def __init__(self, say: Language) -> None:
        self.grouping = Grouping.ORIGIN
        self.sorted_by = Column.SOFTWARE
        self.descending = False
        self._say = say
        self._groups: list[_Group] = []
        self._known: dict[str, Assessment] = {}
        self._rows_of: dict[str, list[ComponentRow]] = {}
        self._is_arranged = False

    def take(self, assessments: Iterable[Assessment]) -> None:
        """Group and sort `assessments`.

        Where only a few have changed, as by a decision, their rows are changed in place: nothing is
        sorted again, so that no row jumps away from under a decision.
        """
        known, self._known = self._known, {a.component.purl: a for a in assessments}
        if self._is_arranged and known.keys() == self._known.keys():
            changed = [a for purl, a in self._known.items() if known[purl] is not a]
            if len(changed) <= FEW and all(map(self._can_stay, changed)):
                for assessment in changed:
                    for row in self._rows_of[assessment.component.purl]:
                        row.change(assessment)
                return
        self._arrange()

    def regroup(self, grouping: Grouping) -> None:
        """Group by `grouping`."""
        self.grouping = grouping
        self._arrange()

    def _can_stay(self, assessment: Assessment) -> bool:
        """Whether the rows of the component still stand in the right groups."""
        keys = {(*key, assessment.component.purl) for key, _ in self._keys(assessment)}
        return {row.key for row in self._rows_of[assessment.component.purl]} == keys

    def _arrange(self) -> None:
        self._rows_of.clear()
        roots: dict[str, _Group] = {}
        leaves: dict[Key, _Group] = {}
        for purl, assessment in self._known.items():
            for key, place in self._keys(assessment):
                group = leaves.get(key)
                if group is None:
                    group = leaves[key] = self._make_group(roots, key)
                row = ComponentRow(assessment, key, place)
                group.rows.append(row)
                self._rows_of.setdefault(purl, []).append(row)
        self._groups = sorted(roots.values(), key=_place_of)
        self._is_arranged = True
        self.sort()

    def sort(self) -> None:
        """Sort inside the groups by `sorted_by`; equals stay in the order of their names."""
        for group in _walk(self._groups):
            group.rows.sort(key=_SORT_KEYS[Column.SOFTWARE])
            if self.sorted_by is not Column.SOFTWARE or self.descending:
                group.rows.sort(key=_SORT_KEYS[self.sorted_by], reverse=self.descending)

    def rows(self, query: Query, folded: frozenset[Key], unfolded: frozenset[Key]) -> list[Row]:
        """Return the visible rows.

        `folded` holds the keys of closed groups, `unfolded` those of components whose occurrences
        are shown.
        """
        visible: list[Row] = []
        for group in self._groups:
            _flatten(group, query, folded, unfolded, visible)
        return visible

    def group_keys(self) -> frozenset[Key]:
        """Return the keys of all groups."""
        return frozenset(group.key for group in _walk(self._groups))

    def _keys(self, assessment: Assessment) -> list[tuple[Key, Occurrence]]:
        """Return the groups of the component, each with the occurrence that stands for it there."""
        component = assessment.component
        if self.grouping is Grouping.FILE:
            seen: dict[str, Occurrence] = {}
            for occurrence in component.occurrences:
                seen.setdefault(occurrence.path, occurrence)
            return [((path,), occurrence) for path, occurrence in seen.items()]
        first = component.occurrences[0] if component.occurrences else NOWHERE
        if self.grouping is Grouping.STATUS:
            return [((assessment.status.value,), first)]
        if component.origin is Origin.DOWNLOADED:
            return [((component.origin.value, component.kind.value), first)]
        return [((component.origin.value,), first)]

    def _make_group(self, roots: dict[str, _Group], key: Key) -> _Group:
        """Return the group called `key`, made with those above it where they are missing."""
        level = roots
        group: _Group | None = None
        for depth, name in enumerate(key):
            group = level.get(name)
            if group is None:
                title, order = self._title(name, depth)
                group = level[name] = _Group(key[: depth + 1], title, depth, order)
            level = group.children
        if group is None:
            raise ValueError("a component stands in a group: its key cannot be empty")
        return group

    def _title(self, name: str, depth: int) -> tuple[str, Any]:
        """Return what the group `name` is called, and its place among its neighbours."""
        if self.grouping is Grouping.FILE:
            return name, name.lower()
        if self.grouping is Grouping.STATUS:
            status = Status(name)
            return self._say(STATUS[status]), WORST_FIRST.index(status)
        if depth:
            return self._say(KINDS[Kind(name)]), _KINDS[Kind(name)]
        return self._say(ORIGIN[Origin(name)]), _ORIGINS[Origin(name)]


_ORIGINS = {origin: number for number, origin in enumerate(Origin)}
_KINDS = {kind: number for number, kind in enumerate(Kind)}


def _place_of(group: _Group) -> Any:
    return group.place


def _walk(groups: Iterable[_Group]) -> Iterable[_Group]:
    for group in groups:
        yield group
        yield from _walk(sorted(group.children.values(), key=_place_of))


def _flatten(
    group: _Group,
    query: Query,
    folded: frozenset[Key],
    unfolded: frozenset[Key],
    visible: list[Row],
) -> list[ComponentRow]:
    """Append the visible rows of `group` and return the components that match in it."""
    inside: list[Row] = []
    matching: list[ComponentRow] = []
    for child in sorted(group.children.values(), key=_place_of):
        matching.extend(_flatten(child, query, folded, unfolded, inside))
    own = group.rows if query.empty else query.select(group.rows)
    matching.extend(own)
    if not matching:
        return matching
    closed = group.key in folded
    status = _worst(matching)
    visible.append(GroupRow(group.key, group.title, group.depth, tuple(matching), status, closed))
    if not closed:
        visible.extend(inside)
        visible.extend(_with_occurrences(own, unfolded) if unfolded else own)
    return matching


def _with_occurrences(rows: list[ComponentRow], unfolded: frozenset[Key]) -> Iterable[Row]:
    for row in rows:
        yield row
        if row.key in unfolded:
            for number, place in enumerate(row.assessment.component.occurrences):
                yield OccurrenceRow(row, place, row.depth + 1, (*row.key, str(number)))


def _worst(rows: list[ComponentRow]) -> Status:
    return max({row.assessment.status for row in rows}, key=SEVERITY.__getitem__)
