"""The comparison for a merge request or a wiki page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.model.language import Language
from workbench.model.regex import regex
from workbench.model.run import Architecture
from workbench.report.comparison.differences import LISTS, differences
from workbench.report.comparison.figures import share
from workbench.report.comparison.sentences import (
    estimated,
    functional_answer,
    functional_question,
    has_own_answer,
    kept_line,
    loaded,
    metric_name,
    money_name,
    performance_answer,
    performance_question,
    significance,
)
from workbench.report.plain import one_line
from workbench.results.comparison import Comparison, Functional, Scenario
from workbench.results.parity import Counts
from workbench.results.performance.records import Side

_MARKUP = regex(r"([\\`*_\[\]<>|#~])")
ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64


def write(comparison: Comparison) -> str:
    """Return the comparison as Markdown with tables."""
    language = Language("en")
    lines = ["# Test results", ""]
    if comparison.kept:
        lines += [_plain(kept_line(comparison.kept)), ""]
    if comparison.functional:
        lines += _functional(comparison.functional, language)
    for scenario in comparison.performance:
        lines += _performance(scenario, language)
    problems = [f"{p.path}: {p.reason}" for p in comparison.problems]
    lines += _doubts([*comparison.warnings, *problems])
    return "\n".join(lines).rstrip("\n") + "\n"


def _functional(functional: Functional, language: Language) -> Iterator[str]:
    yield from (f"## {functional_question(language)}", "", functional_answer(functional, language))
    yield ""
    tests, coverage = functional.tests, functional.coverage
    rows = []
    for side in Architecture:
        counts = getattr(tests, side.value, Counts())
        numbers = (f"{n:,}" for n in (counts.passed, counts.failed, counts.skipped, counts.flaky))
        rows.append((str(side), *numbers, share(getattr(coverage, side.value, None), language)))
    yield from _table(("", "Passed", "Failed", "Skipped", "Flaky", "Line coverage"), rows)
    for name, entries in differences(tests).items() if tests else ():
        yield from (f"### {LISTS[name]} ({len(entries):,})", "")
        lines = [(t.test, ": ".join(filter(None, (t.group, t.reason)))) for t in entries]
        yield from _table(("Test", "Why"), lines)
    yield from _doubts(functional.warnings)


def _performance(scenario: Scenario, language: Language) -> Iterator[str]:
    answer = scenario.answer
    yield f"## {_plain(performance_question(answer, language))}"
    yield from ("", _plain(performance_answer(answer, language)), "")
    if loaded(answer) or not answer.benchmarks:
        x86, arm64 = (answer.sides.get(a, Side()) for a in (X86_64, ARM64))
        rows = [
            ("Sustainable", *(estimated(s.sustainable, language) for s in (x86, arm64))),
            ("Knee", *(estimated(s.knee, language) for s in (x86, arm64))),
        ]
        name = metric_name(answer, language)
        if has_own_answer(answer):
            rows.insert(0, (name, *(estimated(s.answer, language) for s in (x86, arm64))))
        yield from _table(("", *(_side_name(scenario, a) for a in (X86_64, ARM64))), rows)
        ratios = [(name, estimated(answer.ratio, language))]
        if money := money_name(answer, language):
            ratios.append((money, estimated(answer.price_performance, language)))
        yield from _table(("", "arm64 / x86_64"), ratios)
    if answer.benchmarks:
        heads = ("Benchmark", "x86_64", "arm64", "arm64 / x86_64", "")
        rows = [
            (
                b.name,
                *(estimated(e, language) for e in (b.x86_64, b.arm64, b.ratio)),
                significance(b, language),
            )
            for b in answer.benchmarks
        ]
        yield from _table(heads, rows)
    yield from _doubts(answer.warnings)


def _side_name(scenario: Scenario, architecture: Architecture) -> str:
    return " ".join((architecture, *scenario.instances.get(architecture, ())))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = [_plain(head) for head in heads]
    yield "| " + " | ".join(titles) + " |"
    yield "|" + " --- |" * len(titles)
    for row in rows:
        yield "| " + " | ".join(_plain(cell) for cell in row) + " |"
    yield ""


def _doubts(warnings: Iterable[str]) -> Iterator[str]:
    lines = [f"- {_plain(warning)}" for warning in warnings]
    if lines:
        yield from ("**To doubt**", "", *lines, "")


def _plain(text: str) -> str:
    """Return `text` so that nothing in it is taken for markup."""
    return _MARKUP.sub(r"\\\1", one_line(text))
