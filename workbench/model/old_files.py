"""Cached files that nobody has used for long."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

_LONG = 60 * 24 * 60 * 60


def clear_old(folder: Path) -> None:
    """Delete the files directly in `folder` that were last written two months ago or before."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                written = entry.stat(follow_symlinks=False).st_mtime
                if time.time() - written > _LONG and entry.is_file(follow_symlinks=False):
                    Path(entry.path).unlink()
