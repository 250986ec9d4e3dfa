"""One HdrHistogram as logs hold it: base64 of the compressed encoding, version 2.

Source: HdrHistogram's V2 encoding (github.com/HdrHistogram/HdrHistogram): a big-endian header, then
counts as ZigZag LEB128, where a negative number skips so many empty slots. Decoded here, because
the one library for it is a compiled extension that trusts its input.
"""

from __future__ import annotations

import binascii
import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator

from workbench.scan.document import Unreadable

_COMPRESSED = 0x1C849304
_ENCODED = 0x1C849303
_WORD_SIZE_BITS = 0xF0
"""The part of a cookie that holds the word size; V2 ignores it."""
_OUTER = struct.Struct(">ii")
_INNER = struct.Struct(">iiiiqqd")
_LARGEST = 16 * 1024 * 1024
_SLOTS = 4_000_000


def decode(text: str, line: int = 0) -> dict[int, int]:
    """Return value -> count, by rising value. Raises Unreadable for anything but a V2 histogram.

    The value is the highest that its slot stands for, as HdrHistogram prints it.
    """
    try:
        data = b64decode(text, validate=True)
        cookie, length = _OUTER.unpack_from(data)
        if cookie & ~_WORD_SIZE_BITS != _COMPRESSED & ~_WORD_SIZE_BITS:
            raise Unreadable("is not a compressed HdrHistogram (version 2)", line)
        if length != len(data) - _OUTER.size:
            raise Unreadable("the histogram is cut off", line)
        inflater = zlib.decompressobj()
        payload = inflater.decompress(data[_OUTER.size :], _LARGEST)
        if not inflater.eof:
            raise Unreadable("the histogram is cut off or too large", line)
        return _decode_payload(payload, line)
    except (binascii.Error, ValueError, struct.error, zlib.error) as error:
        raise Unreadable(f"the histogram cannot be decoded: {error}", line) from error


def _decode_payload(payload: bytes, line: int) -> dict[int, int]:
    cookie, length, _, digits, lowest, _, ratio = _INNER.unpack_from(payload)
    if cookie & ~_WORD_SIZE_BITS != _ENCODED & ~_WORD_SIZE_BITS:
        raise Unreadable("is not an HdrHistogram of version 2", line)
    if length != len(payload) - _INNER.size or not 1 <= digits <= 5 or lowest < 1 or ratio != 1.0:
        raise Unreadable("the histogram's header does not fit it", line)
    half_bits = (2 * 10**digits - 1).bit_length() - 1
    unit_bits = lowest.bit_length() - 1
    found: dict[int, int] = {}
    slot = 0
    for number in _zigzag(payload[_INNER.size :]):
        if number < 0:
            slot -= number
        else:
            if number:
                found[_highest(slot, half_bits, unit_bits)] = number
            slot += 1
        if slot > _SLOTS:
            raise Unreadable("the histogram has too many slots", line)
    return found


def _highest(slot: int, half_bits: int, unit_bits: int) -> int:
    """The highest value that shares `slot`: each doubling of the value halves the resolution."""
    half = 1 << half_bits
    bucket = (slot >> half_bits) - 1
    within = (slot & (half - 1)) + half
    if bucket < 0:
        bucket, within = 0, within - half
    shift = bucket + unit_bits
    return (within << shift) + (1 << shift) - 1


def _zigzag(data: bytes) -> Iterator[int]:
    """LEB128 of at most nine bytes, the ninth with all eight bits, zigzag signed."""
    value = shift = 0
    for byte in data:
        if shift == 56:
            value |= byte << shift
        else:
            value |= (byte & 0x7F) << shift
            if byte & 0x80:
                shift += 7
                continue
        yield (value >> 1) ^ -(value & 1)
        value = shift = 0
    if shift:
        raise ValueError("a number is cut off")
