"""Zip archives within bounds: what they hold, and the few entries that a reader asks for."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import BinaryIO

from workbench.scan.document import Unreadable

MAX_AT_ONCE = 12 * 1024 * 1024
"""Bytes read in one go, which bounds the archive's directory: some 100,000 entries."""
MAX_EXPANDED = 256 * 1024 * 1024
"""Bytes taken out of one file of the project, archives inside it and theirs included."""
MAX_RATIO = 20
MAX_MEMBER = 128 * 1024 * 1024
_CHUNK = 1024 * 1024
_MAGIC = b"PK"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 1
_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What the standard library raises for archives that are broken or made to break it."""


class Allowance:
    """How many bytes may still be taken out of one file of the project."""

    def __init__(self, size: int = MAX_EXPANDED) -> None:
        self.left = size

    def spend(self, size: int) -> None:
        """Take `size` bytes off. Raises Unreadable where fewer are left."""
        self.left -= size
        if self.left < 0:
            raise Unreadable("expands to more than a scan takes out of one file")


class Archive:
    """An open zip file. Entries are only read into memory: names never become paths."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        """Read the directory of the archive in `stream`. Raises Unreadable."""
        self._allowance = allowance
        try:
            self._zip = zipfile.ZipFile(_Bounded(stream))
        except _FAULTS as error:
            raise Unreadable(f"is not a readable zip archive: {_reason(error)}") from None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every entry that is a file, in the archive's order."""
        return tuple(i.filename for i in self._zip.infolist() if not i.is_dir())

    def head(self, name: str, size: int) -> bytes:
        """The first `size` bytes of an entry, or as many as there are. Raises Unreadable."""
        with self._entry(name) as entry:
            self._allowance.spend(size)
            return entry.read(size)

    def read(self, name: str, limit: int = MAX_MEMBER) -> bytes:
        """A whole entry. Raises Unreadable where it is larger than `limit` bytes or broken."""
        parts: list[bytes] = []
        size = 0
        with self._entry(name) as entry:
            while part := entry.read(_CHUNK):
                size += len(part)
                self._allowance.spend(len(part))
                if size > limit:
                    raise Unreadable(f"holds an entry that is larger than {limit // 1024} KB")
                parts.append(part)
        return b"".join(parts)

    def nested(self, name: str) -> Archive:
        """The archive that an entry is, on the same allowance. Raises Unreadable.

        An archive is compressed already: one that shrinks much further is made to fill the memory.
        """
        info = self._zip.NameToInfo.get(name)
        if info and info.file_size > _CHUNK + MAX_RATIO * info.compress_size:
            raise Unreadable("expands to far more than an archive inside another does")
        if not self.head(name, len(_MAGIC)).startswith(_MAGIC):
            raise Unreadable("is not a readable zip archive: it does not start like one")
        return Archive(io.BytesIO(self.read(name)), self._allowance)

    @contextmanager
    def _entry(self, name: str) -> Iterator[zipfile.ZipExtFile]:
        try:
            info = self._zip.getinfo(name)
            # Other methods inflate without a bound on what one read gives.
            if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
                raise Unreadable("holds an entry that is encrypted or compressed in an odd way")
            with self._zip.open(info) as entry:
                yield entry  # type: ignore[misc]  # opened for reading
        except KeyError:
            raise Unreadable("lacks an entry that it lists") from None
        except _FAULTS as error:
            raise Unreadable(f"holds a broken entry: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class _Bounded(io.RawIOBase):
    """A stream that refuses to read much at once: a directory's size is the archive's own claim."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1, /) -> bytes:
        if size > MAX_AT_ONCE:
            raise ValueError("its directory is larger than any tool writes")
        return self._stream.read(MAX_AT_ONCE if size < 0 else size)
