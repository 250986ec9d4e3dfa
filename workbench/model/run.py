"""A run: imported test results, labelled with what they were measured on."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Architecture(StrEnum):
    """The two sides of every comparison."""

    X86_64 = "x86_64"
    ARM64 = "arm64"


class RunFile(msgspec.Struct, frozen=True):
    """One imported file: its name in the run's folder, its format's id, its SHA-256 in hex."""

    name: str
    format: str
    sha256: str = ""


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
