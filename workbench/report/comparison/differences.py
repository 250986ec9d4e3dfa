"""The tests that did not simply pass on both sides, list by list, each with its reason."""

from __future__ import annotations

import msgspec

from workbench.results.parity import FlakyTest, TestParity

LISTS: dict[str, str] = {
    "regressed": "Pass on x86_64, fail on arm64",
    "missing": "Ran on x86_64, are not there on arm64",
    "skipped_on_arm64": "Ran on x86_64, skipped on arm64",
    "pre_existing": "Fail on both",
    "flaky": "Flaky: passed and failed on one side",
    "fixed": "Fail on x86_64, pass on arm64",
    "added": "Are there on arm64 only",
}
"""By the name in the JSON, what weighs most first."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One test: the group of its failure, why it is sorted so, and what the tool wrote."""

    test: str
    group: str = ""
    reason: str = ""
    hint: str = ""
    message: str = ""


def differences(parity: TestParity) -> dict[str, tuple[Difference, ...]]:
    """Return the tests of each list of LISTS that has any."""
    failures = {failure.test: failure for failure in parity.failures}
    found = {}
    for name in LISTS:
        tests = []
        for entry in getattr(parity, name):
            if isinstance(entry, FlakyTest):
                tests.append(Difference(test=entry.test, reason=_outcomes(entry)))
            elif failure := failures.get(entry):
                tests.append(
                    Difference(
                        test=entry,
                        group=failure.group.value,
                        reason=failure.reason,
                        hint=failure.hint,
                        message=failure.message,
                    )
                )
            else:
                tests.append(Difference(test=entry))
        if tests:
            found[name] = tuple(tests)
    return found


def _outcomes(flaky: FlakyTest) -> str:
    sides = (("x86_64", flaky.x86_64), ("arm64", flaky.arm64))
    return "; ".join(f"{side}: {good} passed, {bad} failed" for side, (good, bad) in sides)
