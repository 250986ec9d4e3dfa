"""The second part of a scan: the source of the project's own modules."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import msgspec

from workbench.model.component import Kind, Occurrence, Origin, Sighting, Trait
from workbench.model.finding import Finding
from workbench.model.problem import Omitted, Problem
from workbench.model.purl import make_purl, parse_purl
from workbench.scan.binaries.found import found as compiled
from workbench.scan.binaries.read_binary import SMALLEST
from workbench.scan.source import nasm_includes, switches
from workbench.scan.source.built_libraries import OwnLibraries
from workbench.scan.source.crew import Crew
from workbench.scan.source.findings import findings
from workbench.scan.source.go_project import go_answers
from workbench.scan.source.hit import Looked
from workbench.scan.source.look import look_for
from workbench.scan.source.named import architectures_in
from workbench.scan.source.native_loads import BUILDS, Natives
from workbench.scan.source.outcomes import Outcome, outcomes
from workbench.scan.source.remembered import Remembered
from workbench.scan.source.taken_in import TakenIn
from workbench.scan.source.twins import Twins
from workbench.scan.tree import Tree
from workbench.scan.walk import File, Folder

ID = "source"
LARGE = 512 * 1024
"""Bytes of a source that may take longer than a person waits for a cancelled scan to end."""


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


class Inspection:
    """Looks at files as the walk meets folders, and says in the end what all of it comes to.

    `memory` is what earlier scans found in unchanged files. `close` drops it at any moment.
    """

    def __init__(
        self, root: Path, jobs: int | None = None, memory: Remembered | None = None
    ) -> None:
        self._crew = Crew(str(root), jobs)
        self._memory = memory
        self._sources: list[str] = []
        """One of each folder that has any."""
        self._for_arm: list[Folder] = []
        """The files that are named for Arm, whatever they are."""
        self._sources_for_arm: set[str] = set()
        self._seen: list[Looked] = []
        self._known = 0

    def meet(self, folder: Folder) -> None:
        """Take the files of a folder, each folder once."""
        files = self._worth_a_look(folder)
        if not files:
            return
        if self._memory is not None:
            every = len(files)
            files, looked = self._memory.known(folder.path, files)
            self._known += every - len(files)
            self._seen.extend(looked)
        large = any(file.size > LARGE and look_for(file.path) for file in files)
        self._crew.add([file.path for file in files], large)

    def _worth_a_look(self, folder: Folder) -> list[File]:
        """Return which files of `folder` are, and keep in mind what their names say."""
        files, sources, for_arm = [], [], {}
        named = architectures_in(folder.path, folder.files)
        for (name, file), architecture in zip(folder.files.items(), named, strict=True):
            if architecture == "arm":
                for_arm[name] = file
            look = look_for(file.path)
            if look is None:
                if file.size < SMALLEST:
                    continue
            elif architecture == "other":
                continue
            elif look.source:
                sources.append(name)
            files.append(file)
        self._sources += [folder.files[name].path for name in sources[:1]]
        if for_arm:
            self._for_arm.append(Folder(folder.path, for_arm))
            self._sources_for_arm.update(for_arm[n].path for n in sources if n in for_arm)
        return files

    def finish(
        self, tree: Tree, modules: Modules
    ) -> Iterator[Inspected | Finding | Sighting | Problem | Omitted]:
        """Yield progress, findings, compiled code, and what each module comes to."""
        for done, looked in self._crew.answers():
            self._seen.extend(looked)
            if self._memory is not None:
                self._memory.learn(looked)
            yield Inspected(done + self._known, self._crew.met + self._known)
        if self._memory is not None:
            self._memory.keep()
        # What comes from several workers comes in any order.
        self._seen.sort(key=attrgetter("path"))
        for one in self._seen:
            if one.problem:
                yield Problem(one.path, one.problem)
        yield from self._conclude(tree, modules)

    def _conclude(
        self, tree: Tree, modules: Modules
    ) -> Iterator[Finding | Sighting | Problem | Omitted]:
        binaries = {one.path: one.binary for one in self._seen if one.binary}
        seen = switches.settle((one for one in self._seen if not one.binary), tree)
        yield from compiled(binaries, tree, modules.of)
        taken = TakenIn(tree)
        found = findings(
            *(seen, Twins(tree, self._for_arm), modules.of),
            go_answers(tree, seen),
            Natives(binaries, modules.of, tree.called(*BUILDS)),
            OwnLibraries(tree, seen, modules.of, taken),
            taken,
        )
        found = nasm_includes.settle(found, tree)
        yield from found
        for_arm = self._sources_for_arm | {one.path for one in seen if one.arm}
        yield from modules.sightings(outcomes(found, self._sources, for_arm, modules.of))

    def close(self) -> None:
        """End what still looks at files."""
        self._crew.close()
