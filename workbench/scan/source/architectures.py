"""What names say about architectures, as data: `resources/source/architectures.toml`."""

from __future__ import annotations

from functools import cache

import msgspec

from workbench.model.resources import resources
from workbench.model.toml import decode


class Macros(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Macros of compilers for 64-bit Linux."""

    x86: frozenset[str]
    some_x86: frozenset[str]
    """On x86 where the compiler is told of a processor that has it."""
    arm: frozenset[str]
    both: frozenset[str]
    neither: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that name one architecture or another."""

    x86: tuple[str, ...]
    arm: tuple[str, ...]
    other: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    """Words that name a system other than Linux, or a compiler for one."""
    negative: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    """Words for what is no processor, whoever makes it."""
    vendored: tuple[str, ...] = ()
    """Folders that hold other people's code."""
    portable: tuple[str, ...] = ()
    """Words for code that every architecture takes."""
    neutral: tuple[str, ...] = ()


class Features(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What target attributes name."""

    x86: tuple[str, ...]


class Assembly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what the assembly of one architecture is recognised: regular expressions."""

    instructions: tuple[str, ...]
    """Each for a whole word."""
    other: tuple[str, ...]


class Libraries(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Native libraries by name, without `.dll`."""

    everywhere: frozenset[str]


class Architectures(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """The whole file."""

    macros: Macros
    in_macros: Words
    in_targets: Features
    in_paths: Words
    assembly: dict[str, Assembly]
    libraries: Libraries


@cache
def architectures() -> Architectures:
    """Return what the file says. Raises msgspec.ValidationError where it is not as described."""
    data = (resources() / "source" / "architectures.toml").read_bytes()
    return decode(data, Architectures)
