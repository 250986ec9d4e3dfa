"""From what was seen in files to findings, and to what they say of each self-built module."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import msgspec

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason
from workbench.scan.source.construct import Construct, Means, constructs
from workbench.scan.source.go_package import Answer
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.led import Led
from workbench.scan.source.named import Twins, architecture_in
from workbench.scan.source.native_loads import Natives

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
    | {"evergreen", ".evergreen", "jenkins", "prow", ".circleci", ".buildkite"}
)
_SCRIPT = re.compile(r"\.(?:sh|bash|ksh)$|(?:^|/)[^/.]+$")
_GO_VENDORED = re.compile(r"(?:^|/)vendor/[\w-]+\.[a-z]{2,}/")
"""Go takes in the code of these, and runs none of their builds."""
_GO = ("go-constraint", "go-asm")
_ANSWERED = {
    Answer.ARM: (Effect.PORTED, Reason.TWIN),
    Answer.PORTABLE: (Effect.NOTE, Reason.FALLBACK),
    Answer.UNUSED: (Effect.NOTE, Reason.LEFT_OUT),
    Answer.REFUSED: (Effect.CHANGE, Reason.REFUSED),
    Answer.MISSING: (Effect.CHANGE, Reason.MISSING),
}
_NO_ANSWERS: Mapping[str, Answer] = {}
_FETCHED = frozenset(
    {"download", "package-file", "package-arch", "docker-platform", "fixed-arch", "x86-tool"}
)
"""What scripts fetch or name for x86: it may be for whoever works on the project alone."""
_ARM_SHARE = 2
"""Code for arm64 in one file for this many with open x86 code shows that a port exists."""


def findings(
    looked: Iterable[Looked],
    twins: Twins,
    component_of: Callable[[str], str],
    go: Mapping[str, Answer] = _NO_ANSWERS,
    natives: Natives | None = None,
) -> list[Finding]:
    """Return a finding for every hit. `component_of` gives the purl that a path belongs to.

    `go` says what stands in for Go files that are built on x86 only, `natives` which libraries for
    arm64 lie in the project.
    """
    every = list(looked)
    translated = {component_of(seen.path) for seen in every if seen.translated}
    led = Led(lead for seen in every for lead in seen.leads)
    found = []
    for seen in every:
        if not seen.hits:
            continue
        component = component_of(seen.path)
        named = architecture_in(seen.path)
        if named in ("arm", "other"):
            continue
        twin = named == "x86" and twins.has(seen.path)
        for hit in map(led.hit_in(seen.path), seen.hits):
            construct = _constructs(seen.family)[hit.construct]
            helped = seen.translated or component in translated
            answer = go.get(seen.path) if hit.construct in _GO else None
            asked = natives if construct.means is Means.ASK else None
            load = asked.of(hit.text, component) if asked else None
            effect, reason = (
                (_ANSWERED.get(answer) if answer else None)
                or load
                or _effect(hit, construct, named == "x86" and seen.family != "go", twin, helped)
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
    tool = _SCRIPT.search(path) is not None and not _TOOL_FOLDERS.isdisjoint(folders)
    if family == "build":
        tool = tool or _GO_VENDORED.search(path) is not None
    return Scope.BUILD if tool or family == "script" else Scope.RUNTIME


@cache
def _constructs(family: str) -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(family)}


class Outcome(msgspec.Struct, frozen=True):
    """What the findings in one component come to."""

    verdict: str
    """`change`, `mixed`, `conditional`, `pinned`, `ported`, `left-out`, `fallback` or `clean`.

    For rules.
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
    written = [f for f in certain if f.construct not in _FETCHED]
    ported = [f for f in found if f.effect is Effect.PORTED]
    deciding = certain or changes or ported or found
    files = len({f.path for f in certain or changes})
    if written:
        verdict = "mixed" if arm_files * _ARM_SHARE >= files else "change"
    elif certain:
        verdict = "mixed" if arm_files or ported else "pinned"
    elif changes:
        verdict = "mixed" if arm_files else "conditional"
    else:
        missed = any(f.reason in (Reason.LEFT_OUT, Reason.NAMED) for f in found)
        verdict = "ported" if ported or arm_files else "left-out" if missed else "fallback"
        if all(f.reason is Reason.HARMLESS for f in found) and not arm_files:
            verdict = "clean"
    return Outcome(verdict, deciding[0].path, deciding[0].line, len(certain or changes), files)
