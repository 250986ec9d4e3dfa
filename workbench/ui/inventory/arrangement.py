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
    haystack,
    natural,
    severity,
    split_name,
)

NOWHERE = Occurrence(path="")


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
    Column.SOFTWARE: lambda row: split_name(row.assessment.component)[0].lower(),
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
        self._haystacks: dict[str, tuple[Assessment, str]] = {}

    def take(self, assessments: Iterable[Assessment]) -> None:
        """Group and sort `assessments`."""
        self._remember(assessments)
        roots: dict[str, _Group] = {}
        for assessment, text in self._haystacks.values():
            for path, place in self._paths(assessment):
                _place(roots, path, assessment, text, place)
        self._groups = sorted(roots.values(), key=_place_of)
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

    def _remember(self, assessments: Iterable[Assessment]) -> None:
        """Prepare the text to search, again only for what has changed."""
        known = self._haystacks
        self._haystacks = {}
        for assessment in assessments:
            purl = assessment.component.purl
            before = known.get(purl)
            if before is not None and before[0] is assessment:
                self._haystacks[purl] = before
            else:
                self._haystacks[purl] = assessment, haystack(assessment)

    def _paths(
        self, assessment: Assessment
    ) -> Iterable[tuple[tuple[tuple[str, str, Any], ...], Occurrence]]:
        """Yield the groups of the component, each (id, title, order), from outer to inner."""
        component = assessment.component
        first = component.occurrences[0] if component.occurrences else NOWHERE
        match self.grouping:
            case Grouping.STATUS:
                status = assessment.status
                title = self._say(STATUS[status])
                yield ((status.value, title, WORST_FIRST.index(status)),), first
            case Grouping.FILE:
                seen: dict[str, Occurrence] = {}
                for occurrence in component.occurrences:
                    seen.setdefault(occurrence.path, occurrence)
                for path, occurrence in seen.items():
                    yield ((path, path, path.lower()),), occurrence
            case Grouping.ORIGIN:
                origin = component.origin
                outer = (origin.value, self._say(ORIGIN[origin]), _ORIGINS[origin])
                kind = component.kind
                inner = (kind.value, self._say(KINDS[kind]), _KINDS[kind])
                yield ((outer, inner) if origin is Origin.DOWNLOADED else (outer,)), first


_ORIGINS = {origin: number for number, origin in enumerate(Origin)}
_KINDS = {kind: number for number, kind in enumerate(Kind)}


def _place(
    roots: dict[str, _Group],
    path: tuple[tuple[str, str, Any], ...],
    assessment: Assessment,
    text: str,
    place: Occurrence,
) -> None:
    """Put a component into the innermost group of `path`, making the groups on the way."""
    level = roots
    key: Key = ()
    group = None
    for depth, (name, title, order) in enumerate(path):
        key = (*key, name)
        group = level.get(name)
        if group is None:
            group = level[name] = _Group(key, title, depth, order)
        level = group.children
    if group is not None:
        group.rows.append(ComponentRow(assessment, key, len(path), text, place))


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
