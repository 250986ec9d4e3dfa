"""Findings rolled up into the self-built components that they belong to.

Window, report and exports all take what they show of findings from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from workbench.assess.effort import Effort, effort
from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason

_EFFECT_ORDER = {effect: place for place, effect in enumerate(Effect)}
_REASON_ORDER = {reason: place for place, reason in enumerate(Reason)}


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings there are. Each is counted once: `total` is the sum of the others."""

    total: int
    by_effect: dict[Effect, int]
    """Of those that are neither quiet nor in tests."""
    tests: int
    quiet: int
    """Common and seldom a problem, in tests or not."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one construct with one effect, by reason, path and line."""

    effect: Effect
    construct: str
    title: str
    way_out: str
    files: int
    findings: tuple[Finding, ...]


class Rollup(msgspec.Struct, frozen=True, kw_only=True):
    """All findings of one component. Groups stand changes first, then the largest."""

    component: str
    counts: Counts
    groups: tuple[Group, ...]
    tests: tuple[Group, ...]
    quiet: tuple[Group, ...]
    effort: Effort


def count(findings: Iterable[Finding]) -> Counts:
    """Count `findings`; every effect has a number, 0 included."""
    by_effect = dict.fromkeys(Effect, 0)
    total = tests = quiet = 0
    for finding in findings:
        total += 1
        if finding.quiet:
            quiet += 1
        elif finding.scope is Scope.TEST:
            tests += 1
        else:
            by_effect[finding.effect] += 1
    return Counts(total=total, by_effect=by_effect, tests=tests, quiet=quiet)


def roll_up(findings: Iterable[Finding]) -> dict[str, Rollup]:
    """Return the findings of each component by its purl; most to change first.

    Findings that name no component are under the empty purl. 10^5 findings take some tenths of a
    second: once a snapshot, and not where somebody waits.
    """
    by_component: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_component[finding.component].append(finding)
    rolled = [_rollup(purl, found) for purl, found in by_component.items()]
    return {r.component: r for r in sorted(rolled, key=_most_to_change)}


def _rollup(component: str, found: list[Finding]) -> Rollup:
    loud = [f for f in found if not f.quiet]
    return Rollup(
        component=component,
        counts=count(found),
        groups=_groups(f for f in loud if f.scope is not Scope.TEST),
        tests=_groups(f for f in loud if f.scope is Scope.TEST),
        quiet=_groups(f for f in found if f.quiet),
        effort=effort(found),
    )


def _groups(findings: Iterable[Finding]) -> tuple[Group, ...]:
    alike: dict[tuple[Effect, str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        kind = (finding.effect, finding.construct, finding.title, finding.way_out)
        alike[kind].append(finding)
    groups = [
        Group(
            effect=effect,
            construct=construct,
            title=title,
            way_out=way_out,
            files=len({f.path for f in found}),
            findings=tuple(sorted(found, key=_reading_order)),
        )
        for (effect, construct, title, way_out), found in alike.items()
    ]
    return tuple(sorted(groups, key=_changes_first))


def _reading_order(finding: Finding) -> tuple[int, str, int]:
    return _REASON_ORDER[finding.reason], finding.path, finding.line


def _changes_first(group: Group) -> tuple[int, int, str]:
    return _EFFECT_ORDER[group.effect], -len(group.findings), group.title


def _most_to_change(rollup: Rollup) -> tuple[int, ...]:
    return tuple(-n for n in (*rollup.counts.by_effect.values(), rollup.counts.total))
