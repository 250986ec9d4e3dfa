"""The second part of a scan: the source of the project's own modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.finding import Finding
from workbench.model.problem import Omitted, Problem
from workbench.model.purl import make_purl, parse_purl
from workbench.scan.binaries.binary import Binary
from workbench.scan.binaries.found import found as compiled
from workbench.scan.binaries.read_binary import SMALLEST
from workbench.scan.source.crew import look_everywhere
from workbench.scan.source.findings import Outcome, findings, outcomes
from workbench.scan.source.go_project import go_answers
from workbench.scan.source.hit import Looked
from workbench.scan.source.look import look_for
from workbench.scan.source.named import Twins, architecture_in
from workbench.scan.source.native_loads import Natives
from workbench.scan.tree import Tree

ID = "source"


class Inspected(msgspec.Struct, frozen=True):
    """`done` of `total` files are looked at."""

    done: int
    total: int


class Modules:
    """The self-built components of the project, to tell which one a file belongs to."""

    def __init__(self, project: str) -> None:
        self._whole = make_purl("generic", project)
        self._names: dict[str, str] = {self._whole: project}
        self._places: dict[str, tuple[str, int]] = {}
        self._folders: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def add(self, sighting: Sighting) -> None:
        """Remember a module, as its own format sighted it; an image that is built is none."""
        if sighting.kind is not Kind.APPLICATION:
            return
        folder = parse_purl(sighting.purl).subpath or ""
        if folder not in self._folders:
            self._folders[folder] = sighting.purl
            self._names[sighting.purl] = sighting.name
            self._places[sighting.purl] = (sighting.occurrence.path, sighting.occurrence.line)

    def of(self, path: str) -> str:
        """Return the purl of the nearest module above `path`; the project's own where none is."""
        folder = path.rpartition("/")[0]
        known = self._known.get(folder)
        if known is None:
            known = self._folders.get(folder)
            if known is None:
                known = self.of(folder) if folder else self._whole
            self._known[folder] = known
        return known

    def sightings(self, outcomes: dict[str, Outcome]) -> Iterator[Sighting]:
        """Yield what the source of each module comes to, as a sighting of the module.

        Clean source outside of all modules makes no component.
        """
        for purl, outcome in outcomes.items():
            if outcome.path:
                yield self._sighting(purl, outcome, outcome.path, outcome.line)
            elif purl in self._places:
                yield self._sighting(purl, outcome, *self._places[purl])

    def _sighting(self, purl: str, outcome: Outcome, path: str, line: int) -> Sighting:
        return Sighting(
            purl=purl,
            name=self._names[purl],
            kind=Kind.APPLICATION,
            origin=Origin.SELF_BUILT,
            occurrence=Occurrence(
                path=path,
                line=line,
                traits=(Trait("source", outcome.verdict),),
                reader=ID,
            ),
        )


def inspect(
    tree: Tree, files: Iterable[str], modules: Modules, jobs: int | None = None
) -> Iterator[Inspected | Finding | Sighting | Problem | Omitted]:
    """Look at `files`; yield progress, findings, compiled code, what each module comes to."""
    paths, sources, others = [], [], []
    for path in files:
        look = look_for(path)
        if look is None:
            if tree.sizes[path] >= SMALLEST:
                others.append(path)
        elif architecture_in(path) != "other":
            paths.append(path)
            if look.source:
                sources.append(path)
    seen: list[Looked] = []
    binaries: dict[str, Binary] = {}
    for done, looked in look_everywhere(str(tree.root), [*paths, *others], jobs):
        for one in looked:
            if one.binary:
                binaries[one.path] = one.binary
            else:
                seen.append(one)
            if one.problem:
                yield Problem(one.path, one.problem)
        yield Inspected(done, len(paths) + len(others))
    # What comes from several workers comes in any order.
    yield from compiled({path: binaries[path] for path in sorted(binaries)}, tree, modules.of)
    seen.sort(key=lambda looked: looked.path)
    found = findings(
        *(seen, Twins(tree.sizes), modules.of),
        go_answers(tree, seen),
        Natives(binaries, modules.of),
    )
    yield from found
    for_arm = {p for p in sources if architecture_in(p) == "arm"} | {s.path for s in seen if s.arm}
    yield from modules.sightings(outcomes(found, sources, for_arm, modules.of))
