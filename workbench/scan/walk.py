"""The regular files of the project, without leaving it and without opening anything odd."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from fnmatch import fnmatch
from operator import attrgetter
from pathlib import Path

import msgspec

from workbench.model.problem import Omission, Omitted, Problem

MAX_DEPTH = 64
EXCLUDED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".workbench",
        "node_modules",
        "bower_components",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".gradle",
        ".terraform",
        ".idea",
        ".vs",
    }
)
"""Version control, caches and installed copies: their content is not what the project declares."""


_STEP = 500
_BY_DESCRIPTOR = os.scandir in os.supports_fd
_AS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW if _BY_DESCRIPTOR else os.O_RDONLY
_by_name = attrgetter("name")


class File(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A regular file: path relative to the project (POSIX) and size in bytes."""

    path: str
    size: int
    changed: int = 0
    """When it or its content was last changed, in nanoseconds, as the file system says; 0: not
    asked. Tools set the one time back, but not both."""
    inode: int = 0


class Folder(msgspec.Struct, frozen=True):
    """The regular files directly in one folder; empty is the path of the project's own.

    What names tell is asked of a folder at a time: what its path says holds for all of its files,
    and of their names few say anything.
    """

    path: str
    files: dict[str, File]
    """By name."""


class Walked(msgspec.Struct, frozen=True):
    """The walk is under way: `files` were met so far."""

    files: int


def walk(
    root: Path, exclude: tuple[str, ...] = ()
) -> Iterator[Folder | Walked | Problem | Omitted]:
    """Yield the folders below `root` that hold files, each before its subfolders, in name order.

    Links and special files are never followed or opened. What is named in bytes that are no text is
    a problem: it can be neither handed on nor written down. `exclude` holds glob patterns on
    relative paths. Virtual environments are recognised by their `pyvenv.cfg`.
    """
    met = 0
    pending = [("", 0)]
    while pending:
        folder, depth = pending.pop()
        if depth > MAX_DEPTH:
            yield Omitted(folder, Omission.TOO_DEEP)
            continue
        try:
            opened = _Opened(f"{root}/{folder}")
        except OSError as error:
            yield Problem(folder or ".", f"cannot be opened: {error.strerror or error}")
            continue
        files = {}
        subfolders = []
        start = f"{folder}/" if folder else ""
        with closing(opened):
            if folder and "pyvenv.cfg" in map(_by_name, opened.entries):
                yield Omitted(folder, Omission.EXCLUDED_FOLDER)
                continue
            for entry in opened.entries:
                name = entry.name
                path = start + name
                if not name.isascii() and (shown := _printable(path)) != path:
                    yield Problem(shown, "has a name that is not UTF-8, and is left out: rename it")
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError as error:
                    yield Problem(path, f"cannot be looked at: {error.strerror or error}")
                    continue
                kind = stat.S_IFMT(status.st_mode)
                if kind == stat.S_IFREG:
                    if exclude and _matches(path, exclude):
                        yield Omitted(path, Omission.EXCLUDED_FILE)
                        continue
                    changed = max(status.st_mtime_ns, status.st_ctime_ns)
                    files[name] = File(path, status.st_size, changed, status.st_ino)
                    met += 1
                    if met % _STEP == 0:
                        yield Walked(met)
                elif kind == stat.S_IFLNK:
                    yield Omitted(path, Omission.LINK)
                elif kind == stat.S_IFDIR:
                    if name in EXCLUDED_FOLDERS or _matches(path, exclude):
                        yield Omitted(path, Omission.EXCLUDED_FOLDER)
                    else:
                        subfolders.append((path, depth + 1))
                else:
                    yield Omitted(path, Omission.SPECIAL_FILE)
        if files:
            yield Folder(folder, files)
        pending.extend(reversed(subfolders))


def folders(root: Path, exclude: tuple[str, ...] = ()) -> list[Folder]:
    """Return the folders that `walk` yields, for who need not know what is left out."""
    return [met for met in walk(root, exclude) if isinstance(met, Folder)]


def grouped(files: Iterable[File]) -> list[Folder]:
    """Return the folders that hold `files`, in the order of their first ones."""
    found: dict[str, dict[str, File]] = defaultdict(dict)
    for file in files:
        folder, _, name = file.path.rpartition("/")
        found[folder][name] = file
    return [Folder(folder, held) for folder, held in found.items()]


class _Opened:
    """What lies in a folder, by name, which is held open so that each can be asked for its state.

    Where the system allows it that is done by a descriptor: it is quicker than finding the way to
    the folder anew for each, and it remains the same folder. Raises OSError.
    """

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, _AS_FOLDER) if _BY_DESCRIPTOR else None
        try:
            with os.scandir(path if self._descriptor is None else self._descriptor) as entries:
                self.entries = sorted(entries, key=_by_name)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


def _printable(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)
