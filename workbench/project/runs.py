"""The runs of a project: `.workbench/results/RUN/`, the imported files with `run.toml` beside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from workbench.model.atomic import replace_file
from workbench.model.problem import Problem
from workbench.model.run import Architecture, ColumnMapping, Run, RunFile
from workbench.project.disk import (
    is_linked,
    read_bounded,
)
from workbench.project.kept_folders import KeptFolders
from workbench.project.lock import not_writable
from workbench.project.run_files import copy_hashed, free_name
from workbench.project.run_text import MAX_BYTES, RUN_FILE, parse_run, run_text, with_labels

RESULTS = ".workbench/results"

_SAME = ("architecture", "instance", "scenario", "software", "client")
"""A file that comes twice under these labels is the same measurement, not a repeat."""


class AlreadyKept(msgspec.Struct, frozen=True):
    """A file that was not added because run `run` holds the same bytes under the same labels.

    `run` is empty where the other copy came with the same import.
    """

    path: str
    run: str


class Added(msgspec.Struct, frozen=True):
    """What one import has changed; `run` is None where every file was there already."""

    run: Run | None
    already: tuple[AlreadyKept, ...] = ()


class RunStore:
    """Reads and writes the runs of the project in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._kept = KeptFolders(root, RESULTS, "run")
        self._folder = self._kept.path

    def path(self, run: Run, file: RunFile) -> Path:
        """Return where `file` of `run` lies."""
        return self._folder / run.id / file.name

    def runs(self) -> tuple[tuple[Run, ...], tuple[Problem, ...]]:
        """Return the runs by id, and one problem for each that cannot be understood."""
        return self._kept.read_each(RUN_FILE, parse_run, MAX_BYTES)

    def add(
        self,
        files: Iterable[Path],
        formats: Iterable[str],
        columns: Iterable[ColumnMapping | None] | None = None,
        *,
        architecture: Architecture,
        instance: str = "",
        scenario: str = "",
        software: str = "",
        client: str = "",
        measured: str = "",
        note: str = "",
    ) -> Added:
        """Keep copies of `files`, whose formats are `formats`, as one run; all of them or none.

        `columns` says of each how a CSV over time is read, None for none.

        Files that a run with the same labels holds already are named, not kept twice. Raises
        WorkbenchError, and changes nothing, where a file cannot be read or the run not written.
        """
        labels = Run(
            id="",
            architecture=architecture,
            instance=instance.strip(),
            scenario=scenario.strip(),
            software=software.strip(),
            client=client.strip(),
            imported=datetime.now(UTC).isoformat(timespec="seconds"),
            measured=measured.strip(),
            note=note.strip(),
        )
        with self._kept.writing() as draft:
            known = self._known(labels)
            each = tuple(files)
            read = tuple(columns) if columns is not None else (None,) * len(each)
            sources = zip(each, formats, read, strict=True)
            run, already = _copied(sources, labels, known, draft)
            if run.files:
                run = msgspec.structs.replace(run, id=self._free_id(run))
                self._kept.publish(draft, run.id, RUN_FILE, run_text(run))
        return Added(run if run.files else None, already)

    def remove(self, run: Run) -> None:
        """Set `run` aside, so that `restore` can bring it back. Raises WorkbenchError."""
        self._kept.remove(run.id)

    def restore(self, run: Run) -> None:
        """Bring back a removed `run`. Raises WorkbenchError."""
        self._kept.restore(run.id)

    def update(self, run: Run) -> None:
        """Write the labels and marks of `run`; comments and files stay. Raises WorkbenchError."""
        folder = self._folder / run.id
        path = folder / RUN_FILE
        with self._kept.writing():
            try:
                data = None if is_linked(folder) else read_bounded(path, MAX_BYTES)
                if data is None:
                    raise self._kept.gone(run.id)
                changed = with_labels(data, run)
                if changed != data:
                    replace_file(path, changed)
            except OSError as error:
                raise not_writable(path, error) from None

    def _known(self, labels: Run) -> dict[str, str]:
        """Return the SHA-256 of each file under the same labels, and its run."""
        return {
            file.sha256: run.id
            for run in self.runs()[0]
            if all(getattr(run, name) == getattr(labels, name) for name in _SAME)
            for file in run.files
        }

    def _free_id(self, run: Run) -> str:
        """Return a readable id that no run has, nor had: a removed one must be able to return."""
        day = run.measured[:10] if re.match(r"\d{4}-\d\d-\d\d", run.measured) else run.imported[:10]
        stem = "-".join(filter(None, (day, run.architecture, _slug(run.instance))))
        if scenario := _slug(run.scenario):
            stem += f"-{scenario}"
        return self._kept.free_id(stem)


def _copied(
    sources: Iterable[tuple[Path, str, ColumnMapping | None]],
    labels: Run,
    known: dict[str, str],
    draft: Path,
) -> tuple[Run, tuple[AlreadyKept, ...]]:
    """Copy the files that are not `known` into `draft`; return the run of them, and the others."""
    draft.mkdir()
    files: dict[str, RunFile] = {}
    already: list[AlreadyKept] = []
    seen = dict(known)
    for source, format_, columns in sources:
        name = free_name(source.name, files)
        sha256 = copy_hashed(source, draft / name)
        if sha256 in seen:
            (draft / name).unlink()
            already.append(AlreadyKept(str(source), seen[sha256]))
            continue
        seen[sha256] = ""
        files[name.casefold()] = RunFile(name, format_, sha256, columns)
    return msgspec.structs.replace(labels, files=tuple(files.values())), tuple(already)


def _slug(text: str) -> str:
    """Return `text` as part of a folder's name that is easy to read and to type."""
    return re.sub(r"[^\w.]+", "-", text.casefold()).strip("-._")[:40]
