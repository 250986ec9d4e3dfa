"""TOML that is read as records. `tomli` is compiled: three times as fast as what Python brings."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TypeVar

import msgspec
import tomli

T = TypeVar("T")


def decode(data: bytes, as_type: type[T]) -> T:
    """Return what `data` says. Raises ValueError where it is no TOML, or not of that type."""
    return msgspec.convert(
        tomli.loads(data.decode()), as_type, builtin_types=(datetime, date, time), str_keys=True
    )
