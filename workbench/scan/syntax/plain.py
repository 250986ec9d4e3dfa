"""Plain values asked as a Node is: what is missing or of the wrong type gives emptiness."""

from __future__ import annotations

Table = dict[str, object]


def text_of(value: object) -> str:
    """Return a string as it is, anything else empty."""
    return value if isinstance(value, str) else ""


def texts_of(value: object) -> tuple[str, ...]:
    """Return the strings of a list that are not empty; nothing for anything else."""
    return tuple(v for v in value if v and isinstance(v, str)) if isinstance(value, list) else ()


def table_of(value: object) -> Table:
    """Return an object as it is, anything else empty."""
    return value if isinstance(value, dict) else {}


def tables_of(value: object) -> tuple[Table, ...]:
    """Return the objects of a list; nothing for anything else."""
    return tuple(v for v in value if isinstance(v, dict)) if isinstance(value, list) else ()
