"""What stops the build of an own image for arm64, each with its place."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from workbench.assess.snapshot import Snapshot
from workbench.model.assessment import Assessment
from workbench.model.component import Kind, Scope
from workbench.model.finding import Effect, Finding
from workbench.model.status import Status
from workbench.scan.containers.bake_plan import BakeTarget

_STOPPING = (Status.BLOCKED, Status.CHANGE, Status.UPGRADE)
_TAKEN_IN = frozenset({Kind.CONTAINER_IMAGE, Kind.OS_PACKAGE, Kind.LIBRARY, Kind.TOOL})
_FINDINGS = frozenset({"x86-pin", "x86-download"})
_X86 = ("linux-x86", "linux-i386")


class Stop(msgspec.Struct, frozen=True, order=True):
    """One thing that is in the way. `certain` is false where nobody knows yet."""

    path: str
    line: int
    text: str
    way_out: str = ""
    certain: bool = True

    @property
    def place(self) -> str:
        """`path:line` as people write it."""
        return f"{self.path}:{self.line}" if self.line else self.path


class PlannedImage(msgspec.Struct, frozen=True):
    """A target of Bake, and what is in the way of building it for arm64."""

    target: BakeTarget
    stops: tuple[Stop, ...] = ()


def stops(
    snapshot: Snapshot, own: str, target: BakeTarget, copied: Mapping[str, int]
) -> list[Stop]:
    """Return what stops `target`, the image with the purl `own`, in order of the places.

    `copied` are the files of the project that go into it, and the lines that copy them.
    """
    found = [
        Stop(f.path, f.line, f"{f.title}: {f.text}" if f.text else f.title, f.way_out)
        for f in snapshot.findings
        if f.effect is Effect.CHANGE
        and f.rule in _FINDINGS
        and f.scope is not Scope.TEST
        and _is_of(f, own, target)
    ]
    told = {(stop.path, stop.line) for stop in found}
    for assessment in snapshot.assessments:
        found += _taken_in(assessment, target, told)
        found += _copied(assessment, target.dockerfile, copied)
    return sorted(dict.fromkeys(found), key=lambda stop: (not stop.certain, stop))


def _is_of(finding: Finding, own: str, target: BakeTarget) -> bool:
    """Whether a finding stands in the target's Dockerfile, or where its platforms are named."""
    if finding.path == target.dockerfile and finding.line in target.lines:
        return True
    if finding.component != own:
        return False
    return finding.path == target.said_by and finding.line in target.platform_lines


def _taken_in(assessment: Assessment, target: BakeTarget, told: set[tuple[str, int]]) -> list[Stop]:
    """Return what the Dockerfile takes in that has no arm64 build, or of which none is known."""
    component = assessment.component
    if component.kind not in _TAKEN_IN or any(
        trait.name == "own-image" for o in component.occurrences for trait in o.traits
    ):
        return []
    certain = assessment.status in _STOPPING
    open_image = assessment.status is Status.UNKNOWN and component.kind is Kind.CONTAINER_IMAGE
    if not certain and not open_image:
        return []
    name = f"{component.name}:{component.version}" if component.version else component.name
    return [
        Stop(
            o.path, o.line, f"{component.kind} {name}: {assessment.status}", assessment.why, certain
        )
        for o in component.occurrences
        if o.path == target.dockerfile and o.line in target.lines
        if (o.path, o.line) not in told
    ]


def _copied(assessment: Assessment, file: str, copied: Mapping[str, int]) -> list[Stop]:
    """Return compiled code for x86 that is copied into the image."""
    component = assessment.component
    if assessment.status not in _STOPPING or not copied:
        return []
    found = []
    for occurrence in component.occurrences:
        line = copied.get(occurrence.path)
        if line is None or occurrence.path == file:
            continue
        compiled = any(t.name == "binary" and t.value.startswith(_X86) for t in occurrence.traits)
        native = any(t.name in ("jar-native", "nupkg-native") for t in occurrence.traits)
        if compiled or native:
            what = "compiled for x86" if compiled else "holds native code, none for arm64"
            found.append(Stop(file, line, f"copies {occurrence.path}: {what}"))
    return found
