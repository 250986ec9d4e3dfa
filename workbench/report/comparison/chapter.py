"""The chapter on test results as the report's template takes it: plain data, texts translated."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.chart import Chart, chart
from workbench.report.comparison.figures import duration, interval, number, share, times
from workbench.report.comparison.sentences import (
    coverage_answer,
    functional_answer,
    functional_question,
    performance_answer,
    performance_question,
)
from workbench.results.comparison import (
    Comparison,
    Functional,
    Knee,
    Performance,
    Ratio,
    Side,
    Sustainable,
    Tally,
    TestDifference,
)

MOST_TESTS = 200
"""Of each list: the rest is counted, and the JSON has them all."""

LISTS = ("regressed", "missing", "pre_existing", "flaky", "added")


class SideCounts(msgspec.Struct, frozen=True, kw_only=True):
    """The tests of one side, counted, and its coverage."""

    side: str
    passed: str
    failed: str
    skipped: str
    coverage: str


class TestLine(msgspec.Struct, frozen=True, kw_only=True):
    """One test and why it is listed."""

    __test__ = False

    test: str
    why: str
    message: str


class TestList(msgspec.Struct, frozen=True, kw_only=True):
    """All tests that differ in one way; `kind` is the name of the list in the JSON."""

    __test__ = False

    kind: str
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
    interval: str
    repeats: str
    knee: str
    price: str


class RatioRow(msgspec.Struct, frozen=True, kw_only=True):
    """arm64 over x86_64."""

    name: str
    value: str
    interval: str


class PerformancePart(msgspec.Struct, frozen=True, kw_only=True):
    """One scenario."""

    question: str
    answer: str
    chart: Chart | None
    alt: str
    sides: tuple[SideRow, ...]
    ratios: tuple[RatioRow, ...]
    warnings: tuple[str, ...]


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on test results."""

    functional: FunctionalPart | None
    performance: tuple[PerformancePart, ...]
    benchmarks: tuple[RatioRow, ...]
    warnings: tuple[str, ...]


def chapter(comparison: Comparison, language: Language) -> Chapter:
    """Return what the report says on `comparison`."""
    problems = [f"{p.path}: {language(p.reason)}" for p in comparison.problems]
    return Chapter(
        functional=_functional(comparison.functional, language) if comparison.functional else None,
        performance=tuple(_performance(p, language) for p in comparison.performance),
        benchmarks=tuple(_ratio(b.name, b.ratio, language) for b in comparison.benchmarks),
        warnings=(*map(language, comparison.warnings), *problems),
    )


def _functional(functional: Functional, language: Language) -> FunctionalPart:
    return FunctionalPart(
        question=functional_question(language),
        answer=functional_answer(functional, language),
        coverage=coverage_answer(functional, language),
        sides=tuple(_counts(functional, side, language) for side in Architecture),
        lists=tuple(
            _tests(name, tests, language) for name in LISTS if (tests := getattr(functional, name))
        ),
        slower=tuple(
            Pair(name=s.test, x86_64=duration(s.x86_64), arm64=duration(s.arm64))
            for s in functional.slower[:MOST_TESTS]
        ),
        gaps=tuple(
            Pair(name=gap.path, x86_64=f"{len(gap.lines):,}", arm64=line_ranges(gap.lines))
            for gap in functional.gaps[:MOST_TESTS]
        ),
        warnings=tuple(map(language, functional.warnings)),
    )


def _counts(functional: Functional, side: Architecture, language: Language) -> SideCounts:
    tally = functional.counts.get(side, Tally())
    return SideCounts(
        side=side.value,
        passed=f"{tally.passed:,}",
        failed=f"{tally.failed:,}",
        skipped=f"{tally.skipped:,}",
        coverage=share(functional.coverage.get(side), language),
    )


def _tests(kind: str, tests: tuple[TestDifference, ...], language: Language) -> TestList:
    more = len(tests) - MOST_TESTS
    return TestList(
        kind=kind,
        count=f"{len(tests):,}",
        tests=tuple(
            TestLine(
                test=t.test,
                why=language(": ").join(language(w) for w in (t.sort, t.reason) if w),
                message=next(iter(t.message.splitlines()), ""),
            )
            for t in tests[:MOST_TESTS]
        ),
        more=language("and {count} more", count=f"{more:,}") if more > 0 else "",
    )


def _performance(performance: Performance, language: Language) -> PerformancePart:
    question = performance_question(performance, language)
    answer = performance_answer(performance, language)
    ratios = (
        (language("Throughput"), performance.ratio),
        (language("Throughput for the same money"), performance.price_performance),
    )
    return PerformancePart(
        question=question,
        answer=answer,
        chart=chart(performance, language),
        alt=f"{question} {answer}",
        sides=tuple(_side(a, performance.sides.get(a, Side()), language) for a in Architecture),
        ratios=tuple(_ratio(name, ratio, language) for name, ratio in ratios if ratio),
        warnings=tuple(map(language, performance.warnings)),
    )


def _side(architecture: Architecture, side: Side, language: Language) -> SideRow:
    held = side.sustainable
    return SideRow(
        side=architecture.value,
        instance=language(", ").join(side.instances),
        sustainable=_value(held, language),
        interval=_between(held, language),
        repeats=f"{held.repeats:,}" if held else "",
        knee=_value(side.knee, language),
        price=side.price.text if side.price else "",
    )


def _value(estimate: Sustainable | Knee | None, language: Language) -> str:
    if estimate is None:
        return language("not known")
    return f"{number(estimate.value)} {estimate.unit}"


def _between(estimate: Sustainable | None, language: Language) -> str:
    if estimate is None:
        return ""
    return interval(estimate.low, estimate.high, language, decimals=False) or language("none")


def _ratio(name: str, ratio: Ratio, language: Language) -> RatioRow:
    between = interval(ratio.low, ratio.high, language, decimals=True)
    return RatioRow(name=name, value=times(ratio.value), interval=between or language("none"))


def line_ranges(lines: Iterable[int]) -> str:
    """Return sorted line numbers as people write them: `3, 7-9`."""
    runs = groupby(enumerate(lines), lambda pair: pair[1] - pair[0])
    spans = [[line for _, line in run] for _, run in runs]
    return ", ".join(f"{s[0]}-{s[-1]}" if len(s) > 1 else str(s[0]) for s in spans)
