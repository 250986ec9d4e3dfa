"""pprof: the protocol buffer of Go's runtime and of many other profilers, plain or gzipped."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from workbench.results.format import ResultFormat
from workbench.results.profiles.tally import Tally
from workbench.results.profiles.wire import fields, packed, signed
from workbench.results.records import Profile
from workbench.scan.document import Document, Unreadable

ONE_OF_SEVERAL = "Shows {kind} of the file's sample types; also in it: {others}."

MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes after decompression; larger files are refused, they are no profile."""
_HEAD = 4096
_LAST_FIELD = 15
_GZIP = b"\x1f\x8b"
_UNITS = {"nanoseconds": 1e-9, "microseconds": 1e-6, "milliseconds": 1e-3, "seconds": 1.0}


@dataclass
class _Message:
    """The parts of one Profile message; numbers in the comments are profile.proto's."""

    kinds: list[tuple[int, int]] = field(default_factory=list)  # 1: type, unit
    samples: list[tuple[list[int], list[int]]] = field(default_factory=list)  # 2
    lines: dict[int, list[int]] = field(default_factory=dict)  # 4: location to functions
    addresses: dict[int, int] = field(default_factory=dict)  # 4: location to address
    functions: dict[int, int] = field(default_factory=dict)  # 5: function to its name
    texts: list[str] = field(default_factory=list)  # 6
    wanted: int = 0  # 14: the default sample type

    def text(self, number: int) -> str:
        """Return an entry of the string table; raises Unreadable where it has none."""
        if number >= len(self.texts):
            raise Unreadable("names a text that is not in the file")
        return self.texts[number]


def recognises(document: Document) -> bool:
    """Whether the data begin with fields of a Profile message, a sample type among them."""
    start = document.data[:_HEAD]
    if start.startswith(_GZIP):
        try:
            start = zlib.decompressobj(31).decompress(start, _HEAD)
        except zlib.error:
            return False
    found = False
    try:
        for number, value in fields(start):
            if not 1 <= number <= _LAST_FIELD:
                return False
            if number == 1:
                found = isinstance(value, bytes) and set(_numbers(value)) <= {1, 2} and value != b""
                break
    except Unreadable:
        return False
    return found


def read(document: Document) -> Profile:
    """Read the default sample type (CPU time before counts); raises Unreadable."""
    message = _decode(_unpacked(document.data))
    kinds = [(message.text(kind), message.text(unit)) for kind, unit in message.kinds]
    if not kinds:
        raise Unreadable("names no sample type")
    column = _column(kinds, message.text(message.wanted) if message.wanted else "")
    kind, unit = kinds[column]
    tally = Tally()
    for locations, values in message.samples:
        if len(values) != len(kinds):
            raise Unreadable("a sample does not have one value for each sample type")
        stack = [name for place in reversed(locations) for name in _names(message, place)]
        tally.add(stack, signed(values[column]) * _UNITS.get(unit, 1.0))
    word = "seconds" if unit in _UNITS else "samples" if unit == "count" else unit
    others = [k for n, (k, _) in enumerate(kinds) if n != column and k != "samples"]
    warnings = []
    if others:
        listed = ", ".join(others)
        warnings.append(ONE_OF_SEVERAL.format(kind=kind, others=listed))
    return tally.profile("pprof", word, warnings)


def _column(kinds: list[tuple[str, str]], wanted: str) -> int:
    names = [kind for kind, _ in kinds]
    for name in (wanted, "cpu"):
        if name in names:
            return names.index(name)
    return len(kinds) - 1


def _names(message: _Message, location: int) -> list[str]:
    """Return the functions of a location, the outermost first: inlined ones stand within."""
    if location not in message.lines:
        raise Unreadable(f"a sample names location {location}, which is not in the file")
    found = message.lines[location]
    if not found:
        return [f"0x{message.addresses.get(location, 0):x}"]
    return [_function(message, number) for number in reversed(found)]


def _function(message: _Message, number: int) -> str:
    if number not in message.functions:
        raise Unreadable(f"a location names function {number}, which is not in the file")
    return message.text(message.functions[number]) or "[unknown]"


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    stream = zlib.decompressobj(31)
    try:
        found = stream.decompress(data, MAX_UNPACKED)
    except zlib.error as error:
        raise Unreadable(f"its compression is broken: {error}") from error
    if not stream.eof:
        reason = "is too large unpacked" if stream.unconsumed_tail else "is cut short"
        raise Unreadable(reason)
    return found


def _decode(data: bytes) -> _Message:
    message = _Message()
    for number, value in fields(data):
        if number == 14 and isinstance(value, int):
            message.wanted = value
        if isinstance(value, int):
            continue
        if number == 1:
            kind = _numbers(value)
            message.kinds.append((kind.get(1, 0), kind.get(2, 0)))
        elif number == 2:
            message.samples.append(_sample(value))
        elif number == 4:
            _add_location(message, value)
        elif number == 5:
            function = _numbers(value)
            message.functions[function.get(1, 0)] = function.get(2, 0)
        elif number == 6:
            message.texts.append(value.decode("utf-8", "replace"))
    return message


def _numbers(data: bytes) -> dict[int, int]:
    return {number: value for number, value in fields(data) if isinstance(value, int)}


def _sample(data: bytes) -> tuple[list[int], list[int]]:
    locations: list[int] = []
    values: list[int] = []
    for number, value in fields(data):
        if number == 1:
            locations += packed(value)
        elif number == 2:
            values += packed(value)
    return locations, values


def _add_location(message: _Message, data: bytes) -> None:
    functions = []
    address = location = 0
    for number, value in fields(data):
        if isinstance(value, bytes):
            if number == 4:
                functions.append(_numbers(value).get(1, 0))
        elif number == 1:
            location = value
        elif number == 3:
            address = value
    message.lines[location] = functions
    message.addresses[location] = address


FORMAT = ResultFormat(
    id="pprof",
    title="pprof",
    recognises=recognises,
    read=read,
    documentation="https://github.com/google/pprof/blob/main/proto/profile.proto",
)
