"""What the comparison of both architectures shows: the plain record behind every output.

Times are in seconds, rates per second, shares 0..1. Ratios are arm64 over x86_64. What the data
do not support is None, and a warning says why.
"""

from __future__ import annotations

import msgspec

from workbench.model.problem import Problem
from workbench.model.run import Architecture
from workbench.results.coverage_parity import CoverageParity
from workbench.results.flame.functions import FunctionRow
from workbench.results.parity import TestParity
from workbench.results.performance.records import Comparison as Performance


class Functional(msgspec.Struct, frozen=True, kw_only=True):
    """Do the same tests pass, with the same coverage? None: a side has no such report."""

    tests: TestParity | None = None
    coverage: CoverageParity | None = None
    warnings: tuple[str, ...] = ()
    """Those of both parts, and which reports are lacking."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario: what the measurements answer, and which instance types they ran on."""

    answer: Performance
    instances: dict[Architecture, tuple[str, ...]] = {}

    @property
    def name(self) -> str:
        """The scenario's name; empty where the runs carry none."""
        return self.answer.question.scenario


class ProfileDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Where the time goes on each side, function by function, the greatest difference first."""

    scenario: str
    functions: tuple[FunctionRow, ...] = ()
    """Empty where a side has no profile."""
    warnings: tuple[str, ...] = ()


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Both architectures side by side. A part for which there are no runs is None or empty."""

    functional: Functional | None = None
    performance: tuple[Scenario, ...] = ()
    profiles: tuple[ProfileDifference, ...] = ()
    warnings: tuple[str, ...] = ()
    """What speaks against the whole comparison."""
    problems: tuple[Problem, ...] = ()
    """Files and runs that are left out because they cannot be read."""
    runs: int = 0
    kept: dict[str, str] = {}
    """What of the question was not asked now but last time, by its name in the settings."""
