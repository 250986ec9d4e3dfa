"""The project's files as readers see them: what exists, and bounded reads of it."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from posixpath import normpath
from typing import BinaryIO, TypeVar, cast

from workbench.scan.document import MAX_BYTES, Document, Unreadable
from workbench.scan.imported import Imported
from workbench.scan.walk import File, Folder, grouped

T = TypeVar("T")
U = TypeVar("U")

_FOR_READING = os.O_RDONLY
if os.name == "posix":
    _FOR_READING |= os.O_NOFOLLOW | os.O_NONBLOCK
_FOR_READING |= getattr(os, "O_BINARY", 0)


def within(folder: str, name: str) -> str:
    """Return the path of what is called `name` in `folder` (empty: the project's own)."""
    return f"{folder}/{name}" if folder else name


class Tree:
    """An index of the walked files, and the only door through which a scan opens one.

    Paths are relative to the project, POSIX. A reader can look at other files of the project (a
    parent pom, an included requirements file) but never out of it.
    """

    def __init__(
        self, root: Path, folders: Iterable[Folder], imported: Iterable[Imported] = ()
    ) -> None:
        self.root = root
        self.imported = {file.path: file for file in imported}
        """What people said of the files that they imported, by path."""
        self.folders = [*folders, *grouped(File(f.path, f.size) for f in self.imported.values())]
        self.sizes = {f.path: f.size for folder in self.folders for f in folder.files.values()}
        self._paths: dict[str, list[str]] = defaultdict(list)
        for folder in self.folders:
            self._paths[folder.path] += [file.path for file in folder.files.values()]
        self._cached = lru_cache(maxsize=256)(self._read)
        self._remembered: dict[object, object] = {}
        self._parsed: dict[tuple[str, object], object] = {}

    def __contains__(self, path: str) -> bool:
        return path in self.sizes

    def files_in(self, folder: str) -> list[str]:
        """The paths of the files directly in `folder` (empty: the project's own)."""
        return self._paths.get(folder, [])

    def called(self, *names: str) -> list[str]:
        """Return the paths of the files with one of these names, folder by folder, in order."""
        ordered = sorted(names)
        return [f.files[name].path for f in self.folders for name in ordered if name in f.files]

    def resolve(self, folder: str, relative: str) -> str | None:
        """Return the path that `relative` means from `folder`, or None where it leads outside."""
        if relative.startswith("/") or "\\" in relative:
            return None
        path = normpath(within(folder, relative))
        return None if path == ".." or path.startswith("../") else path

    def remember(self, make: Callable[[Tree], T]) -> T:
        """Return `make(self)`, made once: what a reader knows of the project as a whole."""
        if make not in self._remembered:
            self._remembered[make] = make(self)
        return cast("T", self._remembered[make])

    def read(self, path: str, most: int = MAX_BYTES) -> Document:
        """Return the document at `path`. Raises Unreadable; recently read ones are kept.

        What is larger than a manifest may be, up to `most` bytes, is read each time anew.
        """
        if self.sizes.get(path, 0) > MAX_BYTES:
            return self._read(path, most)
        return self._cached(path)

    def parsed(self, path: str, parse: Callable[[Document], T]) -> T:
        """Return what `parse` makes of the document at `path`, made once a scan.

        For files that many others refer to: a lock file, a workspace's root. `parse` is a function
        of a module, not a closure. Raises Unreadable, each time it is asked, where `parse` does.
        """
        key = (path, parse)
        if key not in self._parsed:
            try:
                self._parsed[key] = parse(self.read(path))
            except Unreadable as error:
                self._parsed[key] = error
        made = self._parsed[key]
        if isinstance(made, Unreadable):
            raise Unreadable(made.reason, made.line)
        return cast("T", made)

    def parsed_or(self, path: str, parse: Callable[[Document], T], otherwise: U) -> T | U:
        """Return what `parsed` returns, or `otherwise` where the file is missing or unreadable.

        For what one file tells of another: what is wrong with it, its own reader reports.
        """
        try:
            return self.parsed(path, parse) if path in self.sizes else otherwise
        except Unreadable:
            return otherwise

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """Open the file at `path` for reading, whatever its size. Raises Unreadable.

        For archives, of which a reader takes a small part; everything else comes through `read`.
        """
        with (
            self._opened(path) as (descriptor, _),
            os.fdopen(descriptor, "rb", closefd=False) as stream,
        ):
            yield stream

    def _read(self, path: str, most: int = MAX_BYTES) -> Document:
        with self._opened(path) as (descriptor, size):
            if size > most:
                raise Unreadable(
                    f"is larger than {most // 2**20} MB, which no tool writes; not read"
                )
            data = os.read(descriptor, size)
            while len(data) < size and (more := os.read(descriptor, size - len(data))):
                data += more
        return Document(path, data)

    @contextmanager
    def _opened(self, path: str) -> Iterator[tuple[int, int]]:
        """Give a descriptor of the file at `path`, and its size. Raises Unreadable."""
        if path not in self.sizes:
            raise Unreadable("is not in the project")
        try:
            descriptor = os.open(f"{self.root}/{path}", _FOR_READING)
            try:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    raise Unreadable("is no longer a regular file")
                yield descriptor, status.st_size
            finally:
                os.close(descriptor)
        except OSError as error:
            raise Unreadable(f"cannot be opened: {error.strerror or error}") from None
