"""From what was seen in files to findings, and to what they say of each self-built module."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache

import msgspec

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason
from workbench.scan.source.construct import Construct, Means, constructs
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.named import Twins, architecture_in

_TRANSLATED = {"header": ("sse", "mmx"), "sse": (), "mmx": (), "avx": (), "avx512": ()}
"""Constructs that sse2neon or SIMDe give on Arm."""
_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "unittest", "unittests", "testsuite", "selftest", "selftests"}
    | {"benchmark", "benchmarks", "bench", "example", "examples", "samples", "fuzz", "fuzzing"}
    | {"testdata", "test-data", "test_data", "fixtures"}
)
_TEST_FILE = re.compile(
    r"^test_|_(?:unit)?test\.\w+$|\.(?:test|spec)\.\w+$|Tests?\.\w+$|_spec\.rb$"
)
_TOOL_FOLDERS = frozenset(
    {"ci", ".ci", ".github", "hack", "scripts", "tools", "dev", "buildscripts", "release", "kokoro"}
)
_SCRIPT = re.compile(r"\.(?:sh|bash|ksh)$")
_GO = ("go", "assembly")
_ARM_SHARE = 2
"""Code for arm64 in one file for this many with open x86 code shows that a port exists."""


def findings(
    looked: Iterable[Looked], twins: Twins, component_of: Callable[[str], str]
) -> list[Finding]:
    """Return a finding for every hit. `component_of` gives the purl that a path belongs to."""
    every = list(looked)
    translated = {component_of(seen.path) for seen in every if seen.translated}
    stands_in = _standing_in(every)
    found = []
    for seen in every:
        if not seen.hits:
            continue
        component = component_of(seen.path)
        named = architecture_in(seen.path)
        if named in ("arm", "other"):
            continue
        twin = named == "x86" and twins.has(seen.path)
        beside = stands_in.get(seen.path.rpartition("/")[0]) if seen.family in _GO else None
        for hit in seen.hits:
            construct = _constructs(seen.family)[hit.construct]
            helped = seen.translated or component in translated
            effect, reason = _beside(beside) or _effect(
                hit, construct, named == "x86" and seen.family != "go", twin, helped
            )
            found.append(
                Finding(
                    rule=construct.rule,
                    construct=construct.id,
                    title=construct.title,
                    path=seen.path,
                    line=hit.line,
                    effect=effect,
                    reason=reason,
                    text=hit.text,
                    function=hit.function,
                    condition=hit.condition if hit.guard is not Guard.OPEN else "",
                    way_out=construct.way_out,
                    minutes=construct.minutes if effect is Effect.CHANGE else 0,
                    url=construct.url,
                    scope=scope_of(seen.path, seen.family),
                    component=component,
                    quiet=construct.quiet,
                )
            )
    return found


def _standing_in(looked: Iterable[Looked]) -> dict[str, bool]:
    """Return the folders with a file that is built on arm64 and not on x86, and if it names it.

    Go links by package: whatever is left out of a folder on arm64 must be there under another file.
    """
    found: dict[str, bool] = {}
    for seen in looked:
        if seen.portable:
            folder = seen.path.rpartition("/")[0]
            found[folder] = found.get(folder, False) or seen.arm
    return found


def _beside(stands_in: bool | None) -> tuple[Effect, Reason] | None:
    if stands_in is None:
        return None
    return (Effect.PORTED, Reason.TWIN) if stands_in else (Effect.NOTE, Reason.FALLBACK)


def _effect(
    hit: Hit, construct: Construct, named: bool, twin: bool, translated: bool
) -> tuple[Effect, Reason]:
    if hit.guard is Guard.PORTED:
        return Effect.PORTED, Reason.BRANCH
    if twin:
        return Effect.PORTED, Reason.TWIN
    if translated and hit.construct in _TRANSLATED:
        return Effect.PORTED, Reason.TRANSLATED
    if hit.guard is Guard.FALLBACK:
        return Effect.NOTE, Reason.FALLBACK
    if hit.guard is Guard.ALONE:
        return Effect.NOTE, Reason.LEFT_OUT
    if named:
        return Effect.NOTE, Reason.NAMED
    if construct.means is Means.NOTE:
        return Effect.NOTE, Reason.HARMLESS
    if construct.means is Means.ASK:
        return Effect.CHANGE, Reason.NEEDS
    if hit.guard is Guard.REFUSED:
        return Effect.CHANGE, Reason.REFUSED
    if hit.guard is Guard.CONDITIONAL:
        return Effect.CHANGE, Reason.CONDITIONAL
    return Effect.CHANGE, Reason.OPEN


def scope_of(path: str, family: str = "") -> Scope:
    """Return TEST for what is named as tests and their data are; BUILD for tools."""
    folders = path.lower().split("/")[:-1]
    tested = any(folder in _TEST_FOLDERS for folder in folders)
    tested = tested or _TEST_FILE.search(path.rpartition("/")[2]) is not None
    if tested:
        return Scope.TEST
    tool = _SCRIPT.search(path) and not _TOOL_FOLDERS.isdisjoint(folders)
    return Scope.BUILD if tool or family == "script" else Scope.RUNTIME


@cache
def _constructs(family: str) -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(family)}


class Outcome(msgspec.Struct, frozen=True):
    """What the findings in one component come to."""

    verdict: str
    """`change`, `mixed`, `conditional`, `ported`, `left-out`, `fallback` or `clean`: for rules."""
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
        if finding.scope is Scope.RUNTIME and not finding.quiet:
            by_component[finding.component].append(finding)
    clean = {component_of(path): Outcome("clean") for path in paths}
    return clean | {
        component: _outcome(every, len(arm_files[component]))
        for component, every in by_component.items()
    }


def _outcome(found: list[Finding], arm_files: int) -> Outcome:
    changes = [f for f in found if f.effect is Effect.CHANGE]
    certain = [f for f in changes if f.certain]
    ported = [f for f in found if f.effect is Effect.PORTED]
    deciding = certain or changes or ported or found
    files = len({f.path for f in certain or changes})
    if certain:
        verdict = "mixed" if arm_files * _ARM_SHARE >= files else "change"
    elif changes:
        verdict = "mixed" if arm_files else "conditional"
    else:
        missed = any(f.reason in (Reason.LEFT_OUT, Reason.NAMED) for f in found)
        verdict = "ported" if ported or arm_files else "left-out" if missed else "fallback"
    return Outcome(verdict, deciding[0].path, deciding[0].line, len(certain or changes), files)
