"""What a look at one file finds."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from workbench.scan.binaries.binary import Binary


class Guard(StrEnum):
    """How code is kept from, or led to, the arm64 compiler."""

    OPEN = "open"
    """Compiled on arm64, as far as can be told."""
    CONDITIONAL = "conditional"
    """Compiled on arm64 under a condition that is not about architectures."""
    PORTED = "ported"
    """Not compiled on arm64: a branch written for arm64 stands in for it."""
    FALLBACK = "fallback"
    """Not compiled on arm64: portable code stands in for it."""
    ALONE = "alone"
    """Not compiled on arm64, and nothing is seen to stand in for it."""
    REFUSED = "refused"
    """Not compiled on arm64: the build is stopped there on purpose."""


class Hit(msgspec.Struct, frozen=True, array_like=True):
    """One construct at one line."""

    construct: str
    line: int
    guard: Guard
    text: str = ""
    """The word or words that were recognised."""
    function: str = ""
    condition: str = ""
    """The preprocessor's condition it stands under, where that decides."""


class Looked(msgspec.Struct, frozen=True, array_like=True):
    """What was found in the file at `path` (relative, POSIX)."""

    path: str
    family: str
    hits: tuple[Hit, ...] = ()
    arm: bool = False
    """Whether the file holds code that is written for 64-bit Arm."""
    portable: bool = False
    """Whether the whole file is built on arm64 and not on x86, whatever it is named."""
    translated: str = ""
    """The header that gives x86 intrinsics on Arm, where it includes one: `sse2neon`, `simde`."""
    problem: str = ""
    binary: Binary | None = None
    """What it is, where it is compiled code, whatever it is named."""
    takes_in: tuple[tuple[str, Guard], ...] = ()
    """The headers named for x86 that it includes on x86 only, and how arm64 fares without."""
    x86_only: tuple[str, ...] = ()
    """What a build file takes in on x86 only: files without ending, folders with a slash behind."""
    everywhere: tuple[str, ...] = ()
    """What it takes in elsewhere, too: as above."""
    leads: tuple[tuple[str, Guard], ...] = ()
    """Paths (less their ending) whose code it takes in, and how that fares on arm64."""

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it to pass on."""
        return bool(
            self.hits
            or self.problem
            or self.arm
            or self.portable
            or self.translated
            or self.leads
            or self.takes_in
            or self.x86_only
        )
