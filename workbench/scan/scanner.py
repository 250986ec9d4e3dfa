"""The scan: walk, read, yield. A generator that can be abandoned between any two files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from workbench.model.component import Origin, Sighting
from workbench.model.problem import Coverage, Omission, Omitted, Problem
from workbench.model.setting import Setting
from workbench.scan.document import MAX_BYTES, Document, Unreadable
from workbench.scan.format import Discovery, Format, as_chosen
from workbench.scan.formats import SHELVES
from workbench.scan.imported import Imported
from workbench.scan.name_index import NameIndex
from workbench.scan.rare_collections import rare_collections
from workbench.scan.shelf import Shelf, shelf_of
from workbench.scan.source.inspect import Inspected, Inspection, Modules
from workbench.scan.source.remembered import Remembered
from workbench.scan.test_folder import of_test_folder
from workbench.scan.tree import Tree
from workbench.scan.walk import File, walk

WALK_STEP = 500
MOST_PROBLEMS = 20
"""Of one file: an archive can hold thousands of broken ones."""


class Walked(msgspec.Struct, frozen=True):
    """The walk is under way: `files` were met so far."""

    files: int


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
        # What a memory knows of refused files holds for all formats together.
        known = memory if formats is None else None
        shelves = tuple(SHELVES.values() if formats is None else map(shelf_of, formats))
        yield from _scan(root, exclude, shelves, imported, inspection, known)


def _scan(
    root: Path,
    exclude: tuple[str, ...],
    shelves: tuple[Shelf, ...],
    imported: tuple[Imported, ...],
    inspection: Inspection,
    memory: Remembered | None,
) -> Iterator[ScanEvent]:
    files: list[File] = []
    problems: list[Problem] = []
    omitted: list[Omitted] = []
    for met in walk(root, exclude):
        if isinstance(met, File):
            files.append(met)
            inspection.meet(met)
            if len(files) % WALK_STEP == 0:
                yield Walked(len(files))
        elif isinstance(met, Problem):
            problems.append(met)
            yield met
        else:
            omitted.append(met)
    tree = Tree(root, files, imported)
    names = NameIndex((shelf, shelf.patterns) for shelf in shelves)
    wanted = [(file, found) for file in files if (found := names.of(file.path))]
    wanted += [
        (
            File(one.path, one.size),
            [shelf_of(as_chosen(x)) for s in shelves for x in s.formats if x.id == one.format],
        )
        for one in imported
    ]
    readers: Counter[str] = Counter()
    recognised = 0
    modules = Modules(root.name or "project")
    for done, (file, found) in enumerate(wanted, 1):
        if memory is not None and memory.is_refused(file):
            yield Read(file.path, done, len(wanted))
            continue
        matching = [format_ for shelf in found for format_ in shelf.of(file.path)]
        bearing = [x for x in matching if x.unread or file.size <= x.most_bytes]
        read_by = wrong = 0
        for event in _read_file(file.path, bearing, tree):
            if isinstance(event, str):
                readers[event] += 1
                read_by += 1
                continue
            if isinstance(event, Problem):
                wrong += 1
                if wrong > MOST_PROBLEMS:
                    continue
                problems.append(event)
            elif isinstance(event, Setting):
                event = of_test_folder(event)
            elif isinstance(event, Sighting):
                if file.path not in tree.imported:
                    event = of_test_folder(event)
                if event.origin is Origin.SELF_BUILT:
                    modules.add(event)
            yield event
        if wrong > MOST_PROBLEMS:
            problems.append(Problem(file.path, f"{wrong - MOST_PROBLEMS:,} more like these"))
            yield problems[-1]
        recognised += bool(read_by)
        sniffed = bearing == matching and all(x.accepts for x in bearing)
        if memory is not None and sniffed and not read_by and not wrong:
            memory.refuse(file)
        if not read_by and _is_too_large(file, matching, bearing, tree):
            omitted.append(Omitted(file.path, Omission.TOO_LARGE))
        yield Read(file.path, done, len(wanted))
    for seen in inspection.finish(tree, modules):
        if isinstance(seen, Inspected):
            yield Read("", seen.done, seen.total)
            continue
        if isinstance(seen, Omitted):
            omitted.append(seen)
            continue
        if isinstance(seen, Problem):
            if seen in problems:  # a format could not open it, either
                continue
            problems.append(seen)
        yield of_test_folder(seen) if isinstance(seen, Sighting) else seen
    yield Coverage(
        files=len(files) + len(imported),
        recognised=recognised,
        readers=tuple(sorted(readers.items())),
        problems=tuple(problems),
        omitted=tuple(omitted),
    )


def _is_too_large(file: File, matching: list[Format], bearing: list[Format], tree: Tree) -> bool:
    """Whether a format would have taken the file, were it not for its size."""
    for format_ in matching:
        if format_ in bearing:
            continue
        if format_.accepts is None or file.size > MAX_BYTES:
            return True
        try:
            if format_.accepts(tree.read(file.path)):
                return True
        except Unreadable:
            continue
    return False


def _are_unread(formats: list[Format]) -> bool:
    return all(format_.unread for format_ in formats)


def _read_file(path: str, matching: list[Format], tree: Tree) -> Iterator[Discovery | str]:
    """Yield what the formats see in one file, and the id of each that took it."""
    if not matching:
        return
    try:
        if _are_unread(matching):
            document = Document(path, b"")
        else:
            document = tree.read(path, max(f.most_bytes for f in matching))
    except Unreadable as error:
        yield Problem(path, error.reason, error.line)
        return
    for format_ in matching:
        try:
            if format_.accepts is not None and not format_.accepts(document):
                continue
            yield format_.id
            yield from format_.read(document, tree)
        except Unreadable as error:
            yield Problem(path, error.reason, error.line)
        except RecursionError:
            yield Problem(path, "is nested too deeply to be read")
        except Exception as error:  # a reader's own fault must not end the scan of other files
            yield Problem(path, f"could not be read as {format_.title}: {type(error).__name__}")
