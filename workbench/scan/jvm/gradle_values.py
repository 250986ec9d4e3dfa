"""Values in Gradle scripts, kept symbolic: what they mean depends on other files."""

from __future__ import annotations

import msgspec


class Reference(msgspec.Struct, frozen=True):
    """A name defined elsewhere: `versions.jackson`, `libs.foo.bar`."""

    path: str
    line: int = 0


class Unknown(msgspec.Struct, frozen=True):
    """An expression that only a build can evaluate, and the strings that stand in it."""

    source: str
    texts: tuple[Value, ...] = ()
    line: int = 0


class Text(msgspec.Struct, frozen=True):
    """A string: literal pieces and expressions in a row."""

    parts: tuple[str | Reference | Unknown, ...]
    line: int = 0


class Items(msgspec.Struct, frozen=True):
    """Several values: a list, or a call whose arguments matter and whose name does not."""

    values: tuple[Value, ...]
    classifiers: tuple[Value, ...] = ()
    line: int = 0


class Named(msgspec.Struct, frozen=True):
    """Values by name: a map, or named arguments."""

    fields: dict[str, Value]
    line: int = 0


class Platform(msgspec.Struct, frozen=True):
    """`platform(...)`: a BOM, which gives versions and is no library itself."""

    value: Value
    line: int = 0


Value = Reference | Unknown | Text | Items | Named | Platform
