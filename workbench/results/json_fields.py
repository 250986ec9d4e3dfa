"""Values out of JSON that strangers wrote: the asked-for type, or Unreadable."""

from __future__ import annotations

import math
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from workbench.model.regex import regex
from workbench.scan.document import Document, Unreadable

_BYTE = regex(r"byte (\d+)")
_decoded: WeakKeyDictionary[Document, object] = WeakKeyDictionary()


class Fields:
    """One JSON object; `where` says in messages which one."""

    def __init__(self, value: object, where: str = "") -> None:
        if not isinstance(value, dict):
            raise Unreadable(f"{where or 'the file'} is not a JSON object")
        self.raw: dict[str, object] = value
        self.where = where

    def __contains__(self, key: str) -> bool:
        """Whether the object has `key` with a value other than null."""
        return self.raw.get(key) is not None

    def name(self, key: str) -> str:
        """The path of `key`, for messages."""
        return f"{self.where}.{key}" if self.where else key

    def number(self, key: str) -> float:
        """A finite number."""
        return as_number(self.raw.get(key), self.name(key))

    def measured(self, key: str) -> float:
        """A number that is not negative."""
        value = self.number(key)
        if value < 0:
            raise Unreadable(f"{self.name(key)} is negative")
        return value

    def measured_or_none(self, key: str) -> float | None:
        """A number that is not negative, or None where the key is missing or null."""
        return self.measured(key) if key in self else None

    def count(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative; `default` where the key is missing."""
        if default is not None and key not in self:
            return default
        value = self.measured(key)
        if value != int(value):
            raise Unreadable(f"{self.name(key)} is not a whole number")
        return int(value)

    def text(self, key: str) -> str:
        """A string; empty where it is missing or no string."""
        value = self.raw.get(key)
        return value if isinstance(value, str) else ""

    def fields(self, key: str) -> Fields:
        """An object inside this one."""
        return Fields(self.raw.get(key), self.name(key))

    def fields_or_empty(self, key: str) -> Fields:
        """An object inside this one; an empty one where the key is missing or null."""
        return self.fields(key) if key in self else Fields({}, self.name(key))

    def objects(self, key: str) -> Iterator[Fields]:
        """The objects of a list inside this one."""
        for index, value in enumerate(self.values(key)):
            yield Fields(value, f"{self.name(key)}[{index}]")

    def values(self, key: str) -> list[object]:
        """A list inside this one."""
        value = self.raw.get(key)
        if not isinstance(value, list):
            raise Unreadable(f"{self.name(key)} is not a JSON list")
        return value

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of finite numbers."""
        return tuple(
            as_number(value, f"{self.name(key)}[{index}]")
            for index, value in enumerate(self.values(key))
        )


def as_number(value: object, where: str) -> float:
    """Return `value` as a finite number, or raise Unreadable naming `where`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(f"{where} is missing" if value is None else f"{where} is not a number")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise Unreadable(f"{where} is not a finite number")
    return result


def decoded(document: Document) -> object:
    """Return the whole file as JSON. Raises Unreadable for a broken or truncated file."""
    if document not in _decoded:
        _decoded[document] = decode(document.text)
    return _decoded[document]


def top(document: Document) -> Fields:
    """Return the object that the whole file is."""
    return Fields(decoded(document))


def decode(text: str, line: int = 0) -> object:
    """Decode one JSON text that begins at `line` (0: at the first, and count lines)."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        found = _BYTE.search(str(error))
        at = int(found[1]) if found else len(text)
        before = text.encode("utf-8", "replace")[:at].count(b"\n") + 1
        what = "ends too early" if "truncated" in str(error) else "is not valid JSON"
        raise Unreadable(f"{what}: {error}", line or before) from error


def mentions(document: Document, *keys: str, opening: str = "{") -> bool:
    """Tell whether the file looks like JSON (starting with `opening`) with all of `keys` in it."""
    if not document.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(opening.encode()):
        return False
    return all(f'"{key}"'.encode() in document.data for key in keys)
