"""Looks at batches of files: in this process, or as a process of its own that answers on a pipe.

A process speaks messages of a length (4 bytes, little-endian) and that much MessagePack: a batch of
paths in, what was found in them out. It ends when its input does.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO

import msgspec

from workbench.scan.source import engine
from workbench.scan.source.hit import Looked
from workbench.scan.source.look import LOOKS, look_for

MAX_SOURCE = 8 * 1024 * 1024
"""Larger sources are generated: their first part is looked at, and that is said."""
LENGTH = struct.Struct("<I")


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """Files to look at, relative to `root`."""

    root: str
    paths: tuple[str, ...]


@cache
def _triggered() -> dict[str, engine.Triggered]:
    return {look.family: engine.compiled(look.triggers()) for look in LOOKS if look.triggers}


def look_at(root: str, paths: Iterable[str]) -> Iterator[Looked]:
    """Yield what was found in each of `paths` that holds anything, or could not be read."""
    for path in paths:
        look = look_for(path)
        if look is None:
            continue
        try:
            data, whole = _bytes(f"{root}/{path}")
        except OSError as error:
            yield Looked(path, look.family, problem=f"cannot be opened: {error.strerror or error}")
            continue
        triggered = _triggered().get(look.family)
        if triggered is not None and not triggered(data) and not look.always(path):
            continue
        looked = look.look(path, data)
        if not whole:
            reason = f"is larger than {MAX_SOURCE // 2**20} MB: only its beginning was looked at"
            looked = msgspec.structs.replace(looked, problem=reason)
        if looked.hits or looked.problem or looked.arm or looked.portable or looked.translated:
            yield looked


def _bytes(path: str) -> tuple[bytes, bool]:
    """Return the file's bytes, bounded, and whether that is all of it. Follows no link."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
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
    _triggered()
    _answer(sink, encoder.encode(()))
    while header := source.read(LENGTH.size):
        batch = decoder.decode(source.read(LENGTH.unpack(header)[0]))
        _answer(sink, encoder.encode(tuple(look_at(batch.root, batch.paths))))


def _answer(sink: BinaryIO, message: bytes) -> None:
    sink.write(LENGTH.pack(len(message)) + message)
    sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
