"""From what was seen in files to findings: what it means beside everything else of the project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from workbench.model.finding import Effect, Finding, Reason
from workbench.scan.source.built_libraries import OwnLibraries
from workbench.scan.source.construct import Construct, Means, constructs
from workbench.scan.source.go_package import Answer
from workbench.scan.source.hit import Guard, Hit, Looked
from workbench.scan.source.led import Led
from workbench.scan.source.named import architecture_in, is_elsewhere, is_vendored
from workbench.scan.source.native_loads import Natives
from workbench.scan.source.scopes import scope_of
from workbench.scan.source.selected import Selected
from workbench.scan.source.taken_in import TakenIn
from workbench.scan.source.twins import Twins

_GO = ("go-constraint", "go-asm")
_ANSWERED = {
    Answer.ARM: (Effect.PORTED, Reason.TWIN),
    Answer.PORTABLE: (Effect.NOTE, Reason.FALLBACK),
    Answer.UNUSED: (Effect.NOTE, Reason.LEFT_OUT),
    Answer.REFUSED: (Effect.CHANGE, Reason.REFUSED),
    Answer.MISSING: (Effect.CHANGE, Reason.MISSING),
}
_NO_ANSWERS: Mapping[str, Answer] = {}
_BUILT = ("c", "assembly")
"""Families whose files a build takes in one by one."""
_REACHING = (Reason.OPEN, Reason.CONDITIONAL, Reason.REFUSED)
"""Reasons that hold where the build takes a file in."""


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
    project = _Project(
        *(twins, component_of, go, libraries, own, taken),
        selected=Selected(every),
        included=_included(every),
        translated=_translated(every, component_of),
        led=Led(lead for seen in every for lead in seen.leads),
    )
    return [finding for seen in every for finding in project.findings_in(seen)]


@dataclass(frozen=True, slots=True)
class _Project:
    """What the project as a whole says of what was seen in one of its files."""

    twins: Twins
    component_of: Callable[[str], str]
    go: Mapping[str, Answer]
    libraries: Natives | None
    own: OwnLibraries | None
    taken: TakenIn | None
    selected: Selected
    included: Mapping[str, Guard]
    translated: Mapping[str, set[str]]
    led: Led

    def findings_in(self, seen: Looked) -> Iterator[Finding]:
        """Yield a finding for each hit, but for those that are nothing of x86 after all."""
        named = architecture_in(seen.path) if seen.hits else "other"
        if named in ("arm", "other"):
            return
        place = self._place(seen, named)
        scope, vendored = scope_of(seen.path, seen.family), is_vendored(seen.path)
        for hit in map(self.led.hit_in(seen.path), seen.hits):
            construct = _constructs(seen.family)[hit.construct]
            if self._means_nothing(hit, construct, place):
                continue
            effect, reason = self._judged(hit, construct, seen, place)
            yield Finding(
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
                scope=scope,
                component=place.component,
                vendored=vendored,
                quiet=construct.quiet,
            )

    def _place(self, seen: Looked, named: str) -> _Place:
        path = seen.path
        component = self.component_of(path)
        built = seen.family in _BUILT
        twin, beside = False, None
        if named == "x86":
            twin = self.twins.has(path)
            beside = self.included.get(path.rpartition("/")[2])
            if beside is None and built and self.twins.have_portable(path):
                beside = Guard.FALLBACK
        elif built:
            twin = self.twins.replace(path)
        return _Place(
            component=component,
            named=named,
            elsewhere=is_elsewhere(path),
            twin=twin,
            selected=built and self.selected.on_x86_only(path),
            beside=beside,
            translated=frozenset({seen.translated, *self.translated.get(component, ())}),
        )

    def _means_nothing(self, hit: Hit, construct: Construct, place: _Place) -> bool:
        """Whether it loads nothing on Linux, or takes in a header of the project's own."""
        if construct.means is Means.ASK and place.elsewhere:
            return True
        return hit.text.startswith("#") and not construct.even_own and self.twins.is_own(hit.text)

    def _judged(
        self, hit: Hit, construct: Construct, seen: Looked, place: _Place
    ) -> tuple[Effect, Reason]:
        """Return what a hit comes to: other files may make up for it, or leave its file out."""
        answer = self.go.get(seen.path) if hit.construct in _GO else None
        effect, reason = (
            (_ANSWERED.get(answer) if answer else None)
            or self._loaded(hit, construct, seen.path, place.component)
            or _effect(hit, construct, seen.family, place)
        )
        if self.taken and reason in _REACHING and seen.family in _BUILT:
            left = self.taken.reason(seen.path)
            if left:
                return Effect.NOTE, left
        return effect, reason

    def _loaded(
        self, hit: Hit, construct: Construct, path: str, component: str
    ) -> tuple[Effect, Reason] | None:
        """Return what the library that a hit loads is on arm64, where the project tells."""
        if construct.means is not Means.ASK:
            return None
        found = self.libraries.of(hit.text, component) if self.libraries else None
        if found is None and self.own is not None:
            found = self.own.of(construct.id, hit.text, component, path)
        return found


def _translated(
    looked: Iterable[Looked], component_of: Callable[[str], str]
) -> dict[str, set[str]]:
    """Return the headers that give x86 names on Arm, by component."""
    found: dict[str, set[str]] = defaultdict(set)
    for seen in looked:
        if seen.translated:
            found[component_of(seen.path)].add(seen.translated)
    return found


def _included(looked: Iterable[Looked]) -> dict[str, Guard]:
    """Return how arm64 fares without each header that is included on x86 only, by its name."""
    found: dict[str, Guard] = {}
    for seen in looked:
        for name, guard in seen.takes_in:
            if guard is Guard.PORTED or found.get(name) is None:
                found[name] = guard
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of a file apart from what stands in it."""

    component: str
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


@cache
def _constructs(family: str) -> dict[str, Construct]:
    return {construct.id: construct for construct in constructs(family)}
