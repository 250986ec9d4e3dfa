"""The chapter on test results as the report's template takes it: plain data, texts translated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.chart import Chart, chart
from workbench.report.comparison.differences import LISTS, Difference, differences
from workbench.report.comparison.figures import duration, share
from workbench.report.comparison.sentences import (
    coverage_answer,
    estimated,
    functional_answer,
    functional_question,
    has_own_answer,
    loaded,
    metric_name,
    money_name,
    performance_answer,
    performance_question,
    profile_answer,
    profile_question,
    significance,
)
from workbench.report.labels import CONTEXT
from workbench.results.comparison import Comparison, Functional, ProfileDifference, Scenario
from workbench.results.performance.records import Comparison as Performance
from workbench.results.performance.records import Side

MOST_FUNCTIONS = 20
MOST_TESTS = 200
"""Of each list: the rest is counted, and the JSON has them all."""


class SideCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The tests of one side, counted, and its coverage."""

    side: str
    passed: str
    failed: str
    skipped: str
    flaky: str
    coverage: str


class TestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One test and why it is listed."""

    __test__ = False

    test: str
    why: str
    hint: str
    message: str


class TestList(msgspec.Struct, frozen=True, kw_only=True):
    """All tests that differ in one way."""

    __test__ = False

    title: str
    count: str
    tests: tuple[TestLine, ...]
    more: str


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A name with what it is on each side."""

    name: str
    x86_64: str
    arm64: str


class FunctionalPart(msgspec.Struct, frozen=True, kw_only=True):
    """Functional parity and coverage."""

    question: str
    answer: str
    coverage: str
    sides: tuple[SideCounts, ...]
    lists: tuple[TestList, ...]
    slower: tuple[Pair, ...]
    gaps: tuple[Pair, ...]
    warnings: tuple[str, ...]


class SideRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one side carries."""

    side: str
    instance: str
    sustainable: str
    repeats: str
    knee: str
    price: str


class RatioRow(msgspec.Struct, frozen=True, kw_only=True):
    """arm64 over x86_64, with its interval."""

    name: str
    value: str


class BenchmarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark on both sides."""

    name: str
    x86_64: str
    arm64: str
    ratio: str
    meaning: str


class FunctionShares(msgspec.Struct, frozen=True, kw_only=True):
    """One function's share of the samples on each side, and the difference in points."""

    name: str
    x86_64: str
    arm64: str
    delta: str


class PerformancePart(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario."""

    question: str
    answer: str
    chart: Chart | None
    alt: str
    sides: tuple[SideRow, ...]
    ratios: tuple[RatioRow, ...]
    benchmarks: tuple[BenchmarkRow, ...]
    warnings: tuple[str, ...]


class ProfilePart(msgspec.Struct, frozen=True, kw_only=True):
    """The profiles of one scenario: the functions whose shares differ the most."""

    question: str
    answer: str
    functions: tuple[FunctionShares, ...]
    warnings: tuple[str, ...]


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on test results."""

    functional: FunctionalPart | None
    performance: tuple[PerformancePart, ...]
    profiles: tuple[ProfilePart, ...]
    warnings: tuple[str, ...]


def chapter(comparison: Comparison, language: Language) -> Chapter:
    """Return what the report says on `comparison`."""
    problems = [f"{p.path}: {language.filled(p.reason)}" for p in comparison.problems]
    return Chapter(
        functional=_functional(comparison.functional, language) if comparison.functional else None,
        performance=tuple(_performance(s, language) for s in comparison.performance),
        profiles=tuple(_profile(p, language) for p in comparison.profiles),
        warnings=(*map(language.filled, comparison.warnings), *problems),
    )


def _functional(functional: Functional, language: Language) -> FunctionalPart:
    tests, coverage = functional.tests, functional.coverage
    return FunctionalPart(
        question=functional_question(language),
        answer=functional_answer(functional, language),
        coverage=coverage_answer(functional, language),
        sides=tuple(_counts(functional, side, language) for side in Architecture),
        lists=tuple(
            _tests(name, entries, language)
            for name, entries in (differences(tests).items() if tests else ())
        ),
        slower=tuple(
            Pair(name=s.test, x86_64=duration(s.times.x86_64), arm64=duration(s.times.arm64))
            for s in (tests.slower[:MOST_TESTS] if tests else ())
        ),
        gaps=tuple(
            Pair(name=file.path, x86_64=line_ranges(file.lost), arm64=line_ranges(file.absent))
            for file in (coverage.files[:MOST_TESTS] if coverage else ())
        ),
        warnings=tuple(map(language.filled, functional.warnings)),
    )


def _counts(functional: Functional, side: Architecture, language: Language) -> SideCounts:
    counts = getattr(functional.tests, side.value, None)
    return SideCounts(
        side=side.value,
        passed=f"{counts.passed:,}" if counts else "",
        failed=f"{counts.failed:,}" if counts else "",
        skipped=f"{counts.skipped:,}" if counts else "",
        flaky=f"{counts.flaky:,}" if counts else "",
        coverage=share(getattr(functional.coverage, side.value, None), language),
    )


def _tests(kind: str, tests: tuple[Difference, ...], language: Language) -> TestList:
    more = len(tests) - MOST_TESTS
    return TestList(
        title=language(LISTS[kind], context=CONTEXT),
        count=f"{len(tests):,}",
        tests=tuple(
            TestLine(
                test=t.test,
                why=language(": ").join(filter(None, _why(t, language))),
                hint=language.filled(t.hint),
                message=next(iter(t.message.splitlines()), ""),
            )
            for t in tests[:MOST_TESTS]
        ),
        more=language("and {count} more", count=f"{more:,}") if more > 0 else "",
    )


def _why(test: Difference, language: Language) -> tuple[str, str]:
    # In a context of its own: as a group, `arm64` is a kind of cause, elsewhere a side.
    group = language(test.group, context="failure") if test.group else ""
    return group, language.filled(test.reason)


def _performance(scenario: Scenario, language: Language) -> PerformancePart:
    performance = scenario.answer
    question = performance_question(performance, language)
    answer = performance_answer(performance, language)
    shown = loaded(performance) or not performance.benchmarks
    return PerformancePart(
        question=question,
        answer=answer,
        chart=chart(scenario, language),
        alt=f"{question} {answer}",
        sides=tuple(_side(scenario, a, language) for a in Architecture if shown),
        ratios=tuple(_ratios(performance, language)) if shown else (),
        benchmarks=tuple(
            BenchmarkRow(
                name=b.name,
                x86_64=estimated(b.x86_64, language),
                arm64=estimated(b.arm64, language),
                ratio=estimated(b.ratio, language),
                meaning=significance(b, language),
            )
            for b in performance.benchmarks
        ),
        warnings=tuple(map(language.filled, performance.warnings)),
    )


def _side(scenario: Scenario, architecture: Architecture, language: Language) -> SideRow:
    side = scenario.answer.sides.get(architecture, Side())
    price = scenario.answer.question.prices.get(architecture)
    return SideRow(
        side=architecture.value,
        instance=language(", ").join(scenario.instances.get(architecture, ())),
        sustainable=estimated(side.sustainable, language),
        repeats=f"{side.sustainable.repeats:,}" if side.sustainable.repeats else "",
        knee=estimated(side.knee, language),
        price=price.text if price else "",
    )


def _ratios(performance: Performance, language: Language) -> Iterator[RatioRow]:
    name = metric_name(performance, language)
    if has_own_answer(performance):
        for side in Architecture:
            own = estimated(performance.sides.get(side, Side()).answer, language)
            yield RatioRow(name=language(": ").join((name, side.value)), value=own)
        name = language("{metric}, arm64 over x86_64", metric=name)
    yield RatioRow(name=name, value=estimated(performance.ratio, language))
    if name := money_name(performance, language):
        yield RatioRow(name=name, value=estimated(performance.price_performance, language))


def _profile(profile: ProfileDifference, language: Language) -> ProfilePart:
    different = [f for f in profile.functions if f.own_delta]
    return ProfilePart(
        question=profile_question(profile, language),
        answer=profile_answer(profile, language),
        functions=tuple(
            FunctionShares(
                name=f.name,
                x86_64=share(f.own[0], language),
                arm64=share(f.own[1], language),
                delta=f"{f.own_delta * 100:+.1f}",
            )
            for f in different[:MOST_FUNCTIONS]
        ),
        warnings=tuple(map(language.filled, profile.warnings)),
    )


def line_ranges(lines: Iterable[int]) -> str:
    """Return sorted line numbers as people write them: `3, 7-9`."""
    runs = groupby(enumerate(lines), lambda pair: pair[1] - pair[0])
    spans = [[line for _, line in run] for _, run in runs]
    return ", ".join(f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
