"""Which software the names in C and C++ build files stand for; the names are data."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from workbench.model.component import Kind, Occurrence, Scope, Sighting, Trait
from workbench.model.purl import make_purl
from workbench.model.resources import resources
from workbench.model.toml import decode
from workbench.scan.group_scope import group_scope

Namespace = Literal["cmake", "pkgconfig", "link"]
"""Who gives the name: a CMake package, a pkg-config file, a library for the linker."""


class _Toolchain(msgspec.Struct, frozen=True):
    cmake: frozenset[str]
    pkgconfig: frozenset[str]
    link: frozenset[str]


class _Tools(msgspec.Struct, frozen=True):
    names: frozenset[str]


class _Names(msgspec.Struct, frozen=True):
    toolchain: _Toolchain
    tools: _Tools
    cmake: dict[str, str]
    pkgconfig: dict[str, str]
    link: dict[str, str]


def native_sighting(
    name: str,
    namespace: Namespace,
    *,
    path: str,
    line: int,
    reader: str,
    scope: Scope = Scope.RUNTIME,
    version: str = "",
    constraint: str = "",
    traits: tuple[Trait, ...] = (),
) -> Sighting | None:
    """The sighting of what `name` stands for; None for a part of the toolchain.

    A runtime scope gives way to what the file's folders say: `tests/`, `docs/`.
    """
    key = name.lower()
    known = _names()
    if key in getattr(known.toolchain, namespace):
        return None
    is_tool = key in known.tools.names
    if is_tool:
        scope = Scope.BUILD
    elif scope is Scope.RUNTIME:
        scope = folder_scope(path)
    called = str(getattr(known, namespace).get(key, key))
    return Sighting(
        purl=make_purl("generic", called, version),
        name=name,
        version=version,
        kind=Kind.TOOL if is_tool else Kind.LIBRARY,
        occurrence=Occurrence(
            path=path,
            line=line,
            scope=scope,
            constraint=constraint,
            traits=traits,
            reader=reader,
        ),
    )


def folder_scope(path: str) -> Scope:
    """The scope that the names of a build file's folders speak of: the innermost that says one."""
    for folder in reversed(path.split("/")[:-1]):
        scope = group_scope(folder, Scope.RUNTIME)
        if scope is Scope.TEST:
            return scope
    return Scope.RUNTIME


@cache
def _names() -> _Names:
    data = (resources() / "scan" / "native-names.toml").read_bytes()
    return decode(data, _Names)
