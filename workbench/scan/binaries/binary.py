"""What a look at one compiled file gives, and how little of it is read."""

from __future__ import annotations

import hashlib
import struct
from typing import BinaryIO

import msgspec

from workbench.scan.document import Unreadable

MOST_AT_ONCE = 64 * 1024
MOST = 512 * 1024
"""Bytes read of one file, all together: headers and the few tables that they point at."""
_MOST_TEXT = 256
_MOST_MARKED = 4096


class Binary(msgspec.Struct, frozen=True, array_like=True):
    """A file that holds compiled code."""

    construct: str
    """Which construct of `resources/source/binary.toml` it is."""
    form: str
    """What sort of file it is, e.g. `ELF shared library`."""
    platforms: tuple[str, ...]
    """What it runs on, e.g. `linux-x86_64`; more than one for what is made for several."""
    interpreter: str = ""
    """The loader that an ELF program asks for."""
    needed: tuple[str, ...] = ()
    """The libraries that an ELF file is linked with."""
    maker: str = ""
    """`go1.22.1` or `rustc 1.75.0`, where the file says that it was made with these."""
    mark: str = ""
    """Of the file's size and beginning: copies of one file have the same."""


class Window:
    """A file of which pieces are read: never far outside, never much, whatever it claims."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self.size = size
        self._left = MOST

    def at(self, offset: int, size: int) -> bytes:
        """Return `size` bytes from `offset`. Raises Unreadable where they are not there."""
        if not 0 <= size <= MOST_AT_ONCE or not 0 <= offset <= self.size - size:
            raise Unreadable("points at what lies outside of it")
        self._left -= size
        if self._left < 0:
            raise Unreadable("asks for more than headers hold")
        self._stream.seek(offset)
        data = self._stream.read(size)
        if len(data) < size:
            raise Unreadable("is cut off")
        return data

    def unpack(self, form: str, offset: int) -> tuple[int, ...]:
        """Return the numbers at `offset`, as struct has them. Raises Unreadable."""
        return struct.unpack(form, self.at(offset, struct.calcsize(form)))

    def some(self, offset: int, most: int = _MOST_TEXT) -> bytes:
        """Return up to `most` bytes from `offset`. Raises Unreadable where it lies outside."""
        return self.at(offset, min(most, max(self.size - offset, 0)))

    def mark(self) -> str:
        """Return a digest of the size and the beginning, which holds what a linker makes unique."""
        start = self.some(0, _MOST_MARKED)
        return hashlib.blake2b(start, digest_size=8, salt=b"%x" % self.size).hexdigest()

    def text(self, offset: int) -> str:
        """Return the text that ends with a NUL at `offset`; empty where it is no plain one."""
        data, end, _ = self.some(offset).partition(b"\0")
        text = data.decode("latin-1")
        return text if end and text.isascii() and text.isprintable() else ""
