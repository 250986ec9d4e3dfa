"""Every regular file of the project, without leaving it and without opening anything odd."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
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


_by_name = attrgetter("name")


class File(msgspec.Struct, frozen=True, array_like=True):
    """A regular file: path relative to the project (POSIX) and size in bytes."""

    path: str
    size: int
    changed: int = 0
    """When it or its content was last changed, in nanoseconds, as the file system says; 0: not
    asked. Tools set the one time back, but not both."""
    inode: int = 0


def walk(root: Path, exclude: tuple[str, ...] = ()) -> Iterator[File | Problem | Omitted]:
    """Yield what lies under `root`, folders in name order, files before subfolders.

    Links and special files are never followed or opened. `exclude` holds glob patterns on relative
    paths. Virtual environments are recognised by their `pyvenv.cfg`.
    """
    pending = [("", 0)]
    while pending:
        folder, depth = pending.pop()
        if depth > MAX_DEPTH:
            yield Omitted(folder, Omission.TOO_DEEP)
            continue
        try:
            with os.scandir(f"{root}/{folder}") as entries:
                found = sorted(entries, key=_by_name)
        except OSError as error:
            yield Problem(folder or ".", f"cannot be opened: {error.strerror or error}")
            continue
        if folder and any(e.name == "pyvenv.cfg" for e in found):
            yield Omitted(folder, Omission.EXCLUDED_FOLDER)
            continue
        subfolders = []
        start = f"{folder}/" if folder else ""
        for entry in found:
            path = start + entry.name
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield Problem(path, f"cannot be looked at: {error.strerror or error}")
                continue
            kind = stat.S_IFMT(status.st_mode)
            if kind == stat.S_IFREG:
                if exclude and _matches(path, exclude):
                    yield Omitted(path, Omission.EXCLUDED_FILE)
                else:
                    changed = max(status.st_mtime_ns, status.st_ctime_ns)
                    yield File(path, status.st_size, changed, status.st_ino)
            elif kind == stat.S_IFLNK:
                yield Omitted(path, Omission.LINK)
            elif kind == stat.S_IFDIR:
                if entry.name in EXCLUDED_FOLDERS or _matches(path, exclude):
                    yield Omitted(path, Omission.EXCLUDED_FOLDER)
                else:
                    subfolders.append((path, depth + 1))
            else:
                yield Omitted(path, Omission.SPECIAL_FILE)
        pending.extend(reversed(subfolders))


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)
