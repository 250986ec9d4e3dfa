"""From what was seen in files to findings, and to what they say of each self-built module."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from workbench.model.component import Scope
from workbench.model.finding import Effect, Finding, Reason
from workbench.model.regex import regex
from workbench.scan.source.built_libraries import OwnLibraries
from workbench.scan.source.construct import Construct, Means, constructs
from workbench.scan.source.go_package import Answer
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.led import Led
from workbench.scan.source.named import architecture_in, is_elsewhere, is_vendored
from workbench.scan.source.native_loads import Natives
from workbench.scan.source.selected import Selected
from workbench.scan.source.taken_in import TakenIn
from workbench.scan.source.twins import Twins

_TEST_FOLDERS = frozenset(
    {"test", "tests", "testing", "unittest", "unittests", "testsuite", "selftest", "selftests"}
    | {"benchmark", "benchmarks", "bench", "example", "examples", "samples", "fuzz", "fuzzing"}
    | {"testdata", "test-data", "test_data", "testfiles", "fixtures"}
)
_TEST_FILE = regex(r"^test_|_(?:unit)?test\.\w+$|\.(?:test|spec)\.\w+$|Tests?\.\w+$|_spec\.rb$")
_TOOL_FOLDERS = frozenset(
    {"ci", ".ci", ".github", "hack", "scripts", "tools", "dev", "buildscripts", "release", "kokoro"}
    | {"evergreen", ".evergreen", "jenkins", "prow", ".circleci", ".buildkite"}
)
_TEST_TOOL = regex(r"(?:^|[_-])(?:run)?tests?(?:$|[_.-])")
_SCRIPT = regex(r"\.(?:sh|bash|ksh)$|(?:^|/)[^/.]+$")
_GO_VENDORED = regex(r"(?:^|/)vendor/[\w-]+\.[a-z]{2,}/")
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
    | {"apt-source", "machine-renamed", "package-target"}
)
"""What scripts fetch or name for x86: it may be for whoever works on the project alone."""
_BUILT = ("c", "assembly")
"""Families whose files a build takes in one by one."""
_REACHING = (Reason.OPEN, Reason.CONDITIONAL, Reason.REFUSED)
"""Reasons that hold where the build takes a file in."""
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


def findings(
    looked: Iterable[Looked],
    twins: Twins,
    component_of: Callable[[str], str],
    go: Mapping[str, Answer] = _NO_ANSWERS,
    libraries: Natives | None = None,
    own: OwnLibraries | None = None,
    taken: TakenIn | None = None,
) -> list[Finding]:
    """Return a finding for every hit. `component_of` gives the purl that a path belongs to.

    `go` says what stands in for Go files that are built on x86 only, `libraries` which for
    arm64 lie in the project, `own` which its build makes from its source, `taken` which sources
    it takes in at all.
    """
    every = list(looked)
    translated: dict[str, set[str]] = defaultdict(set)
    for seen in every:
        if seen.translated:
            translated[component_of(seen.path)].add(seen.translated)
    selected = Selected(every)
    included = _included(every)
    led = Led(lead for seen in every for lead in seen.leads)
    found = []
    for seen in every:
        if not seen.hits:
            continue
        component = component_of(seen.path)
        place = _Place(
            named=architecture_in(seen.path),
            elsewhere=is_elsewhere(seen.path),
            twin=False,
            selected=seen.family in _BUILT and selected.on_x86_only(seen.path),
            translated=frozenset({seen.translated, *translated[component]}),
        )
        if place.named in ("arm", "other"):
            continue
        if place.named == "x86":
            place.twin = twins.has(seen.path)
            place.beside = included.get(seen.path.rpartition("/")[2])
            if place.beside is None and seen.family in _BUILT and twins.have_portable(seen.path):
                place.beside = Guard.FALLBACK
        elif seen.family in _BUILT:
            place.twin = twins.replace(seen.path)
        for hit in map(led.hit_in(seen.path), seen.hits):
            construct = _constructs(seen.family)[hit.construct]
            if construct.means is Means.ASK and place.elsewhere:
                continue
            if hit.text.startswith("#") and not construct.even_own and twins.is_own(hit.text):
                continue
            answer = go.get(seen.path) if hit.construct in _GO else None
            asked = libraries if construct.means is Means.ASK else None
            load = asked.of(hit.text, component) if asked else None
            if load is None and own is not None and construct.means is Means.ASK:
                load = own.of(construct.id, hit.text, component, seen.path)
            effect, reason = (
                (_ANSWERED.get(answer) if answer else None)
                or load
                or _effect(hit, construct, seen.family, place)
            )
            if taken and reason in _REACHING and seen.family in _BUILT:
                left = taken.reason(seen.path)
                effect, reason = (Effect.NOTE, left) if left else (effect, reason)
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
                    once=construct.once,
                    url=construct.url,
                    scope=scope_of(seen.path, seen.family),
                    component=component,
                    vendored=is_vendored(seen.path),
                    quiet=construct.quiet,
                )
            )
    return found


def _included(looked: Iterable[Looked]) -> dict[str, Guard]:
    """Return how arm64 fares without each header that is included on x86 only, by its name."""
    found: dict[str, Guard] = {}
    for seen in looked:
        for name, guard in seen.takes_in:
            if guard is Guard.PORTED or found.get(name) is None:
                found[name] = guard
    return found


@dataclass(slots=True)
class _Place:
    """What is known of a file apart from what stands in it."""

    named: str
    """The architecture that its path names."""
    elsewhere: bool
    """Whether its path names a system other than Linux."""
    twin: bool
    """Whether a file for Arm stands in for it."""
    selected: bool
    """Whether the build takes it in on x86 only."""
    beside: Guard | None = None
    """How arm64 fares without a file that is named for x86, where that can be told."""
    translated: frozenset[str] = frozenset()
    """The headers that give x86 names on Arm, in its component."""


def _effect(hit: Hit, construct: Construct, family: str, place: _Place) -> tuple[Effect, Reason]:
    if hit.guard is Guard.PORTED:
        return Effect.PORTED, Reason.BRANCH
    if place.twin:
        return Effect.PORTED, Reason.TWIN
    if place.translated & construct.translated_by:
        return Effect.PORTED, Reason.TRANSLATED
    if hit.guard is Guard.FALLBACK:
        return Effect.NOTE, Reason.FALLBACK
    if hit.guard is Guard.ALONE:
        return Effect.NOTE, Reason.LEFT_OUT
    if place.named == "x86" and family != "go":
        if place.beside is Guard.PORTED:
            return Effect.PORTED, Reason.BRANCH
        if place.beside is Guard.FALLBACK:
            return Effect.NOTE, Reason.FALLBACK
        return Effect.NOTE, Reason.ELSEWHERE if place.elsewhere else Reason.NAMED
    if construct.means is Means.NOTE:
        return Effect.NOTE, Reason.HARMLESS
    if place.elsewhere:
        return Effect.NOTE, Reason.ELSEWHERE
    if place.selected:
        return Effect.NOTE, Reason.SELECTED
    if construct.means is Means.ASK:
        return Effect.CHANGE, Reason.NEEDS
    if hit.guard is Guard.REFUSED:
        return Effect.CHANGE, Reason.REFUSED
    if hit.guard is Guard.CONDITIONAL:
        return Effect.CHANGE, Reason.CONDITIONAL
    return Effect.CHANGE, Reason.OPEN


def scope_of(path: str, family: str = "") -> Scope:
    """Return TEST for what is named as tests, their tools and data are; BUILD for other tools."""
    folders = path.lower().split("/")[:-1]
    tested = any(folder in _TEST_FOLDERS for folder in folders)
    name = path.rpartition("/")[2]
    tools = not _TOOL_FOLDERS.isdisjoint(folders)
    tested = tested or _TEST_FILE.search(name) is not None
    if tested or (tools and _TEST_TOOL.search(name.lower()) is not None):
        return Scope.TEST
    tool = tools and _SCRIPT.search(path) is not None
    if family == "build":
        tool = tool or _GO_VENDORED.search(path) is not None
    return Scope.BUILD if tool or family == "script" else Scope.RUNTIME


@cache
def _constructs(family: str) -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(family)}


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
