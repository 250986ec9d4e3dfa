"""The files that somebody wants to import: each one, and all in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.project.disk import read_bounded, unread
from workbench.scan.document import Document
from workbench.scan.walk import Folder, walk

MOST_FILES = 20_000
"""A folder with more is surely not what was meant to be imported."""


def candidates(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield each file, and whether it came with its folder. Raises WorkbenchError."""
    for path in paths:
        if not path.is_dir():
            yield path, False
            continue
        for count, file in enumerate(_files(path), 1):
            if count > MOST_FILES:
                raise WorkbenchError(
                    f"{path}: holds more than {MOST_FILES:,} files: "
                    "choose the folder that holds the results only"
                )
            yield path / file, True


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of the files in `folder` that are not empty. Raises WorkbenchError."""
    for met in walk(folder):
        if isinstance(met, Problem):
            raise WorkbenchError(f"{folder / met.path}: {met.reason}")
        if isinstance(met, Folder):
            yield from (file.path for file in met.files.values() if file.size)


def document_at(path: Path, most: int) -> Document:
    """Return the file at `path`, at most `most` bytes. Raises WorkbenchError."""
    try:
        data = read_bounded(path.resolve(), most)
    except OSError as error:
        raise WorkbenchError(f"{path}: {unread(error)}: choose another file") from None
    if data is None:
        raise WorkbenchError(f"{path}: there is no such file: check the path")
    return Document(path.name, data)
