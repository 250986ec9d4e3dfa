"""One architecture-specific construct in self-built code or configuration."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How much a finding matters (SARIF's levels)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule found at one place."""

    rule: str
    path: str
    line: int
    message: str
    level: Level = Level.WARNING
