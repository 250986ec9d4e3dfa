"""A layer's tar archive, unpacked as it comes: gzip, zstd or plain, told by its first bytes."""

from __future__ import annotations

import tarfile
import zlib
from typing import Protocol

import zstandard

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_AT_ONCE = 256 * 1024
_WIDEST_WINDOW = 128 * 1024 * 1024
"""Bytes that unpacking may keep in memory; what buildkit's strongest level asks for."""
_LONGEST_NAME = 1024 * 1024
_SAID_APART = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)

FAULTS = (tarfile.TarError, zlib.error, zstandard.ZstdError, EOFError, ValueError)
"""What reading a broken layer raises."""


class TooMuch(Exception):
    """More than is read of an image."""


class Readable(Protocol):
    """Where bytes come from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, empty at the end."""


class Unpacked:
    """The bytes of a layer without its packing; at most `most` of them. Raises TooMuch."""

    def __init__(self, source: Readable, most: int) -> None:
        self._left = most
        head = b""
        while len(head) < len(_ZSTD) and (more := source.read(len(_ZSTD) - len(head))):
            head += more
        behind = _Behind(head, source)
        self._source: Readable = behind
        if head.startswith(_GZIP):
            self._source = _Inflated(behind)
        elif head == _ZSTD:
            plain = zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
            self._source = plain.stream_reader(behind, read_across_frames=True)  # type: ignore[arg-type]

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes, empty at the end."""
        found = self._source.read(size if size >= 0 else _AT_ONCE)
        self._left -= len(found)
        if self._left < 0:
            raise TooMuch
        return found


class _Behind:
    """The first bytes, which were looked at, and then the rest."""

    def __init__(self, head: bytes, source: Readable) -> None:
        self._head = head
        self._source = source

    def read(self, size: int = -1) -> bytes:
        if self._head:
            found, self._head = self._head, b""
            return found
        return self._source.read(size)


class _Inflated:
    """What gzip packed, one member after the other."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._member = zlib.decompressobj(31)
        self._packed = b""
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        most = min(size, _AT_ONCE) if size > 0 else _AT_ONCE
        while not self._ended:
            if self._member.eof:
                self._packed = self._member.unused_data or self._source.read(_AT_ONCE)
                self._member = zlib.decompressobj(31)
            elif not self._packed:
                self._packed = self._source.read(_AT_ONCE)
            if not self._packed:
                self._ended = True
                break
            found = self._member.decompress(self._packed, most)
            self._packed = self._member.unconsumed_tail
            if found:
                return found
        return b""


class Entry(tarfile.TarInfo):
    """An entry whose name, said in an entry of its own, is not longer than any name is."""

    def _proc_member(self, tar: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _SAID_APART and self.size > _LONGEST_NAME:
            raise tarfile.ReadError("a name longer than any")
        found: tarfile.TarInfo = super()._proc_member(tar)  # type: ignore[misc]
        return found
