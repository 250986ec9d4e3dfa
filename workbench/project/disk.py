"""Reading and writing of own files: bounded, never through a link, durable when it returns."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform == "darwin":
    from fcntl import F_FULLFSYNC, fcntl


def read_bounded(path: Path, limit: int) -> bytes | None:
    """Return the file's bytes, or None where there is no such file.

    Raises OSError for anything but a regular file of at most `limit` bytes; its `strerror` is a
    plain clause.
    """
    try:
        check_regular(path)
    except FileNotFoundError:
        return None
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(0, f"is larger than {limit // 1024**2} MiB", str(path))
    return data


def check_regular(path: Path) -> None:
    """Raise OSError unless `path` is a regular file; FileNotFoundError where it is nothing."""
    look = path.lstat()
    if is_linked(path):
        raise OSError(0, "is a link, and links are not followed", str(path))
    if not stat.S_ISREG(look.st_mode):
        raise OSError(0, "is no regular file", str(path))


def is_linked(path: Path) -> bool:
    """Whether `path` is a symbolic link or a Windows junction."""
    try:
        look = path.lstat()
    except OSError:
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    tag = getattr(look, "st_reparse_tag", 0)
    return stat.S_ISLNK(look.st_mode) or (bool(tag) and tag == junction)


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


def reason(error: OSError) -> str:
    """Return the operating system's words as a clause: `permission denied`."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def unread(error: OSError) -> str:
    """Return what `read_bounded` met: its own words as they are, the system's introduced."""
    return f"cannot be read ({reason(error)})" if error.errno else reason(error)
