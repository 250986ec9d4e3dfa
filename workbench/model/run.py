"""A run: imported test results, labelled with what they were measured on."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Architecture(StrEnum):
    """The two sides of every comparison."""

    X86_64 = "x86_64"
    ARM64 = "arm64"


class ColumnMapping(msgspec.Struct, frozen=True, kw_only=True):
    """What the columns of a CSV over time are. Empty `values`: every column but the time.

    `time_unit` is how many of the time column's numbers make a second (1000 for milliseconds);
    `units` are those of the columns of values, by name.
    """

    time: str
    values: tuple[str, ...] = ()
    units: dict[str, str] = {}
    time_unit: float = 1.0
    delimiter: str = ","


class RunFile(msgspec.Struct, frozen=True):
    """One imported file: its name in the run's folder, its format's id, its SHA-256 in hex.

    `columns` is how a CSV over time is read; None for every other format.
    """

    name: str
    format: str
    sha256: str = ""
    columns: ColumnMapping | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """What one import was measured on, and the files that say what came out.

    Times are ISO 8601 with offset. `warm_up` and `cool_down` are seconds that the user marked as
    not counting at the start and the end of each measurement. Empty text means "not told".
    """

    id: str
    architecture: Architecture
    files: tuple[RunFile, ...] = ()
    scenario: str = ""
    instance: str = ""
    software: str = ""
    """Version of the software under test."""
    client: str = ""
    """Where the load came from: host or instance type."""
    imported: str = ""
    measured: str = ""
    warm_up: float = 0.0
    cool_down: float = 0.0
    note: str = ""
