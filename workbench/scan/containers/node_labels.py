"""Labels of nodes that matter here, from `resources/infrastructure/node-labels.toml`."""

from __future__ import annotations

from functools import cache

import msgspec
import tomli

from workbench.model.resources import resources


class ArchitectureLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label that tells x86 nodes from arm64 ones; the file says what each key means."""

    labels: tuple[str, ...]
    x86: frozenset[str]
    role: str
    missing: str


class MachineLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label whose values are instance types or families."""

    labels: tuple[str, ...]
    role: str
    service: str
    form: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    architecture: tuple[ArchitectureLabel, ...]
    machine: tuple[MachineLabel, ...]


def architecture_labels() -> dict[str, ArchitectureLabel]:
    """Return the labels that tell architectures apart, by name."""
    return {label: entry for entry in _table().architecture for label in entry.labels}


def machine_labels() -> dict[str, MachineLabel]:
    """Return the labels that ask for instance types or families, by name."""
    return {label: entry for entry in _table().machine for label in entry.labels}


@cache
def in_bytes() -> tuple[bytes, ...]:
    """Return the names of all labels as they stand in files."""
    return tuple(label.encode() for label in (*architecture_labels(), *machine_labels()))


@cache
def _table() -> _Table:
    text = (resources() / "infrastructure" / "node-labels.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomli.loads(text), _Table)
