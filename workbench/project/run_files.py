"""Copying of imported files into a run's folder: byte for byte, bounded, hashed on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from pathlib import Path, PurePath
from typing import BinaryIO

from workbench.model.atomic import flush_to_disk
from workbench.model.errors import WorkbenchError
from workbench.model.regex import regex
from workbench.project.disk import reason
from workbench.project.run_text import RUN_FILE

MAX_BYTES = 1024**3
"""The largest result file that is kept."""

_CHUNK = 1024 * 1024
_UNSAFE = regex(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = regex(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def copy_hashed(source: Path, target: Path, most: int = MAX_BYTES) -> str:
    """Copy `source` to the new file `target`, flushed to disk; return its SHA-256 in hex.

    Raises WorkbenchError where `source` cannot be read, is empty or larger than `most` bytes;
    OSError where `target` cannot be written.
    """
    digest = hashlib.sha256()
    size = 0
    if not source.is_file():
        raise WorkbenchError(f"{source}: is no file: choose the files that the tool wrote")
    try:
        stream = source.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from None
    with stream, target.open("xb") as copy:
        while chunk := _read(stream, source):
            size += len(chunk)
            if size > most:
                raise WorkbenchError(
                    f"{source}: is larger than {most // 1024**2} MiB: "
                    "import the tool's summary, or a shorter measurement"
                )
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        flush_to_disk(copy.fileno())
    if not size:
        raise WorkbenchError(f"{source}: is empty: run the tool again and import what it writes")
    return digest.hexdigest()


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return `wanted` as a name that every file system takes and that is not `taken` (casefolded).

    A run may hold files of one name from several folders: they get numbers.
    """
    name = _UNSAFE.sub("_", wanted.encode("utf-8", "replace").decode()).strip(". ") or "result"
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    stem, suffix = PurePath(name).stem[:180], PurePath(name).suffix[:20]
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in taken or name.casefold() == RUN_FILE:
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name


def _read(stream: BinaryIO, source: Path) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise _unreadable(source, error) from None


def _unreadable(source: Path, error: OSError) -> WorkbenchError:
    return WorkbenchError(
        f"{source}: cannot be read ({reason(error)}): check the path and your rights to read it"
    )
