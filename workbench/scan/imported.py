"""A list that a person imported, with what its text does not tell."""

from __future__ import annotations

import msgspec


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """One file: its path relative to the project (POSIX), size in bytes, and id of its format.

    `host` is the name that a person gave it; `system` the host's operating system in free words,
    such as `amzn-2`. Both may be empty.
    """

    path: str
    size: int
    format: str
    host: str = ""
    system: str = ""
