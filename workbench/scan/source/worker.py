"""Looks at batches of files: in this process, or as a process of its own that answers on a pipe.

A process speaks messages of a length (4 bytes, little-endian) and that much MessagePack: a batch of
paths in, what was found in them out. It ends when its input does.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO

import msgspec

from workbench.scan.binaries.read_binary import HEAD, MAGICS, read_binary
from workbench.scan.document import Unreadable
from workbench.scan.source import engine
from workbench.scan.source.hit import Looked
from workbench.scan.source.look import LOOKS, Look, look_for, look_for_script

MAX_SOURCE = 8 * 1024 * 1024
"""Larger sources are generated: their first part is looked at, and that is said."""
TOO_LARGE = f"is larger than {MAX_SOURCE // 2**20} MB: only its beginning was looked at"
LENGTH = struct.Struct("<I")
_FIRST_LINE = 200
BINARY = "binary"
"""The family of compiled code."""
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """Files to look at, relative to `root`."""

    root: str
    paths: tuple[str, ...]


@cache
def _engine(family: str) -> tuple[engine.Marker, int]:
    """Return the engine of a family, and how many of its expressions are triggers."""
    look = next(look for look in LOOKS if look.family == family)
    return look.marker(), len(look.triggers()) if look.triggers else 0


def look_at(root: str, paths: Iterable[str]) -> Iterator[Looked]:
    """Yield what was found in each of `paths` that holds anything, or could not be read."""
    for path in paths:
        look = look_for(path)
        try:
            if look is None:
                looked = _compiled(root, path)
                if looked:
                    yield looked
                continue
            data, whole = _bytes(f"{root}/{path}")
        except OSError as error:
            yield Looked(path, "", problem=f"cannot be opened: {error.strerror or error}")
            continue
        if data.startswith(MAGICS) and (looked := _binary(path, io.BytesIO(data), len(data))):
            yield looked
            continue
        found = _looked(look, path, data, whole)
        if found:
            yield found


def _looked(look: Look, path: str, data: bytes, whole: bool) -> Looked | None:
    marks: list[engine.Mark] = []
    if look.triggers:
        marker, triggers = _engine(look.family)
        marks = marker(data)
        if not any(mark[0] < triggers for mark in marks) and not look.always(path):
            return None if whole else Looked(path, look.family, problem=TOO_LARGE)
    looked = look.look(path, data, marks)
    if not whole:
        looked = msgspec.structs.replace(looked, problem=TOO_LARGE)
    return looked if looked.says_something else None


def _compiled(root: str, path: str) -> Looked | None:
    """Return what the file is, if it is compiled code or a script: a few bytes tell."""
    descriptor = os.open(f"{root}/{path}", _FLAGS)
    try:
        head = os.read(descriptor, HEAD)
        if head.startswith(b"#!"):
            look = look_for_script(head + os.read(descriptor, _FIRST_LINE))
            return _looked(look, path, *_bytes(f"{root}/{path}")) if look else None
        if not head.startswith(MAGICS):
            return None
        size = os.fstat(descriptor)
        if not stat.S_ISREG(size.st_mode):
            return None
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            return _binary(path, stream, size.st_size)
    finally:
        os.close(descriptor)


def _binary(path: str, stream: BinaryIO, size: int) -> Looked | None:
    try:
        found = read_binary(stream, size)
    except Unreadable as error:
        return Looked(path, BINARY, problem=error.reason)
    return Looked(path, BINARY, binary=found) if found else None


def _bytes(path: str) -> tuple[bytes, bool]:
    """Return the file's bytes, bounded, and whether that is all of it. Follows no link."""
    descriptor = os.open(path, _FLAGS)
    try:
        size = os.fstat(descriptor)
        if not stat.S_ISREG(size.st_mode):
            raise OSError(0, "is no longer a regular file")
        return os.read(descriptor, min(size.st_size + 1, MAX_SOURCE)), size.st_size <= MAX_SOURCE
    finally:
        os.close(descriptor)


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer batches from `source` on `sink` until it ends; the first answer says: ready."""
    decoder = msgspec.msgpack.Decoder(Batch)
    encoder = msgspec.msgpack.Encoder()
    _engine(LOOKS[0].family)
    _answer(sink, encoder.encode(()))
    while header := source.read(LENGTH.size):
        batch = decoder.decode(source.read(LENGTH.unpack(header)[0]))
        _answer(sink, encoder.encode(tuple(look_at(batch.root, batch.paths))))


def _answer(sink: BinaryIO, message: bytes) -> None:
    sink.write(LENGTH.pack(len(message)) + message)
    sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
