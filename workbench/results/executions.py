"""Folds the runs of one side into one view of each test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from workbench.results.records import Outcome, TestCase, TestReport

Runs: TypeAlias = Sequence[Sequence[TestReport]]
"""The runs of one side (repeats); of each run, the reports of its files."""


class Verdict(StrEnum):
    """How a test ended on one side, over all its executions."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    FLAKY = "flaky"


@dataclass(slots=True)
class Executions:
    """All executions of one test on one side, in order, each with the number of its run."""

    cases: list[tuple[int, TestCase]] = field(default_factory=list)
    passed: int = 0
    """How often it passed."""
    failed: int = 0
    """How often it failed."""

    def add(self, run: int, case: TestCase) -> None:
        """Take in one more execution."""
        self.cases.append((run, case))
        self.passed += case.outcome is Outcome.PASSED
        self.failed += case.outcome is Outcome.FAILED

    @property
    def verdict(self) -> Verdict:
        """Flaky where it passed and failed; skipped only where it never ran."""
        if self.passed and self.failed:
            return Verdict.FLAKY
        if self.passed:
            return Verdict.PASSED
        return Verdict.FAILED if self.failed else Verdict.SKIPPED

    def message(self, outcome: Outcome) -> str:
        """What the first execution with that outcome and a message said."""
        said = (c.message for _, c in self.cases if c.outcome is outcome)
        return next((m for m in said if m), "")

    def seconds(self) -> Mapping[int, float]:
        """Return the time of each run in which the test passed: of its last passing execution."""
        return {
            run: case.seconds
            for run, case in self.cases
            if case.outcome is Outcome.PASSED and case.seconds is not None
        }


def fold(runs: Runs, names: Mapping[str, str]) -> dict[str, Executions]:
    """Return the executions of each test by its identity; `names` maps test ids to identities."""
    tests: dict[str, Executions] = {}
    for number, reports in enumerate(runs):
        for report in reports:
            for case in report.cases:
                name = names[case.id]
                if name not in tests:
                    tests[name] = Executions()
                tests[name].add(number, case)
    return tests
