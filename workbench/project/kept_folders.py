"""Folders of imported files below `.workbench`: adding one whole, setting aside, bringing back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from workbench.model.atomic import flush_folder, flush_to_disk
from workbench.model.errors import WorkbenchError
from workbench.model.problem import Problem
from workbench.project.disk import is_linked, read_bounded, unread
from workbench.project.lock import locked, make_folder, not_writable
from workbench.scan.document import Unreadable

T = TypeVar("T")

REMOVED = ".removed"
_DRAFT = ".adding"
_LOCK_SECONDS = 120.0
"""Copying a file of the largest size takes a while on a slow disk."""


class KeptFolders:
    """The folders in `PROJECT/RELATIVE`, one an import; `what` is what an import is called."""

    def __init__(self, root: Path, relative: str, what: str) -> None:
        self._own = root / ".workbench"
        self._what = what
        self._relative = relative
        self.path = root / relative

    def folders(self) -> list[Path]:
        """Return the folders by name; links are none."""
        if is_linked(self._own) or is_linked(self.path):
            return []
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.path) as entries:
            names = sorted(
                e.name
                for e in entries
                if e.is_dir(follow_symlinks=False) and not e.name.startswith(".")
            )
            return [self.path / name for name in names if not is_linked(self.path / name)]
        return []

    def read_each(
        self, name: str, parse: Callable[[str, bytes], T], most: int
    ) -> tuple[tuple[T, ...], tuple[Problem, ...]]:
        """Return what `parse` makes of the file `name` in each folder, given its id and bytes.

        One problem for each file that is missing, over `most` bytes, or Unreadable to `parse`.
        """
        found: list[T] = []
        problems: list[Problem] = []
        for folder in self.folders():
            path, line = f"{self._relative}/{folder.name}/{name}", 0
            try:
                data = read_bounded(folder / name, most)
                if data is None:
                    raise Unreadable("is missing")
                found.append(parse(folder.name, data))
                continue
            except OSError as error:
                reason = unread(error)
            except Unreadable as error:
                reason, line = error.reason, error.line
            left_out = f"{reason}: the {self._what} is left out until the file is mended"
            problems.append(Problem(path, left_out, line))
        return tuple(found), tuple(problems)

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Be the only writer; give a folder for drafts that is gone afterwards.

        What a killed import has left there is cleared away first: under the lock it is nobody's.
        """
        make_folder(self._own)
        draft = self.path / _DRAFT
        with locked(self.path, timeout=_LOCK_SECONDS):
            try:
                if is_linked(draft):
                    draft.unlink()
                elif draft.exists():
                    shutil.rmtree(draft)
                yield draft
            except OSError as error:
                raise not_writable(self.path, error) from None
            finally:
                if draft.exists():
                    shutil.rmtree(draft, ignore_errors=True)

    def free_id(self, stem: str, *, numbered: bool = True) -> str:
        """Return an id that no folder has, nor had: a removed one must be able to return.

        Without `numbered` the first of a stem carries no number.
        """
        number = 1
        while True:
            id_ = stem if number == 1 and not numbered else f"{stem}-{number}"
            if not any((folder / id_).exists() for folder in (self.path, self.path / REMOVED)):
                return id_
            number += 1

    def publish(self, draft: Path, id_: str, file: str, text: str) -> None:
        """Write `text` to `file` in `draft`, then make the draft the folder `id_`."""
        with (draft / file).open("xb") as stream:
            stream.write(text.encode())
            stream.flush()
            flush_to_disk(stream.fileno())
        flush_folder(draft)
        draft.rename(self.path / id_)
        flush_folder(self.path)

    def remove(self, id_: str) -> None:
        """Set a folder aside, so that `restore` can bring it back. Raises WorkbenchError."""
        with self.writing():
            removed = self.path / REMOVED
            make_folder(removed)
            self._move(self.path / id_, removed / id_)

    def restore(self, id_: str) -> None:
        """Bring back a removed folder. Raises WorkbenchError."""
        with self.writing():
            self._move(self.path / REMOVED / id_, self.path / id_)

    def gone(self, id_: str) -> WorkbenchError:
        """Return the error that says that another program took a folder away."""
        return WorkbenchError(f"{self._what} {id_} is no longer there: list them again")

    def _move(self, source: Path, target: Path) -> None:
        if not source.is_dir() or is_linked(source):
            raise self.gone(source.name)
        source.rename(target)
        flush_folder(source.parent)
        flush_folder(target.parent)
