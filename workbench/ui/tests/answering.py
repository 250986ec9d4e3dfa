"""From the comparison and what the files say to what the place shows. Knows no Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.model.run import Architecture
from workbench.results.comparison import Comparison, Functional, Performance, Ratio, TestDifference
from workbench.results.records import CoverageReport, LoadReport, LoadStep, Profile, Series
from workbench.ui.tests import answers as shown
from workbench.ui.tests.numbers import duration
from workbench.ui.tests.question import Question

if TYPE_CHECKING:
    from workbench.engine.run_reports import FileReport

_LATENCY_UNITS = frozenset({"s", "ms", "us", "µs"})


def answers_from(
    comparison: Comparison, reports: tuple[FileReport, ...], question: Question
) -> shown.Answers:
    """Return what is shown of `comparison`; `reports` are what the files of all runs say."""
    return shown.Answers(
        scenarios=tuple(_scenario(p, reports, comparison) for p in comparison.performance),
        benchmarks=tuple(
            shown.BenchmarkAnswer(b.name, _estimate(b.ratio)) for b in comparison.benchmarks
        ),
        functional=_functional(comparison.functional, reports) if comparison.functional else None,
        profiles=_profiles(reports, question),
        warnings=comparison.warnings,
    )


def _estimate(ratio: Ratio) -> shown.Estimate:
    return shown.Estimate(ratio.value, ratio.low, ratio.high)


# --- performance


def _scenario(
    performance: Performance, reports: tuple[FileReport, ...], comparison: Comparison
) -> shown.ScenarioAnswer:
    loads: dict[Architecture, list[LoadReport]] = defaultdict(list)
    for each in reports:
        if isinstance(each.report, LoadReport) and each.run.scenario == performance.scenario:
            loads[each.run.architecture].append(each.report)
    sides = {a: side for a, side in performance.sides.items() if side.steps or loads[a]}
    common = _common_load([side.steps for side in sides.values()])
    made = []
    for architecture in Architecture:
        side = sides.get(architecture)
        if side is None:
            continue
        series = [s for report in loads[architecture] for s in report.series]
        held = side.sustainable
        made.append(
            shown.SideAnswer(
                architecture,
                " / ".join(side.instances),
                shown.Estimate(held.value, held.low, held.high, held.unit, held.repeats)
                if held
                else None,
                side.knee.value if side.knee else None,
                side.steps,
                _nearest(side.steps, common),
                _of_latency(series),
                _of_errors(series),
                tuple(v for report in loads[architecture] for s in report.steps for v in s.latencies),
            )
        )
    return shown.ScenarioAnswer(
        performance.scenario,
        tuple(made),
        _estimate(performance.ratio) if performance.ratio else None,
        _estimate(performance.price_performance) if performance.price_performance else None,
        (*comparison.warnings, *performance.warnings),
    )


def _common_load(sides: list[tuple[LoadStep, ...]]) -> float | None:
    """Return the highest throughput with percentiles that every side reached."""
    tops = [
        max((step.throughput for step in steps if len(step.percentiles) > 1), default=None)
        for steps in sides
    ]
    known = [top for top in tops if top is not None]
    return min(known) if known and len(known) == len(sides) else (known or [None])[0]


def _nearest(steps: tuple[LoadStep, ...], load: float | None) -> LoadStep | None:
    with_tail = [step for step in steps if len(step.percentiles) > 1]
    if load is None or not with_tail:
        return None
    return min(with_tail, key=lambda step: abs(step.throughput - load))


def _of_latency(series: Iterable[Series]) -> Series | None:
    """Return the series to show over time: a latency where there is one, else the first."""
    known = [one for one in series if one.unit != "%" and "error" not in one.name.casefold()]
    timed = (one for one in known if one.unit in _LATENCY_UNITS)
    return next(timed, next(iter(known), None))


def _of_errors(series: Iterable[Series]) -> Series | None:
    return next((one for one in series if "error" in one.name.casefold()), None)


# --- function


def _functional(
    functional: Functional, reports: tuple[FileReport, ...]
) -> shown.FunctionalAnswer:
    counts = {
        side: {"passed": tally.passed, "failed": tally.failed, "skipped": tally.skipped}
        for side, tally in functional.counts.items()
    }
    slower = tuple(
        shown.TestDifference(
            each.test, f"{duration(each.x86_64)} → {duration(each.arm64)} ({each.arm64 / each.x86_64:.1f} ×)"
        )
        for each in functional.slower
        if each.x86_64 > 0
    )
    return shown.FunctionalAnswer(
        counts=counts,
        regressed=_differences(functional.regressed),
        pre_existing=_differences(functional.pre_existing),
        missing=_differences(functional.missing),
        added=_differences(functional.added),
        flaky=_differences(functional.flaky),
        slower=slower,
        coverage={a: share for a, share in functional.coverage.items() if share is not None},
        losses=tuple(
            shown.FileLoss(gap.path, *_shares(gap.path, reports), gap.lines)
            for gap in functional.gaps
        ),
        warnings=functional.warnings,
    )


def _differences(tests: tuple[TestDifference, ...]) -> tuple[shown.TestDifference, ...]:
    return tuple(shown.TestDifference(t.test, t.reason, t.message, t.sort) for t in tests)


def _shares(path: str, reports: tuple[FileReport, ...]) -> tuple[float | None, float | None]:
    """Return how much of the file `path` each side covers, x86_64 first."""
    covered: dict[Architecture, set[int]] = defaultdict(set)
    lines: dict[Architecture, set[int]] = defaultdict(set)
    for each in reports:
        if isinstance(each.report, CoverageReport):
            for file in each.report.files:
                if file.path == path:
                    covered[each.run.architecture].update(file.covered)
                    lines[each.run.architecture].update(file.covered, file.missed)
    x86, arm = (
        len(covered[a]) / len(lines[a]) if lines[a] else None for a in Architecture
    )
    return x86, arm


# --- profiles


def _profiles(
    reports: tuple[FileReport, ...], question: Question
) -> dict[Architecture, Profile]:
    """Return the newest profile of each side, of the scenario asked for where it has one."""
    found: dict[Architecture, tuple[bool, str, Profile]] = {}
    for each in reports:
        if isinstance(each.report, Profile):
            run = each.run
            rank = (run.scenario == question.scenario, run.measured or run.imported)
            before = found.get(run.architecture)
            if before is None or rank >= before[:2]:
                found[run.architecture] = (*rank, each.report)
    return {architecture: entry[2] for architecture, entry in found.items()}
