"""Files that are either as they were or as they should be, never in between."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from workbench.model.errors import WorkbenchError


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path` by way of a temporary file beside it.

    Keeps the permissions of a file that is there, and follows a link to the file it means. Raises
    WorkbenchError where the place cannot be written.
    """
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else _default_mode()
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(mode)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WorkbenchError(
            f"cannot write {path}: {error.strerror or error}; choose a place that you may write to"
        ) from error


def _default_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
