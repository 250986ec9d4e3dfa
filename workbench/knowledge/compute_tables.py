"""The tables of `resources/infrastructure`: instance families, and what each service has."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Any

import msgspec
import tomli

from workbench.model.resources import resources

_FOLDER = "infrastructure"


class Pair(msgspec.Struct, frozen=True, rename="kebab"):
    """A Graviton family that stands for an x86 one; the file says what each field means."""

    family: str
    generation: str
    sizes: tuple[str, ...] = ()
    other_vcpus: tuple[str, ...] = ()
    equal: dict[str, str] = {}
    doubts: tuple[str, ...] = ()


class Family(msgspec.Struct, frozen=True):
    """An x86 family."""

    name: str
    sizes: tuple[str, ...]
    why: str = ""
    counterpart: tuple[Pair, ...] = ()


class Instances(msgspec.Struct, frozen=True):
    """`instances.toml`."""

    url: str
    date: str
    doubts: dict[str, str]
    family: tuple[Family, ...]


class Service(msgspec.Struct, frozen=True):
    """One entry of `services.toml`."""

    id: str
    title: str
    url: str
    date: str
    prefix: str = ""
    suffixes: tuple[str, ...] = ("",)
    families: tuple[str, ...] = ()
    nearest: dict[str, str] = {}
    sizes: tuple[str, ...] = ()
    words: dict[str, str] | None = None
    ready: tuple[str, ...] = ()
    doubt: str = ""
    alternative: str = ""


def sentences() -> set[str]:
    """Return every sentence of the tables that people read."""
    of_services = {s.doubt for s in services().values()}
    ways = {s.alternative for s in services().values()} | {f.why for f in table().family}
    return {*table().doubts.values(), *of_services, *ways} - {""}


@cache
def sizes_of(graviton: str) -> frozenset[str]:
    """Return the sizes that a Graviton family of EC2 has, as far as pairs tell."""
    return _all_sizes().get(graviton, frozenset())


@cache
def _all_sizes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for family in table().family:
        for pair in family.counterpart:
            found[pair.family] |= {*pair.sizes, *pair.other_vcpus, *pair.equal.values()}
    return {name: frozenset(sizes) for name, sizes in found.items()}


@cache
def table() -> Instances:
    """Return `instances.toml`."""
    return msgspec.convert(_read("instances.toml"), Instances)


@cache
def families() -> dict[str, Family]:
    """Return the x86 families by name."""
    return {family.name: family for family in table().family}


@cache
def generations() -> tuple[str, ...]:
    """Return the Graviton generations, the one to propose first."""
    return tuple(_read("generations.toml")["tried"])


@cache
def services() -> dict[str, Service]:
    """Return the services by the namespace of their components."""
    found = msgspec.convert(_read("services.toml")["service"], tuple[Service, ...])
    return {service.id: service for service in found}


def _read(name: str) -> dict[str, Any]:
    text = (resources() / _FOLDER / name).read_text(encoding="utf-8")
    return tomli.loads(text)
