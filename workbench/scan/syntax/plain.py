"""Plain JSON values of any shape, asked for what is wanted: what is not there gives emptiness.

For files too large for `read_json`, whose nodes answer the same way and know their lines.
"""

from __future__ import annotations

from collections.abc import Iterator


def members(value: object) -> dict[str, object]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def elements(value: object) -> list[object]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def objects(value: object) -> Iterator[dict[str, object]]:
    """The objects in the value where it is a list; what else is in it is passed over."""
    return (element for element in elements(value) if isinstance(element, dict))


def text(value: object) -> str:
    """A string less white space around it, a number as written in Python, anything else empty."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""
