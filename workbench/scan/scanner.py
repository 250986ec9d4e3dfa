"""The scan: walk, read, yield. A generator that can be abandoned between any two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from workbench.model.component import Origin, Sighting
from workbench.model.problem import Coverage, Omission, Omitted, Problem
from workbench.model.rare_collections import rare_collections
from workbench.model.setting import Setting
from workbench.scan.format import Discovery, Format, as_chosen
from workbench.scan.formats import SHELVES
from workbench.scan.imported import Imported
from workbench.scan.name_index import NameIndex
from workbench.scan.read_file import is_too_large, read_file
from workbench.scan.shelf import Shelf, shelf_of
from workbench.scan.source.inspect import Inspected, Inspection, Modules
from workbench.scan.source.remembered import Remembered
from workbench.scan.test_folder import of_test_folder
from workbench.scan.tree import Tree
from workbench.scan.walk import File, Folder, Walked, walk

MOST_PROBLEMS = 20
"""Of one file: an archive can hold thousands of broken ones."""


class Read(msgspec.Struct, frozen=True):
    """One more file is done: `done` of `total` that formats want."""

    path: str
    done: int
    total: int


ScanEvent = Walked | Read | Discovery | Coverage


def scan(
    root: Path,
    *,
    exclude: tuple[str, ...] = (),
    formats: tuple[Format, ...] | None = None,
    jobs: int | None = None,
    imported: tuple[Imported, ...] = (),
    memory: Remembered | None = None,
) -> Iterator[ScanEvent]:
    """Yield everything found under `root` and in the `imported` lists; the Coverage comes last.

    `formats` are those to read, None for all of them. `jobs` is the number of processes that look
    at source; None for one a processor. `memory` is what earlier scans found in files that have not
    changed; None to read all of them.
    The caller cancels by closing the generator: nothing is held between events but memory and the
    processes, which end with it.
    """
    with rare_collections(), closing(Inspection(root, jobs, memory)) as inspection:
        account = _Account()
        folders = yield from _walk(root, exclude, inspection, account)
        tree = Tree(root, folders, imported)
        modules = Modules(root.name or "project")
        # What a memory knows of refused files holds for all formats together.
        reading = _Reading(tree, modules, account, memory if formats is None else None)
        shelves = tuple(SHELVES.values() if formats is None else map(shelf_of, formats))
        wanted = [*_named(folders, shelves), *_chosen(imported, shelves)]
        for done, (file, found) in enumerate(wanted, 1):
            yield from reading.of(file, found)
            yield Read(file.path, done, len(wanted))
        yield from _inspect(inspection, tree, modules, account)
        yield account.coverage(len(tree.sizes))


@dataclass
class _Account:
    """What the coverage will say."""

    problems: list[Problem] = field(default_factory=list)
    omitted: list[Omitted] = field(default_factory=list)
    readers: Counter[str] = field(default_factory=Counter)
    recognised: int = 0

    def coverage(self, files: int) -> Coverage:
        return Coverage(
            files=files,
            recognised=self.recognised,
            readers=tuple(sorted(self.readers.items())),
            problems=tuple(self.problems),
            omitted=tuple(self.omitted),
        )


def _walk(
    root: Path, exclude: tuple[str, ...], inspection: Inspection, account: _Account
) -> Generator[ScanEvent, None, list[Folder]]:
    """Yield progress and problems; return the folders, which `inspection` has met then."""
    folders = []
    for met in walk(root, exclude):
        if isinstance(met, Folder):
            folders.append(met)
            inspection.meet(met)
        elif isinstance(met, Omitted):
            account.omitted.append(met)
        else:
            if isinstance(met, Problem):
                account.problems.append(met)
            yield met
    return folders


def _named(folders: list[Folder], shelves: tuple[Shelf, ...]) -> Iterator[tuple[File, list[Shelf]]]:
    """Yield each file that is named as formats want it, with where they are."""
    names = NameIndex((shelf, shelf.patterns) for shelf in shelves)
    for folder in folders:
        for name, found in names.among(folder.path, folder.files):
            yield folder.files[name], found


def _chosen(
    imported: tuple[Imported, ...], shelves: tuple[Shelf, ...]
) -> Iterator[tuple[File, list[Shelf]]]:
    """Yield each file that a person imported, with the format that it was said to be of."""
    for one in imported:
        chosen = [f for shelf in shelves for f in shelf.formats if f.id == one.format]
        yield File(one.path, one.size), [shelf_of(as_chosen(format_)) for format_ in chosen]


@dataclass
class _Reading:
    """Reads files with the formats that want them."""

    tree: Tree
    modules: Modules
    account: _Account
    memory: Remembered | None

    def of(self, file: File, shelves: list[Shelf]) -> Iterator[Discovery]:
        """Yield what the formats on `shelves` see in `file`, unless all are known to refuse it."""
        if self.memory is not None and self.memory.is_refused(file):
            return
        matching = [format_ for shelf in shelves for format_ in shelf.of(file.path)]
        problems = len(self.account.problems)
        taken = yield from self._discoveries(file.path, [f for f in matching if f.bears(file.size)])
        quiet = len(self.account.problems) == problems
        if taken:
            self.account.recognised += 1
        elif is_too_large(file, matching, self.tree):
            self.account.omitted.append(Omitted(file.path, Omission.TOO_LARGE))
        elif self.memory is not None and quiet and all(f.accepts for f in matching):
            self.memory.refuse(file)

    def _discoveries(self, path: str, formats: list[Format]) -> Generator[Discovery, None, int]:
        """Yield what one file shows, of its problems the first few; return how many took it."""
        taken = wrong = 0
        for seen in read_file(path, formats, self.tree):
            if isinstance(seen, str):
                self.account.readers[seen] += 1
                taken += 1
                continue
            if isinstance(seen, Problem):
                wrong += 1
                if wrong > MOST_PROBLEMS:
                    continue
                self.account.problems.append(seen)
            yield self._placed(seen, path)
        if wrong > MOST_PROBLEMS:
            more = Problem(path, f"{wrong - MOST_PROBLEMS:,} more like these")
            self.account.problems.append(more)
            yield more
        return taken

    def _placed(self, seen: Discovery, path: str) -> Discovery:
        """Return what the file shows, in the test scope if it is for tests; note own modules."""
        if isinstance(seen, Setting):
            return of_test_folder(seen)
        if isinstance(seen, Sighting):
            if path not in self.tree.imported:
                seen = of_test_folder(seen)
            if seen.origin is Origin.SELF_BUILT:
                self.modules.add(seen)
        return seen


def _inspect(
    inspection: Inspection, tree: Tree, modules: Modules, account: _Account
) -> Iterator[ScanEvent]:
    """Yield what the source of the project and its compiled code come to, and how far that is."""
    for seen in inspection.finish(tree, modules):
        if isinstance(seen, Inspected):
            yield Read("", seen.done, seen.total)
        elif isinstance(seen, Omitted):
            account.omitted.append(seen)
        elif isinstance(seen, Problem):
            if seen in account.problems:  # a format could not open it, either
                continue
            account.problems.append(seen)
            yield seen
        else:
            yield of_test_folder(seen) if isinstance(seen, Sighting) else seen
