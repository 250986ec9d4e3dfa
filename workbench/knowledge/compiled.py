"""A compiled copy of our own knowledge files: reading the TOML takes most of a second."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec

from workbench import __version__
from workbench.knowledge.store import Contents, read_ours, toml_files
from workbench.model.atomic import write_atomically
from workbench.model.errors import WorkbenchError
from workbench.model.places import cache_folder
from workbench.model.resources import resources


def our_knowledge() -> Contents:
    """Return what ships with the product: from the compiled copy where that is current.

    The copy lies in the user's cache folder; losing it, or not being able to write it, costs time
    only. Raises WorkbenchError where a file that ships is damaged.
    """
    files = [*toml_files(resources() / "catalog"), *toml_files(resources() / "rules")]
    copy = cache_folder() / f"knowledge-{_fingerprint(files)}.msgpack"
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(copy.read_bytes(), type=Contents)
    contents = read_ours(files)
    with suppress(OSError, WorkbenchError):
        _keep(copy, msgspec.msgpack.encode(contents))
    return contents


def _fingerprint(files: list[Path]) -> str:
    """Return what changes when a file or the product does."""
    seen = hashlib.sha256(__version__.encode())
    for path in files:
        stat = path.stat()
        seen.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _keep(copy: Path, data: bytes) -> None:
    """Write the copy whole, and drop those of older files. Raises WorkbenchError or OSError."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(copy, data)
    for older in copy.parent.glob("knowledge-*.msgpack"):
        if older != copy:
            older.unlink(missing_ok=True)
