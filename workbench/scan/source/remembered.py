"""What earlier scans found in files that have not changed since: they are not read again.

Of sources it keeps what was found, one row a folder of the project; of files with a manifest's name
which ones every format refused. One SQLite file a project in the user's cache folder. Whatever is
wrong with it (damaged, written by other rules, not writable, held by another scan) costs time,
nothing else.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

import msgspec

from workbench import __version__
from workbench.model.old_files import clear_old
from workbench.model.places import cache_folder
from workbench.model.resources import resources
from workbench.scan.source.hit import Looked
from workbench.scan.walk import File

_COARSEST = 2_000_000_000
"""Nanoseconds: what file systems round times to, at the most. A file that was changed within that
of the beginning of the scan may change once more without showing it."""
_MARK = 16
"""Bytes that stand for a file and its state, of which only whether they are known is asked."""
_PATIENCE = 0.2
"""Seconds to wait for another scan that writes to the same file."""
_ERRORS = (sqlite3.Error, OSError, msgspec.MsgspecError)

_Stamps = tuple[tuple[str, int, int, int], ...]
_stamps = msgspec.msgpack.Decoder(_Stamps)
_looked = msgspec.msgpack.Decoder(tuple[Looked, ...])
_encode = msgspec.msgpack.Encoder().encode


class Remembered:
    """The memory of one project, loaded at the beginning of a scan and written at its end."""

    def __init__(self, root: Path) -> None:
        self._began = time.time_ns()
        name = blake2b(str(root.absolute()).encode("utf-8", "surrogatepass"), digest_size=12)
        self._path = cache_folder() / "looked" / f"{name.hexdigest()}.sqlite"
        self._rows: dict[str, tuple[bytes, bytes]] = {}
        self._new: dict[str, list[File]] = {}
        self._looked: dict[str, list[Looked]] = {}
        self._refused: frozenset[bytes] = frozenset()
        self._refused_now: set[bytes] = set()
        with suppress(*_ERRORS), closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as memory:
            if memory.execute("PRAGMA user_version").fetchone() == (_version(),):
                rows = memory.execute("SELECT folder, files, looked FROM folders")
                self._rows = {folder: (files, looked) for folder, files, looked in rows}
                for (marks,) in memory.execute("SELECT marks FROM refused"):
                    self._refused = frozenset(
                        marks[at : at + _MARK] for at in range(0, len(marks), _MARK)
                    )
        self._old = set(self._rows)

    def known(self, folder: str, files: Sequence[File]) -> tuple[list[File], tuple[Looked, ...]]:
        """Return which of the `files` in `folder` must be looked at, and what is known of the rest.

        Asked once a folder and scan.
        """
        files_before, looked_before = self._rows.get(folder, (b"", b""))
        self._old.discard(folder)
        if files_before == _encode(files):
            with suppress(*_ERRORS):
                return [], _looked.decode(looked_before) if looked_before else ()
        unchanged: set[str] = set()
        looked: tuple[Looked, ...] = ()
        with suppress(*_ERRORS):
            if files_before:
                before = set(_stamps.decode(files_before))
                looked = _looked.decode(looked_before) if looked_before else ()
                unchanged = {f.path for f in files if msgspec.structs.astuple(f) in before}
        kept = [one for one in looked if one.path in unchanged]
        self._new[folder] = [f for f in files if f.changed < self._began - _COARSEST]
        self._looked[folder] = kept
        return [f for f in files if f.path not in unchanged], tuple(kept)

    def learn(self, looked: Iterable[Looked]) -> None:
        """Take in what was found in files that had to be looked at."""
        for one in looked:
            folder = one.path.rpartition("/")[0]
            if folder not in self._new:
                continue
            if one.family:
                self._looked[folder].append(one)
            else:  # it could not be looked at, which may be different the next time
                self._new[folder] = [f for f in self._new[folder] if f.path != one.path]

    def is_refused(self, file: File) -> bool:
        """Whether every format that is named like `file` refused it, and it has not changed."""
        mark = _mark(file)
        if mark not in self._refused:
            return False
        self._refused_now.add(mark)
        return True

    def refuse(self, file: File) -> None:
        """Take in that every format that is named like `file` read and refused it."""
        if 0 < file.changed < self._began - _COARSEST:
            self._refused_now.add(_mark(file))

    def keep(self) -> None:
        """Write what has changed."""
        if not self._new and not self._old and self._refused_now == self._refused:
            return
        try:
            self._write()
        except sqlite3.DatabaseError as error:
            if not isinstance(error, sqlite3.OperationalError):  # it is damaged
                with suppress(OSError):
                    self._path.unlink()
        except OSError:
            pass

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        clear_old(self._path.parent)
        rows = []
        for folder, files in self._new.items():
            paths = {file.path for file in files}
            looked = [one for one in self._looked[folder] if one.path in paths]
            rows.append((folder, _encode(files), _encode(looked) if looked else b""))
        with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as memory, memory:
            if memory.execute("PRAGMA user_version").fetchone() != (_version(),):
                memory.execute("DROP TABLE IF EXISTS folders")
                memory.execute("DROP TABLE IF EXISTS refused")
                memory.execute(f"PRAGMA user_version = {_version()}")
            memory.execute(
                "CREATE TABLE IF NOT EXISTS folders"
                " (folder TEXT PRIMARY KEY, files BLOB, looked BLOB)"
            )
            memory.executemany("REPLACE INTO folders VALUES (?, ?, ?)", rows)
            gone = [(folder,) for folder in self._old]
            memory.executemany("DELETE FROM folders WHERE folder = ?", gone)
            memory.execute(
                "CREATE TABLE IF NOT EXISTS refused (one INTEGER PRIMARY KEY, marks BLOB)"
            )
            marks = b"".join(sorted(self._refused_now))
            memory.execute("REPLACE INTO refused VALUES (1, ?)", (marks,))


def _mark(file: File) -> bytes:
    return blake2b(_encode(file), digest_size=_MARK).digest()


@cache
def _version() -> int:
    """Return a number of 31 bits that other rules, or another state of our code, change."""
    seen = blake2b(f"{__version__} {sys.version}".encode(), digest_size=4)
    package = Path(__file__).parents[2]
    pending = [resources(), package / "scan", package / "model"]
    while pending:
        with suppress(OSError), os.scandir(pending.pop()) as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                if entry.is_dir(follow_symlinks=False):
                    pending.append(Path(entry.path))
                elif entry.name.endswith((".py", ".toml")):
                    status = entry.stat()
                    seen.update(f"{entry.path}{status.st_size} {status.st_mtime_ns}".encode())
    return int.from_bytes(seen.digest(), "little") & 0x7FFFFFFF
