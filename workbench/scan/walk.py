"""Every regular file of the project, without leaving it and without opening anything odd."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
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


class File(msgspec.Struct, frozen=True):
    """A regular file: path relative to the project (POSIX) and size in bytes."""

    path: str
    size: int


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
            with os.scandir(root / folder) as entries:
                found = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            yield Problem(folder or ".", f"cannot be opened: {error.strerror or error}")
            continue
        if folder and any(e.name == "pyvenv.cfg" for e in found):
            yield Omitted(folder, Omission.EXCLUDED_FOLDER)
            continue
        subfolders = []
        for entry in found:
            path = f"{folder}/{entry.name}" if folder else entry.name
            try:
                mode = entry.stat(follow_symlinks=False)
            except OSError as error:
                yield Problem(path, f"cannot be looked at: {error.strerror or error}")
                continue
            if stat.S_ISLNK(mode.st_mode):
                yield Omitted(path, Omission.LINK)
            elif stat.S_ISDIR(mode.st_mode):
                if entry.name in EXCLUDED_FOLDERS or _matches(path, exclude):
                    yield Omitted(path, Omission.EXCLUDED_FOLDER)
                else:
                    subfolders.append((path, depth + 1))
            elif not stat.S_ISREG(mode.st_mode):
                yield Omitted(path, Omission.SPECIAL_FILE)
            elif _matches(path, exclude):
                yield Omitted(path, Omission.EXCLUDED_FILE)
            else:
                yield File(path, mode.st_size)
        pending.extend(reversed(subfolders))


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)
