"""Do the same tests pass on both architectures? Pure functions over imported test reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain

import msgspec

from workbench.results.executions import Executions, Runs, Verdict, fold
from workbench.results.failures import Group, explain
from workbench.results.identity import identities
from workbench.results.records import Outcome, TestCase
from workbench.results.slower import MIN_REPEATS, Times, compare_times, compare_totals

NO_TESTS = "The test results of {side} hold no test."
NOTHING_IN_COMMON = (
    "No test stands on both sides: the reports are of different suites, or name tests differently."
)
FEW_REPEATS = (
    "Times are not judged: it takes {needed} runs on each side to tell a slower test from noise, "
    "and one side has {low}."
)
DIFFERENT_TOOLS = "The sides were reported by different tools: {x86_64} and {arm64}."
READING = "{side}: {warning}"


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Tests of one side by how they ended, each test once however often it ran."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    flaky: int = 0


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A test that failed on arm64, and what its message tells of the cause."""

    test: str
    group: Group
    reason: str
    rule: str = ""
    """Id of the rule that spoke; empty where none did."""
    matched: str = ""
    """The words of the message that made it speak."""
    hint: str = ""
    message: str = ""


class FlakyTest(msgspec.Struct, frozen=True, kw_only=True):
    """A test with mixed outcomes on a side, and how often it passed and failed on each."""

    test: str
    x86_64: tuple[int, int]
    arm64: tuple[int, int]

    @property
    def is_steady_on_x86_64(self) -> bool:
        """Whether only arm64 shows mixed outcomes, as races under a weaker memory order do."""
        return sum(map(bool, self.x86_64)) == 1


class SlowerTest(msgspec.Struct, frozen=True, kw_only=True):
    """A test that takes longer on arm64, beyond noise."""

    test: str
    times: Times


class TestParity(msgspec.Struct, frozen=True, kw_only=True):
    """The functional comparison; every list is sorted by test and no test is in two lists of it.

    `failures` runs across the lists: every test that failed on arm64, with the reason.
    """

    x86_64: Counts
    arm64: Counts
    regressed: tuple[str, ...] = ()
    """Passes on x86_64, fails on arm64."""
    pre_existing: tuple[str, ...] = ()
    """Fails on both."""
    fixed: tuple[str, ...] = ()
    """Fails on x86_64, passes on arm64."""
    missing: tuple[str, ...] = ()
    """Ran on x86_64, is not there on arm64."""
    added: tuple[str, ...] = ()
    """Is there on arm64 only."""
    skipped_on_arm64: tuple[str, ...] = ()
    """Ran on x86_64, skipped on arm64."""
    skipped_on_x86_64: tuple[str, ...] = ()
    """Skipped on x86_64, ran on arm64."""
    flaky: tuple[FlakyTest, ...] = ()
    failures: tuple[Failure, ...] = ()
    slower: tuple[SlowerTest, ...] = ()
    total: Times | None = None
    warnings: tuple[str, ...] = ()


def compare_tests(x86_64: Runs, arm64: Runs) -> TestParity | None:
    """Compare the tests of both sides; None where a side has no report at all."""
    if not any(x86_64) or not any(arm64):
        return None
    names = identities((_cases(x86_64), _cases(arm64)))
    one, other = fold(x86_64, names), fold(arm64, names)
    sorted_names = sorted(one.keys() | other.keys())
    lists: dict[str, list[str]] = {}
    for name in sorted_names:
        kind = _kind(one.get(name), other.get(name))
        lists.setdefault(kind, []).append(name)
    lists.pop("", None)
    flaky = [_flaky(n, one.get(n), other.get(n)) for n in lists.pop("flaky", ())]
    failed = [(n, other[n]) for n in sorted_names if n in other and other[n].failed]
    return TestParity(
        x86_64=_counts(one),
        arm64=_counts(other),
        flaky=tuple(flaky),
        failures=tuple(_failure(name, one.get(name), tests) for name, tests in failed),
        slower=tuple(_slower(one, other)),
        total=compare_totals(one, other, (len(x86_64), len(arm64))),
        warnings=tuple(_warnings(x86_64, arm64, one, other)),
        **{kind: tuple(found) for kind, found in lists.items()},
    )


def _cases(runs: Runs) -> list[TestCase]:
    return [case for report in chain.from_iterable(runs) for case in report.cases]


def _kind(one: Executions | None, other: Executions | None) -> str:
    """Return the list that a test belongs to; empty where there is nothing to say of it."""
    before = one.verdict if one else None
    after = other.verdict if other else None
    if Verdict.FLAKY in (before, after):
        return "flaky"
    ran_before = before not in (None, Verdict.SKIPPED)
    if after is None:
        return "missing" if ran_before else ""
    if before is None:
        return "added"
    if after is Verdict.SKIPPED:
        return "skipped_on_arm64" if ran_before else ""
    if not ran_before:
        return "skipped_on_x86_64"
    return {
        (Verdict.PASSED, Verdict.FAILED): "regressed",
        (Verdict.FAILED, Verdict.FAILED): "pre_existing",
        (Verdict.FAILED, Verdict.PASSED): "fixed",
    }.get((before, after), "")


def _counts(tests: Mapping[str, Executions]) -> Counts:
    return Counts(**{str(k): n for k, n in Counter(t.verdict for t in tests.values()).items()})


def _flaky(name: str, one: Executions | None, other: Executions | None) -> FlakyTest:
    return FlakyTest(
        test=name,
        x86_64=(one.passed, one.failed) if one else (0, 0),
        arm64=(other.passed, other.failed) if other else (0, 0),
    )


def _failure(name: str, one: Executions | None, other: Executions) -> Failure:
    """Sort a failure on arm64 into its group.

    What fails on x86_64 as well is pre-existing, unless arm64's message shows a cause of arm64 that
    x86_64's does not: then one failure hides another.
    """
    message = other.message(Outcome.FAILED)
    match = explain(message)
    group = match.rule.group if match else Group.UNEXPLAINED
    reason = match.rule.reason if match else "No known pattern matches its message."
    if one and one.failed:
        before = explain(one.message(Outcome.FAILED))
        same = match is None or (before is not None and before.rule.id == match.rule.id)
        if group is Group.ARM64 and not same:
            reason = f"{reason} It fails on x86_64 too, but for another reason."
        else:
            group = Group.PRE_EXISTING
            reason = f"It fails on x86_64 too. {reason}" if match else "It fails on x86_64 too."
    return Failure(
        test=name,
        group=group,
        reason=reason,
        rule=match.rule.id if match else "",
        matched=match.matched if match else "",
        hint=match.rule.hint if match else "",
        message=message,
    )


def _slower(one: Mapping[str, Executions], other: Mapping[str, Executions]) -> list[SlowerTest]:
    """Return the tests that are slower beyond noise, the largest ratio first."""
    found = []
    for name in sorted(one.keys() & other.keys()):
        times = compare_times(
            list(one[name].seconds().values()), list(other[name].seconds().values())
        )
        if times and times.is_beyond_noise and times.arm64 > times.x86_64:
            found.append(SlowerTest(test=name, times=times))
    return sorted(found, key=_ratio, reverse=True)


def _ratio(slower: SlowerTest) -> float:
    return slower.times.ratio or float("inf")


def _warnings(
    x86_64: Runs,
    arm64: Runs,
    one: Mapping[str, Executions],
    other: Mapping[str, Executions],
) -> list[str]:
    warnings = []
    tools = []
    for side, runs, tests in (("x86_64", x86_64, one), ("arm64", arm64, other)):
        if not tests:
            warnings.append(NO_TESTS.format(side=side))
        reports = list(chain.from_iterable(runs))
        told = dict.fromkeys(w for report in reports for w in report.warnings)
        warnings += [READING.format(side=side, warning=w) for w in told]
        tools.append(", ".join(sorted({report.tool for report in reports})))
    if one and other and not one.keys() & other.keys():
        warnings.append(NOTHING_IN_COMMON)
    if tools[0] != tools[1]:
        warnings.append(DIFFERENT_TOOLS.format(x86_64=tools[0], arm64=tools[1]))
    fewest = min(len(x86_64), len(arm64))
    if fewest < MIN_REPEATS and any(t.seconds() for t in other.values()):
        warnings.append(FEW_REPEATS.format(low=fewest, needed=MIN_REPEATS))
    return warnings
