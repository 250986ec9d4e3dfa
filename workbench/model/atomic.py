"""Files that are either as they were or as they should be, never in between."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from workbench.model.errors import WorkbenchError

if sys.platform == "darwin":
    from fcntl import F_FULLFSYNC, fcntl


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to where the user asked for it; a link is followed to the file it means.

    A pipe or a device (`/dev/null`) is written to, never replaced. Raises WorkbenchError where the
    place cannot be written.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
        else:
            replace_file(path.resolve(), data)
    except OSError as error:
        raise WorkbenchError(
            f"cannot write {path}: {error.strerror or error}; choose a place that you may write to"
        ) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that a crash leaves the old content or the new. Raises OSError.

    The caller holds the folder's lock: the draft beside the file has always the same name, so
    that one which a crash left is cleared away by the next.
    """
    draft = path.with_name(f".{path.name}.tmp")
    with suppress(FileNotFoundError):
        draft.unlink()
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            flush_to_disk(file.fileno())
        with suppress(FileNotFoundError):
            draft.chmod(stat.S_IMODE(path.stat().st_mode))
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_to_disk(descriptor: int) -> None:
    """Return when what was written to `descriptor` survives a power cut. Raises OSError."""
    if sys.platform == "darwin":
        # fsync on macOS stops at the drive's own cache; network drives know nothing better.
        with suppress(OSError):
            fcntl(descriptor, F_FULLFSYNC)
            return
    os.fsync(descriptor)


def flush_folder(folder: Path) -> None:
    """Make new names in `folder` survive a power cut, on systems where that takes a call.

    Some file systems cannot, and some folders may not be read: the file itself has been flushed.
    """
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
