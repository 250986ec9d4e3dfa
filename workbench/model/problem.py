"""What could not be looked at, and why: an empty result must never read as a pass."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """A file or part of it that could not be read. `reason` is one plain English line."""

    path: str
    reason: str
    line: int = 0


class Omission(StrEnum):
    """Why a file or folder was left out on purpose."""

    EXCLUDED_FOLDER = "excluded-folder"
    EXCLUDED_FILE = "excluded-file"
    LINK = "link"
    SPECIAL_FILE = "special-file"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    BUILD_OUTPUT = "build-output"


class Omitted(msgspec.Struct, frozen=True, order=True):
    """One file or folder that was left out on purpose."""

    path: str
    why: Omission


class LookedUp(msgspec.Struct, frozen=True, kw_only=True):
    """What a look-up asked outside, and what it did not."""

    asked: int = 0
    """Components that somebody was asked about."""
    failed: int = 0
    """Of these, components of which nothing was learnt."""
    hosts: tuple[tuple[str, int], ...] = ()
    """Who was asked, and about how many components."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Why components were not asked for, one English sentence each, and how many."""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan looked at, and what it did not."""

    files: int = 0
    """Regular files met in the walk."""
    recognised: int = 0
    """Of these, files that a format read."""
    readers: tuple[tuple[str, int], ...] = ()
    """Format id and number of files it read, by id."""
    problems: tuple[Problem, ...] = ()
    omitted: tuple[Omitted, ...] = ()
    looked_up: LookedUp | None = None
    """None where nobody outside was asked."""
