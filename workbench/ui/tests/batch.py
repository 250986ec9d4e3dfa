"""Files that go into one run: they share every label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.model.run import Architecture


@dataclass(frozen=True)
class Labels:
    """What a measurement was made on. Empty text means "not told"."""

    architecture: Architecture | None = None
    instance: str = ""
    scenario: str = ""
    software: str = ""
    client: str = ""


LABELS = ("architecture", "instance", "scenario", "software", "client")
"""The fields of Labels, in the order of the form."""


def relabelled(labels: Labels, name: str, value: object) -> Labels:
    """Return `labels` with the field called `name` set to `value`."""
    changes: dict[str, Any] = {name: value}
    return replace(labels, **changes)


@dataclass(frozen=True)
class Batch:
    """One run to be: its files with the ids of their formats."""

    labels: Labels
    files: tuple[tuple[Path, str], ...]


def batches(files: Iterable[tuple[Path, str, Labels]]) -> list[Batch]:
    """Group files by their labels, in the order of their first files."""
    groups: dict[Labels, list[tuple[Path, str]]] = {}
    for path, format_, labels in files:
        groups.setdefault(labels, []).append((path, format_))
    return [Batch(labels, tuple(group)) for labels, group in groups.items()]
