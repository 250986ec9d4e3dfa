"""The comparison for a terminal: the question, the answer, then what to doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import interval, number, times
from workbench.report.comparison.sentences import (
    coverage_answer,
    functional_answer,
    functional_question,
    performance_answer,
    performance_question,
)
from workbench.report.plain import one_line
from workbench.results.comparison import (
    Comparison,
    Functional,
    Performance,
    Side,
    Tally,
    TestDifference,
)

MOST_TESTS = 20
"""Of each sort; the JSON has them all."""

LISTS = {
    "regressed": "Pass on x86_64, fail on arm64",
    "missing": "Ran on x86_64, not on arm64",
    "pre_existing": "Fail on both",
    "flaky": "Flaky",
    "added": "Ran on arm64 only",
}


def write(comparison: Comparison) -> str:
    """Return the comparison as lines of plain text."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    language = Language("en")
    if not comparison.runs:
        yield "No results yet: workbench results import adds some."
    if comparison.functional:
        yield from _functional(comparison.functional, language)
    for performance in comparison.performance:
        yield from _performance(performance, language)
    if comparison.benchmarks:
        yield "How many times as fast is each benchmark on arm64?"
        for benchmark in comparison.benchmarks:
            ratio = benchmark.ratio
            between = interval(ratio.low, ratio.high, language, decimals=True) or "no interval"
            yield f"  {one_line(benchmark.name)}: {times(ratio.value)} ({between})"
        yield ""
    doubts = [*comparison.warnings]
    doubts += [f"{p.path}: {p.reason}" for p in comparison.problems]
    yield from _doubts(doubts)


def _functional(functional: Functional, language: Language) -> Iterator[str]:
    yield functional_question(language)
    yield f"  {functional_answer(functional, language)}"
    if coverage := coverage_answer(functional, language):
        yield f"  {coverage}"
    yield ""
    for side in Architecture:
        tally = functional.counts.get(side, Tally())
        counts = (
            f"{tally.passed:,} passed",
            f"{tally.failed:,} failed",
            f"{tally.skipped:,} skipped",
        )
        yield f"  {side:<7} {', '.join(counts)}"
    for name, title in LISTS.items():
        yield from _tests(title, getattr(functional, name))
    yield ""
    yield from _doubts(functional.warnings)


def _tests(title: str, tests: tuple[TestDifference, ...]) -> Iterator[str]:
    if not tests:
        return
    yield f"  {title} ({len(tests):,}):"
    for test in tests[:MOST_TESTS]:
        why = ": ".join(filter(None, (test.sort, test.reason)))
        yield "    " + one_line(test.test) + (f" - {one_line(why)}" if why else "")
    if len(tests) > MOST_TESTS:
        yield f"    and {len(tests) - MOST_TESTS:,} more"


def _performance(performance: Performance, language: Language) -> Iterator[str]:
    yield one_line(performance_question(performance, language))
    yield f"  {one_line(performance_answer(performance, language))}"
    yield ""
    for architecture in Architecture:
        side = performance.sides.get(architecture, Side())
        yield f"  {architecture:<7} " + "; ".join(_side(side, language))
    yield ""
    yield from _doubts(performance.warnings)


def _side(side: Side, language: Language) -> Iterator[str]:
    if side.instances:
        yield one_line(", ".join(side.instances))
    if held := side.sustainable:
        between = interval(held.low, held.high, language, decimals=False) or "no interval"
        repeats = f"{held.repeats} {'repeat' if held.repeats == 1 else 'repeats'}"
        yield f"sustains {number(held.value)} {held.unit} ({between}; {repeats})"
    else:
        yield "sustainable throughput not known"
    if side.knee:
        yield f"knee at {number(side.knee.value)} {side.knee.unit}"
    if side.price:
        yield f"{one_line(side.price.text)} per hour"


def _doubts(warnings: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {one_line(warning)}" for warning in warnings]
    if lines:
        yield "To doubt:"
        yield from lines
        yield ""
