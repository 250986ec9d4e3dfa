"""What was looked up before: one SQLite file in the user's cache folder.

Losing it costs time, nothing else: a file that is damaged, locked or cannot be written is done
without, silently.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from workbench.model.places import cache_folder

Value = TypeVar("Value")

DAY = 24 * 60 * 60.0
FAILURE = 2 * 60.0
"""Seconds for which a failure is believed: the mend is often a minute's work."""
MOST_ENTRIES = 200_000
_LOCKED_SECONDS = 0.2
_LAYOUT = 1
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, made REAL, until REAL, value BLOB)"
_FOR_EVER = 1e12


class Cache:
    """Records by key, each with the moment it was made and the one it ends at.

    Keys hold what a value depends on. Not thread-safe. Times are seconds since the epoch.
    """

    def __init__(self, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path or cache_folder() / "look-ups.sqlite"
        self._clock = clock
        self._file = self._opened()

    def get(self, key: str, type_: type[Value]) -> tuple[Value, float] | None:
        """Return the value of `key` and when it was made; None where there is no fresh one."""
        if self._file is None:
            return None
        with suppress(sqlite3.Error, msgspec.MsgspecError):
            row = self._file.execute(
                "SELECT value, made, until FROM kept WHERE key = ?", (key,)
            ).fetchone()
            if row and self._clock() < row[2] and isinstance(row[0], bytes):
                return msgspec.msgpack.decode(row[0], type=type_), float(row[1])
        return None

    def put(self, key: str, value: object, *, seconds: float | None = None) -> None:
        """Keep `value` under `key` for `seconds`, for ever without."""
        if self._file is None:
            return
        now = self._clock()
        content = msgspec.msgpack.encode(value)
        until = _FOR_EVER if seconds is None else now + seconds
        with suppress(sqlite3.Error):
            self._file.execute("REPLACE INTO kept VALUES (?, ?, ?, ?)", (key, now, until, content))

    def now(self) -> float:
        """Return the moment it is, by the clock that the entries are dated with."""
        return self._clock()

    def flush(self) -> None:
        """Let other processes see what was put; they can write again."""
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.commit()

    def close(self) -> None:
        """Write what was put and let go of the file."""
        self.flush()
        if self._file is not None:
            with suppress(sqlite3.Error):
                self._file.close()
            self._file = None

    def _opened(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                return self._open()
            except sqlite3.OperationalError:  # locked, or the place cannot be written
                return None
            except (sqlite3.DatabaseError, OSError):
                with suppress(OSError):  # damaged: begin anew
                    for ending in ("", "-wal", "-shm"):
                        self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
        return None

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self._path, timeout=_LOCKED_SECONDS, check_same_thread=False)
        try:
            file.execute("PRAGMA journal_mode=WAL")
            file.execute("PRAGMA synchronous=OFF")
            if file.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                file.execute("DROP TABLE IF EXISTS kept")
                file.execute(f"PRAGMA user_version={_LAYOUT}")
            file.execute(_TABLE)
            file.execute("DELETE FROM kept WHERE until < ?", (self._clock(),))
            file.execute(
                "DELETE FROM kept WHERE key IN "
                "(SELECT key FROM kept ORDER BY made DESC LIMIT -1 OFFSET ?)",
                (MOST_ENTRIES,),
            )
            file.commit()
        except BaseException:
            file.close()
            raise
        return file
