"""One writer at a time in a project's `.workbench` folder."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.model.atomic import flush_folder
from workbench.model.errors import WorkbenchError
from workbench.project.disk import check_regular, is_linked, reason

LOCK_NAME = ".lock"
"""An empty file that stays: removing a lock file lets two writers in on network file systems."""

_NO_LOCKS = frozenset({errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL})

TIMEOUT_SECONDS = 10.0
"""A writer holds the lock for one write and flush; longer means that something hangs."""


@contextmanager
def locked(folder: Path, timeout: float = TIMEOUT_SECONDS) -> Iterator[None]:
    """Create `folder` where it is missing and be its only writer for the length of a block.

    Raises WorkbenchError where it cannot be created or locked.
    """
    from filelock import FileLock, Timeout  # most commands write nothing

    make_folder(folder)
    lock = FileLock(folder / LOCK_NAME, timeout=timeout, fallback_to_soft=False)
    try:
        with suppress(FileNotFoundError):
            check_regular(folder / LOCK_NAME)
        lock.acquire()
    except Timeout:
        raise WorkbenchError(
            f"{folder}: another program has been writing here for {timeout:.0f} seconds: "
            "close other windows of the workbench on this project, then try again"
        ) from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise not_writable(folder / LOCK_NAME, error) from None
        raise WorkbenchError(
            f"{folder}: this file system gives no lock ({reason(error)}), so nothing can be "
            "written safely: move the project to a local disk"
        ) from None
    try:
        yield
    finally:
        lock.release()


def not_writable(path: Path, error: OSError) -> WorkbenchError:
    """Return the error to raise where `path` cannot be written."""
    if not error.errno:
        return WorkbenchError(f"{path}: {reason(error)}: set the file aside, then try again")
    return WorkbenchError(
        f"{path}: cannot be written ({reason(error)}): "
        "make the folder writable or free disk space, then try again"
    )


def make_folder(folder: Path) -> None:
    """Create `folder` where it is missing. Raises WorkbenchError where that cannot be."""
    try:
        folder.mkdir()
    except FileExistsError:
        if is_linked(folder) or not folder.is_dir():
            raise WorkbenchError(
                f"{folder}: is a link or a file, and nothing is written through it: "
                "put a folder in its place"
            ) from None
    except OSError as error:
        raise not_writable(folder, error) from None
    else:
        flush_folder(folder.parent)
