"""Which attributes of a resource matter, from `resources/infrastructure/attributes.toml`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

import msgspec
import tomli

from workbench.model.resources import resources


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value at a path fits a pattern, whatever its case."""

    at: str
    is_: str = msgspec.field(name="is")


class Attribute(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One attribute, by the paths at which it may stand; the file says what each key means."""

    at: tuple[str, ...]
    role: str
    service: str = ""
    default: str = ""
    absent: str = ""
    only: Condition | None = None
    unless: Condition | None = None
    traits: dict[str, str] = msgspec.field(name="with", default_factory=dict)
    form: str = ""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tool: str
    types: tuple[str, ...]
    attributes: tuple[Attribute, ...]


@cache
def attributes_of(tool: str, type_: str) -> tuple[Attribute, ...]:
    """Return the attributes of a resource type; of several entries that fit, the first counts."""
    for entry in _table():
        if entry.tool == tool and any(fnmatchcase(type_, pattern) for pattern in entry.types):
            return entry.attributes
    return ()


@cache
def _table() -> tuple[_Entry, ...]:
    text = (resources() / "infrastructure" / "attributes.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text)["resource"], tuple[_Entry, ...])
