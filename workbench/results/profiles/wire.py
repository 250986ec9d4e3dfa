"""Protocol Buffers' wire format, as far as profiles need it: fields of one message."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.scan.document import Unreadable

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


def fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Yield number and value of each field: an integer, or the bytes of text or a message.

    Raises Unreadable where the message is cut short or is none.
    """
    place, size = 0, len(data)
    while place < size:
        key, place = _varint(data, place)
        number, kind = key >> 3, key & 7
        if number == 0:
            raise Unreadable("is no protocol buffer")
        if kind == VARINT:
            value, place = _varint(data, place)
            yield number, value
            continue
        if kind == BYTES:
            length, place = _varint(data, place)
        elif kind in (FIXED64, FIXED32):
            length = 8 if kind == FIXED64 else 4
        else:
            raise Unreadable("is no protocol buffer")
        if place + length > size:
            raise Unreadable("is cut short")
        yield number, data[place : place + length]
        place += length


def packed(value: int | bytes) -> list[int]:
    """Return the integers of a repeated field: one, or many that were packed together."""
    if isinstance(value, int):
        return [value]
    found, place = [], 0
    while place < len(value):
        number, place = _varint(value, place)
        found.append(number)
    return found


def signed(value: int) -> int:
    """Return an int64 that was read as an unsigned number."""
    return value - (1 << 64) if value >= 1 << 63 else value


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(data):
            raise Unreadable("is cut short")
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, place
        shift += 7
        if shift > 63:
            raise Unreadable("is no protocol buffer")
