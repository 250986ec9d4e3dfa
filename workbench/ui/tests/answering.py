"""From the comparison and what the files say to what the place shows. Knows no Qt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbench.model.run import Architecture
from workbench.results.comparison import Comparison, Scenario
from workbench.results.performance import records as performance
from workbench.results.performance.question import Question
from workbench.results.records import LoadReport, LoadStep, Profile, Series
from workbench.ui.tests import answers as shown
from workbench.ui.tests.answering_parity import functional_from

if TYPE_CHECKING:
    from workbench.engine.run_reports import FileReport

_LATENCY_UNITS = frozenset({"s", "ms", "us", "µs"})
_SIDES = (Architecture.X86_64, Architecture.ARM64)


def answers_from(
    comparison: Comparison, reports: tuple[FileReport, ...], scenario: str
) -> shown.Answers:
    """Return what is shown of `comparison`.

    `reports` are what the files of all runs say; `scenario` is the one that was asked for.
    """
    compared = {each.name: each for each in comparison.performance}
    measured = dict.fromkeys(r.run.scenario for r in reports if isinstance(r.report, LoadReport))
    unanswered = [_unanswered(name) for name in measured if name not in compared]
    benchmarks = {b.name: b for each in comparison.performance for b in each.answer.benchmarks}
    return shown.Answers(
        scenarios=tuple(
            _scenario(each, reports, comparison.warnings)
            for each in (*compared.values(), *unanswered)
        ),
        benchmarks=tuple(_benchmark(b) for b in benchmarks.values() if b.ratio.value),
        functional=functional_from(comparison.functional, reports),
        profiles=_profiles(reports, scenario),
        warnings=comparison.warnings,
    )


def _unanswered(name: str) -> Scenario:
    """Return a scenario without an answer: what its files hold is shown all the same."""
    return Scenario(answer=performance.Comparison(question=Question(scenario=name), sides={}))


def _estimate(given: performance.Estimate) -> shown.Estimate | None:
    if given.value is None:
        return None
    return shown.Estimate(given.value, given.low, given.high, given.unit, given.repeats)


def _benchmark(benchmark: performance.BenchmarkComparison) -> shown.BenchmarkAnswer:
    """Turn the ratio so that above 1 is better on arm64, whatever the unit."""
    ratio = benchmark.ratio
    if benchmark.higher_is_better:
        return shown.BenchmarkAnswer(
            benchmark.name, shown.Estimate(ratio.value or 0.0, ratio.low, ratio.high)
        )
    return shown.BenchmarkAnswer(
        benchmark.name,
        shown.Estimate(
            1 / ratio.value if ratio.value else 0.0,
            1 / ratio.high if ratio.high else None,
            1 / ratio.low if ratio.low else None,
        ),
    )


def _scenario(
    scenario: Scenario, reports: tuple[FileReport, ...], warnings: tuple[str, ...]
) -> shown.ScenarioAnswer:
    answer = scenario.answer
    loads: dict[Architecture, list[LoadReport]] = defaultdict(list)
    for each in reports:
        if isinstance(each.report, LoadReport) and each.run.scenario == scenario.name:
            loads[each.run.architecture].append(each.report)
    steps = {a: _steps(answer.sides.get(a), loads[a]) for a in _SIDES}
    axis = next((s.sweep.axis for s in answer.sides.values() if s.sweep), "offered")
    spectra = _spectra(steps, answer.load, axis)
    sides = tuple(
        _side(
            architecture,
            " / ".join(scenario.instances.get(architecture, ())),
            answer.sides.get(architecture, performance.Side()),
            steps[architecture],
            spectra[architecture],
            loads[architecture],
        )
        for architecture in _SIDES
        if architecture in answer.sides or steps[architecture]
    )
    return shown.ScenarioAnswer(
        scenario.name,
        sides,
        _estimate(answer.ratio),
        _estimate(answer.price_performance),
        (*warnings, *answer.warnings),
        load=answer.load,
        load_axis=axis,
    )


def _side(
    architecture: Architecture,
    instance: str,
    side: performance.Side,
    steps: tuple[LoadStep, ...],
    spectrum: LoadStep | None,
    loads: list[LoadReport],
) -> shown.SideAnswer:
    series = [one for report in loads for one in report.series]
    return shown.SideAnswer(
        architecture,
        instance,
        _estimate(side.sustainable),
        side.knee.value,
        steps,
        spectrum,
        _of_latency(series),
        _of_errors(series),
        tuple(value for report in loads for step in report.steps for value in step.latencies),
        _estimate(side.answer),
    )


def _steps(side: performance.Side | None, loads: list[LoadReport]) -> tuple[LoadStep, ...]:
    """Return every repeat of every load: as the sweep counts them, else as the files hold them."""
    if side is not None and side.sweep is not None:
        return tuple(point.step for level in side.sweep.levels for point in level.points)
    return tuple(step for report in loads for step in report.steps)


def _spectra(
    sides: Mapping[Architecture, tuple[LoadStep, ...]], load: float | None, axis: str
) -> dict[Architecture, LoadStep | None]:
    """Return of each side the step nearest to `load` on `axis`.

    Where no load was asked for, that is the highest throughput that every side reached.
    """
    kind = axis if load is not None else "throughput"
    tails = {side: _with_tail(steps, kind) for side, steps in sides.items()}
    if load is None:
        tops = [max(at for at, _ in known) for known in tails.values() if known]
        load = min(tops, default=0.0)
    return {
        side: min(known, key=lambda each: abs(each[0] - load))[1] if known else None
        for side, known in tails.items()
    }


def _with_tail(steps: tuple[LoadStep, ...], axis: str) -> list[tuple[float, LoadStep]]:
    """Return the steps that hold several percentiles, each behind its load on `axis`."""
    return [
        (load, step)
        for step in steps
        if (load := getattr(step, axis)) is not None and len(step.percentiles) > 1
    ]


def _of_latency(series: Iterable[Series]) -> Series | None:
    """Return the series to show over time: a latency where there is one, else the first."""
    known = [one for one in series if "error" not in one.name.casefold()]
    timed = (one for one in known if one.unit in _LATENCY_UNITS)
    return next(timed, next(iter(known), None))


def _of_errors(series: Iterable[Series]) -> Series | None:
    return next((one for one in series if "error" in one.name.casefold()), None)


def _profiles(reports: tuple[FileReport, ...], scenario: str) -> dict[Architecture, Profile]:
    """Return the newest profile of each side, of the scenario asked for where it has one."""
    found: dict[Architecture, tuple[tuple[bool, str, str], Profile]] = {}
    for each in reports:
        if isinstance(each.report, Profile):
            run = each.run
            rank = (run.scenario == scenario, run.measured or run.imported, run.id)
            before = found.get(run.architecture)
            if before is None or rank >= before[0]:
                found[run.architecture] = (rank, each.report)
    return {architecture: profile for architecture, (_, profile) in found.items()}
