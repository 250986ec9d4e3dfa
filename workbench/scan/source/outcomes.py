"""From findings to what they say of each self-built module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason
from workbench.scan.source.named import is_vendored

_FETCHED = frozenset(
    {"download", "package-file", "package-arch", "docker-platform", "fixed-arch", "x86-tool"}
    | {"apt-source", "machine-renamed", "package-target"}
)
"""What scripts fetch or name for x86: it may be for whoever works on the project alone."""
_MISSED = (Reason.LEFT_OUT, Reason.NAMED, Reason.SELECTED)
"""Reasons that say: it is not there on arm64, and nothing is seen in its place."""
_SILENT = (
    *(Reason.HARMLESS, Reason.ELSEWHERE, Reason.BUILT),
    *(Reason.OPTIONAL, Reason.UNLISTED),
)
"""Reasons that say nothing of whether a component builds for arm64."""
_PORT_SHARE = 3
"""Files for arm64 for each with open x86 code show that a port exists: it builds somehow."""
_DOUBT_SHARE = 0.5
"""As many leave it open; fewer may have come in with somebody else's header."""


class Outcome(msgspec.Struct, frozen=True):
    """What the findings in one component come to."""

    verdict: str
    """For rules: `change`, `doubtful`, `mixed`, `conditional`, `needs`, `pinned`, `ported`,
    `left-out`, `fallback` or `clean`.
    """
    path: str = ""
    line: int = 0
    """Where the finding stands that decides; empty where there is none."""
    changes: int = 0
    files: int = 0


def outcomes(
    found: Iterable[Finding],
    paths: Iterable[str],
    for_arm: Iterable[str],
    component_of: Callable[[str], str],
) -> dict[str, Outcome]:
    """Return what the source of each component comes to; tests, CI and tools are left out.

    `paths` is all that was looked at; `for_arm` are those that are written for 64-bit Arm.
    """
    arm_files: dict[str, set[str]] = defaultdict(set)
    for path in for_arm:
        arm_files[component_of(path)].add(path)
    by_component: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        if finding.scope is Scope.RUNTIME and not finding.quiet and finding.reason not in _SILENT:
            by_component[finding.component].append(finding)
    clean = {component_of(path): Outcome("clean") for path in paths}
    return clean | {
        component: _outcome(every, arm_files[component])
        for component, every in by_component.items()
    }


def _outcome(found: list[Finding], for_arm: set[str]) -> Outcome:
    changes = [f for f in found if f.effect is Effect.CHANGE]
    certain = [f for f in changes if f.certain]
    written = [f for f in certain if f.construct not in _FETCHED]
    ported = [f for f in found if f.effect is Effect.PORTED]
    deciding = certain or changes or ported or found
    paths = {f.path for f in written or certain or changes}
    if not all(is_vendored(path) for path in paths):
        for_arm = {path for path in for_arm if not is_vendored(path)}
    arm_files, files = len(for_arm), len(paths)
    if written:
        verdict = (
            "mixed"
            if arm_files >= files * _PORT_SHARE
            else "doubtful"
            if arm_files >= files * _DOUBT_SHARE
            else "change"
        )
    elif certain:
        verdict = "mixed" if arm_files or ported else "pinned"
    elif changes:
        open_ = len({f.path for f in changes if f.reason is Reason.CONDITIONAL})
        if all(f.reason is Reason.NEEDS for f in changes):
            verdict = "needs"
        else:
            verdict = "mixed" if arm_files >= max(open_, 1) else "conditional"
    else:
        missed = any(f.reason in _MISSED for f in found)
        verdict = "ported" if ported or arm_files else "left-out" if missed else "fallback"
    return Outcome(verdict, deciding[0].path, deciding[0].line, len(certain or changes), files)
