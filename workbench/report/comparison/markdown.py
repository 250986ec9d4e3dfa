"""The comparison for a merge request or a wiki page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.report.comparison.figures import interval, number, share, times
from workbench.report.comparison.sentences import (
    functional_answer,
    functional_question,
    performance_answer,
    performance_question,
)
from workbench.report.comparison.text import LISTS
from workbench.report.plain import one_line
from workbench.results.comparison import (
    Comparison,
    Functional,
    Knee,
    Performance,
    Ratio,
    Side,
    Sustainable,
    Tally,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
ARM64, X86_64 = Architecture.ARM64, Architecture.X86_64


def write(comparison: Comparison) -> str:
    """Return the comparison as Markdown with tables."""
    language = Language("en")
    lines = ["# Test results", ""]
    if comparison.functional:
        lines += _functional(comparison.functional, language)
    for performance in comparison.performance:
        lines += _performance(performance, language)
    if comparison.benchmarks:
        lines += ["## How many times as fast is each benchmark on arm64?", ""]
        rows = [(b.name, times(b.ratio.value), _between(b.ratio)) for b in comparison.benchmarks]
        lines += _table(("Benchmark", "arm64 / x86_64", "Interval"), rows)
    problems = [f"{p.path}: {p.reason}" for p in comparison.problems]
    lines += _doubts([*comparison.warnings, *problems])
    return "\n".join(lines).rstrip("\n") + "\n"


def _functional(functional: Functional, language: Language) -> Iterator[str]:
    yield from (f"## {functional_question(language)}", "", functional_answer(functional, language))
    yield ""
    rows = []
    for side in Architecture:
        tally = functional.counts.get(side, Tally())
        numbers = (f"{n:,}" for n in (tally.passed, tally.failed, tally.skipped))
        rows.append((str(side), *numbers, share(functional.coverage.get(side), language)))
    yield from _table(("", "Passed", "Failed", "Skipped", "Coverage"), rows)
    for name, title in LISTS.items():
        tests = getattr(functional, name)
        if tests:
            yield from (f"### {title} ({len(tests):,})", "")
            rows = [(t.test, ": ".join(filter(None, (t.sort, t.reason)))) for t in tests]
            yield from _table(("Test", "Why"), rows)
    yield from _doubts(functional.warnings)


def _performance(performance: Performance, language: Language) -> Iterator[str]:
    yield f"## {_plain(performance_question(performance, language))}"
    yield from ("", _plain(performance_answer(performance, language)), "")
    x86, arm64 = (performance.sides.get(a, Side()) for a in (X86_64, ARM64))
    rows = [
        ("Sustainable", *_estimate(x86.sustainable), *_estimate(arm64.sustainable)),
        ("Knee", *_estimate(x86.knee), *_estimate(arm64.knee)),
    ]
    yield from _table(("", "x86_64", "Interval", "arm64", "Interval"), rows)
    ratios = [
        (title, times(ratio.value), _between(ratio))
        for title, ratio in (
            ("Throughput", performance.ratio),
            ("Throughput for the same money", performance.price_performance),
        )
        if ratio
    ]
    if ratios:
        yield from _table(("arm64 / x86_64", "Ratio", "Interval"), ratios)
    yield from _doubts(performance.warnings)


def _estimate(estimate: Sustainable | Knee | None) -> tuple[str, str]:
    if estimate is None:
        return "not known", ""
    between = interval(estimate.low, estimate.high, Language("en"), decimals=False)
    return f"{number(estimate.value)} {estimate.unit}", between


def _between(ratio: Ratio) -> str:
    return interval(ratio.low, ratio.high, Language("en"), decimals=True)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(heads)
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
