"""The rows of the inventory: groups, components and occurrences, prepared for fast filtering."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.model.assessment import Assessment
from workbench.model.component import Component, Occurrence
from workbench.model.regex import regex
from workbench.model.status import SEVERITY, Status

Key = tuple[str, ...]
"""What a row stands for, apart from where it is: survives filters, sorting and rescans."""

_DIGITS = regex(r"(\d+)")


class ComponentRow:
    """One component in one group. Not a dataclass: there are a hundred thousand of them."""

    __slots__ = ("assessment", "depth", "haystack", "key", "name", "place")

    def __init__(self, assessment: Assessment, group: Key, place: Occurrence) -> None:
        self.place = place
        """The occurrence that stands for it: the group's own, else the first."""
        self.depth = len(group)
        self.key = (*group, assessment.component.purl)
        self.name = split_name(assessment.component)[0].lower()
        """What it is sorted by."""
        self.change(assessment)

    def change(self, assessment: Assessment) -> None:
        """Show `assessment`, of the same component in the same group, from now on."""
        self.assessment = assessment
        self.haystack = haystack(assessment)

    @property
    def purl(self) -> str:
        """The component's identity."""
        return self.assessment.component.purl


@dataclass(frozen=True, slots=True)
class OccurrenceRow:
    """One place where the component above it was seen."""

    parent: ComponentRow
    place: Occurrence
    depth: int
    key: Key


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A heading with the number of its components that are shown, and the worst of them."""

    key: Key
    title: str
    depth: int
    members: tuple[ComponentRow, ...]
    status: Status
    folded: bool


Row = GroupRow | ComponentRow | OccurrenceRow


def haystack(assessment: Assessment) -> str:
    """Return what the free words of a search look through, lower-cased."""
    component = assessment.component
    decision = assessment.decision
    said = f"\n{decision.owner}\n{decision.rationale}" if decision else ""
    return f"{component.name}\n{component.purl}\n{component.version}{said}".lower()


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that puts 1.9 before 1.10, in any mix of digits and words."""
    return tuple(
        (0, int(part), "") if part.isdigit() and part.isascii() else (1, 0, part)
        for part in _DIGITS.split(text.lower())
        if part
    )


def split_name(component: Component) -> tuple[str, str]:
    """Return the name as people say it, and the namespace before it (a Maven group)."""
    group, colon, artifact = component.name.rpartition(":")
    return (artifact, group) if colon and artifact else (component.name, "")


def severity(assessment: Assessment) -> int:
    """Return how bad the status is; larger is worse."""
    return SEVERITY[assessment.status]
