"""What the comparison of both architectures shows: the plain record behind every output.

Times are in seconds, rates per second, shares 0..1. Ratios are arm64 over x86_64. What the data
do not support is None, and a warning says why.
"""

from __future__ import annotations

import msgspec

from workbench.model.problem import Problem
from workbench.model.run import Architecture
from workbench.results.performance.records import Comparison as Performance


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many tests ended how, on one side."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


class TestDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One test that does not simply pass on both sides.

    `sort` says where the cause lies as far as the message tells (`environment`, `arm64`, ...),
    `reason` why that is thought, `message` what the tool wrote.
    """

    __test__ = False

    test: str
    sort: str = ""
    reason: str = ""
    message: str = ""


class Slower(msgspec.Struct, frozen=True, kw_only=True):
    """A test that takes longer on arm64; both durations in seconds."""

    test: str
    x86_64: float
    arm64: float


class FileGap(msgspec.Struct, frozen=True, kw_only=True):
    """A source file with lines that the tests reach on x86_64 and not on arm64."""

    path: str
    lines: tuple[int, ...]


class Functional(msgspec.Struct, frozen=True, kw_only=True):
    """Do the same tests pass, with the same coverage?"""

    counts: dict[Architecture, Tally]
    regressed: tuple[TestDifference, ...] = ()
    """Passes on x86_64, fails on arm64."""
    pre_existing: tuple[TestDifference, ...] = ()
    """Fails on both."""
    missing: tuple[TestDifference, ...] = ()
    """Ran on x86_64, and did not run or was skipped on arm64."""
    added: tuple[TestDifference, ...] = ()
    """Ran on arm64 only."""
    flaky: tuple[TestDifference, ...] = ()
    slower: tuple[Slower, ...] = ()
    coverage: dict[Architecture, float | None] = {}
    """Share of the lines that tests could reach and did."""
    coverage_delta: float | None = None
    """Coverage on arm64 less that on x86_64."""
    gaps: tuple[FileGap, ...] = ()
    warnings: tuple[str, ...] = ()


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario: what the measurements answer, and which instance types they ran on."""

    answer: Performance
    instances: dict[Architecture, tuple[str, ...]] = {}

    @property
    def name(self) -> str:
        """The scenario's name; empty where the runs carry none."""
        return self.answer.question.scenario


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Both architectures side by side. A part for which there are no runs is None or empty."""

    functional: Functional | None = None
    performance: tuple[Scenario, ...] = ()
    warnings: tuple[str, ...] = ()
    """What speaks against the whole comparison."""
    problems: tuple[Problem, ...] = ()
    """Files and runs that are left out because they cannot be read."""
    runs: int = 0
