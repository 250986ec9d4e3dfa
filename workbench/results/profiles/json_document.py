"""A JSON document whose top is an object, and the parts of it that have the wanted type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from workbench.scan.document import Document, Unreadable

_Entry = TypeVar("_Entry")
_MARK = b"\xef\xbb\xbf"


def is_object_with(document: Document, *keys: bytes) -> bool:
    """Whether the data begin as an object and hold all `keys` as quoted words somewhere."""
    data = document.data.removeprefix(_MARK)
    return data[:256].lstrip()[:1] == b"{" and all(b'"' + key + b'"' in data for key in keys)


def top(document: Document) -> dict[str, Any]:
    """Decode the document; raises Unreadable where it is no JSON object."""
    try:
        found = msgspec.json.decode(document.data.removeprefix(_MARK))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(f"is not valid JSON, perhaps cut short: {error}") from error
    if not isinstance(found, dict):
        raise Unreadable("is JSON, but not an object")
    return found


def objects(value: object, what: str) -> list[dict[str, Any]]:
    """Return `value` as a list of objects; raises Unreadable, naming `what`, otherwise."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise Unreadable(f"{what} is not a list of objects")
    return value


def whole_numbers(value: object, what: str) -> list[int]:
    """Return `value` as a list of integers; raises Unreadable, naming `what`, otherwise."""
    if not isinstance(value, list) or not all(type(entry) is int for entry in value):
        raise Unreadable(f"{what} is not a list of whole numbers")
    return value


def numbers(value: object, what: str) -> list[float]:
    """Return `value` as a list of numbers; raises Unreadable, naming `what`, otherwise."""
    if not isinstance(value, list) or not all(type(entry) in (int, float) for entry in value):
        raise Unreadable(f"{what} is not a list of numbers")
    return value


def at(table: Sequence[_Entry], place: int, what: str) -> _Entry:
    """Return an entry; raises Unreadable where `table` has none at `place`."""
    if not 0 <= place < len(table):
        raise Unreadable(f"{what} {place} is not in the file")
    return table[place]
