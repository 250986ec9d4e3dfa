"""A compiled copy of our own knowledge files: reading the TOML takes most of a second."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
import platformdirs

from workbench import __version__
from workbench.knowledge.store import Contents, read_ours, toml_files
from workbench.model.resources import resources


def our_knowledge() -> Contents:
    """Return what ships with the product: from the compiled copy where that is current.

    The copy lies in the user's cache folder; losing it, or not being able to write it, costs time
    only. Raises WorkbenchError where a file that ships is damaged.
    """
    files = [*toml_files(resources() / "catalog"), *toml_files(resources() / "rules")]
    copy = _cache_folder() / f"knowledge-{_fingerprint(files)}.msgpack"
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.msgpack.decode(copy.read_bytes(), type=Contents)
    contents = read_ours(files)
    with suppress(OSError):
        _write(copy, msgspec.msgpack.encode(contents))
    return contents


def _cache_folder() -> Path:
    return Path(platformdirs.user_cache_dir("graviton-workbench"))


def _fingerprint(files: list[Path]) -> str:
    """Return what changes when a file or the product does."""
    seen = hashlib.sha256(__version__.encode())
    for path in files:
        stat = path.stat()
        seen.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:16]


def _write(path: Path, data: bytes) -> None:
    """Write the copy whole or not at all, and drop the copies of older files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix="knowledge-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    for older in path.parent.glob("knowledge-*.msgpack"):
        if older != path:
            older.unlink(missing_ok=True)
