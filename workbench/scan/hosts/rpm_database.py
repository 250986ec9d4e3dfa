"""RPM's database as the file rpmdb.sqlite: which packages an image or a host holds.

Each row of `Packages` is a package's header, as rpm's own documentation describes it
(https://rpm-software-management.github.io/rpm/manual/format_header.html), without the magic.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, suppress

from workbench.scan.document import Unreadable
from workbench.scan.hosts.listed import Listed

_NAME, _VERSION, _RELEASE, _VENDOR, _ARCH = 1000, 1001, 1002, 1011, 1022
_TEXTS = (6, 8, 9)
"""Types of a tag: a string, several, several in as many languages."""
_MOST_TAGS = 4096
_MOST_PACKAGES = 50_000
_MOST_STEPS = 2_000
"""Of SQLite, in units of 10,000 instructions: far more than a list of that size takes."""
_KEYS = "gpg-pubkey"


def database_packages(data: bytes) -> Iterator[Listed]:
    """Yield each package. Raises Unreadable where it is no database of RPM."""
    steps = iter(range(_MOST_STEPS))
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(_without_log(data))
            database.set_progress_handler(lambda: next(steps, None) is None, 10_000)
            database.execute("PRAGMA trusted_schema=OFF")
            kind = database.execute("SELECT type FROM sqlite_schema WHERE name='Packages'")
            if kind.fetchone() != ("table",):
                raise Unreadable("is no database of RPM")
            rows = database.execute("SELECT blob FROM Packages ORDER BY hnum")
            for number, (blob,) in enumerate(rows):
                if number >= _MOST_PACKAGES:
                    break
                if isinstance(blob, bytes) and (found := _package(blob)):
                    yield found
    except sqlite3.Error as error:
        raise Unreadable(f"is no database of RPM: {error}") from error


def _without_log(data: bytes) -> bytes:
    """Return the database as one that keeps no log beside it: there is none in memory.

    https://www.sqlite.org/fileformat.html, bytes 18 and 19 of the header.
    """
    return data[:18] + b"\1\1" + data[20:] if data[18:20] == b"\2\2" else data


def _package(blob: bytes) -> Listed | None:
    with suppress(struct.error, ValueError):
        told = dict(_tags(blob))
        if told.get(_NAME) and told[_NAME] != _KEYS:
            return Listed(
                name=told[_NAME],
                version="-".join(filter(None, (told.get(_VERSION), told.get(_RELEASE)))),
                arch=told.get(_ARCH, ""),
                vendor=told.get(_VENDOR, ""),
            )
    return None


def _tags(blob: bytes) -> Iterator[tuple[int, str]]:
    """Yield the tags that are asked for, texts only."""
    count, _ = struct.unpack_from(">II", blob)
    start = 8 + 16 * count
    for place in range(min(count, _MOST_TAGS)):
        tag, kind, offset, _ = struct.unpack_from(">IIII", blob, 8 + 16 * place)
        if kind in _TEXTS and tag in (_NAME, _VERSION, _RELEASE, _VENDOR, _ARCH):
            end = blob.index(b"\0", start + offset)
            yield tag, blob[start + offset : end].decode("utf-8", "replace")
