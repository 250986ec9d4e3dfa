"""The comparison for a terminal: the question, the answer, then what to doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.differences import LISTS, Difference, differences
from workbench.report.comparison.figures import share
from workbench.report.comparison.sentences import (
    coverage_answer,
    estimated,
    functional_answer,
    functional_question,
    has_own_answer,
    kept_line,
    loaded,
    metric_name,
    performance_answer,
    performance_question,
    profile_answer,
    profile_question,
    significance,
)
from workbench.report.plain import one_line
from workbench.results.comparison import Comparison, Functional, ProfileDifference, Scenario
from workbench.results.performance.records import Side

MOST_TESTS = 20
"""Of each sort; the JSON has them all."""


def write(comparison: Comparison) -> str:
    """Return the comparison as lines of plain text."""
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    language = Language("en")
    if not comparison.runs:
        yield "No results yet: workbench results import adds some."
    elif comparison.kept:
        yield from (one_line(kept_line(comparison.kept)), "")
    if comparison.functional:
        yield from _functional(comparison.functional, language)
    for scenario in comparison.performance:
        yield from _performance(scenario, language)
    for profile in comparison.profiles:
        yield from _profile(profile, language)
    doubts = [*comparison.warnings]
    doubts += [f"{p.path}: {p.reason}" for p in comparison.problems]
    yield from _doubts(doubts)


def _functional(functional: Functional, language: Language) -> Iterator[str]:
    yield functional_question(language)
    yield f"  {functional_answer(functional, language)}"
    if coverage := coverage_answer(functional, language):
        yield f"  {coverage}"
    yield ""
    if functional.tests:
        for side in Architecture:
            counts = msgspec.to_builtins(getattr(functional.tests, side.value))
            told = ", ".join(f"{count:,} {how}" for how, count in counts.items())
            yield f"  {side:<7} {told}"
        for name, tests in differences(functional.tests).items():
            yield from _tests(LISTS[name], tests)
        yield ""
    yield from _doubts(functional.warnings)


def _tests(title: str, tests: tuple[Difference, ...]) -> Iterator[str]:
    yield f"  {title} ({len(tests):,}):"
    for test in tests[:MOST_TESTS]:
        why = ": ".join(filter(None, (test.group, test.reason)))
        yield "    " + one_line(test.test) + (f" - {one_line(why)}" if why else "")
    if len(tests) > MOST_TESTS:
        yield f"    and {len(tests) - MOST_TESTS:,} more"


def _performance(scenario: Scenario, language: Language) -> Iterator[str]:
    answer = scenario.answer
    yield one_line(performance_question(answer, language))
    yield f"  {one_line(performance_answer(answer, language))}"
    yield ""
    if loaded(answer) or not answer.benchmarks:
        for architecture in Architecture:
            yield f"  {architecture:<7} " + "; ".join(_side(scenario, architecture, language))
        yield ""
    for benchmark in answer.benchmarks:
        ratio = estimated(benchmark.ratio, language)
        yield f"  {one_line(benchmark.name)}: {ratio} ({significance(benchmark, language)})"
    if answer.benchmarks:
        yield ""
    yield from _doubts(answer.warnings)


def _side(scenario: Scenario, architecture: Architecture, language: Language) -> Iterator[str]:
    answer = scenario.answer
    side = answer.sides.get(architecture, Side())
    if instances := scenario.instances.get(architecture):
        yield one_line(", ".join(instances))
    if has_own_answer(answer):
        name = metric_name(answer, language)
        yield f"{name[0].lower()}{name[1:]} {estimated(side.answer, language)}"
    held = side.sustainable
    if held.value is None:
        yield "sustainable throughput not known"
    else:
        count = f"{held.repeats} {'repeat' if held.repeats == 1 else 'repeats'}"
        yield f"sustains {estimated(held, language)}, {count}"
    if side.knee.value is not None:
        yield f"knee at {estimated(side.knee, language)}"
    if price := answer.question.prices.get(architecture):
        yield f"{one_line(price.text)} per hour"


def _profile(profile: ProfileDifference, language: Language) -> Iterator[str]:
    yield one_line(profile_question(profile, language))
    yield f"  {one_line(profile_answer(profile, language))}"
    yield ""
    for function in [f for f in profile.functions if f.own_delta][:MOST_TESTS]:
        sides = " to ".join(share(own, language) for own in function.own)
        points = f"{function.own_delta * 100:+6.1f} points"
        yield f"  {points}  {sides}  {one_line(function.name)}"
    yield ""
    yield from _doubts(profile.warnings)


def _doubts(warnings: Iterable[str]) -> Iterator[str]:
    lines = [f"  - {one_line(warning)}" for warning in warnings]
    if lines:
        yield "To doubt:"
        yield from lines
        yield ""
