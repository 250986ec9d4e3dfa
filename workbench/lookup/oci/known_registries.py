"""Registries that answer under another name: `resources/lookup/registries.toml`."""

from __future__ import annotations

from functools import cache

import msgspec
import tomli

from workbench.model.resources import resources


class KnownRegistry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of the file, which says what each field is."""

    name: str
    host: str = ""
    official: str = ""
    also: tuple[str, ...] = ()


def known_registry(name: str) -> KnownRegistry:
    """Return what is known of the registry that references call `name`."""
    return _known().get(name) or KnownRegistry(name)


@cache
def _known() -> dict[str, KnownRegistry]:
    text = (resources() / "lookup" / "registries.toml").read_text(encoding="utf-8")
    listed = msgspec.convert(tomli.loads(text)["registry"], tuple[KnownRegistry, ...])
    return {entry.name: entry for entry in listed}
