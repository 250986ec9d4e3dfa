"""Reading of own files: bounded, and never through a link."""

from __future__ import annotations

import stat
from pathlib import Path


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


def reason(error: OSError) -> str:
    """Return the operating system's words as a clause: `permission denied`."""
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def unread(error: OSError) -> str:
    """Return what `read_bounded` met: its own words as they are, the system's introduced."""
    return f"cannot be read ({reason(error)})" if error.errno else reason(error)
