"""The answer to a question, from everything that was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from workbench.model.run import Architecture
from workbench.results.performance.benchmarks import compare_benchmarks, geometric_mean
from workbench.results.performance.knee import knee
from workbench.results.performance.latency import latency_at_common_load
from workbench.results.performance.question import Metric, Question
from workbench.results.performance.ratio import price_performance, ratio
from workbench.results.performance.records import (
    BenchmarkComparison,
    Comparison,
    Estimate,
    Measurement,
    Side,
    Sweep,
)
from workbench.results.performance.resampling import CONFIDENCE, DRAWS, Resampled
from workbench.results.performance.sustainable import sustainable
from workbench.results.performance.sweep import measured_steps, recognise_sweep
from workbench.results.performance.trim import trim
from workbench.results.performance.warnings import warn
from workbench.results.records import LoadReport

X86_64, ARM64 = Architecture.X86_64, Architecture.ARM64
OTHER_UNITS = "no ratio: the two sides were measured in different units"
NO_TIMES = "no times to compare: no benchmark ran on both sides"
NOTHING = "{side}: nothing was measured in this scenario"


def compare(
    question: Question,
    measurements: Iterable[Measurement],
    label: str = "",
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Comparison:
    """Answer `question` from the measurements of its scenario (of all, where it names none).

    `label` chooses one request where the tool tells them apart and gives no total. Warm-up and
    cool-down are cut as each run says. `draws` is the number of resamples.
    """
    given = [each for each in measurements if question.scenario in ("", each.run.scenario)]
    trimmed, cut = _trimmed(given)
    sweeps = {
        side: recognise_sweep(side, measured_steps(trimmed, side, label)) for side in Architecture
    }
    held = {
        side: sustainable(sweep, question.limits, draws, confidence)
        if sweep.levels
        else Resampled(None)
        for side, sweep in sweeps.items()
    }
    bends = {side: knee(sweep, draws, confidence) for side, sweep in sweeps.items()}
    benchmarks, unlike = compare_benchmarks(trimmed, draws)
    answers, found, reasons = _answer(question, sweeps, held, benchmarks, draws, confidence)
    higher = question.metric in (Metric.THROUGHPUT, Metric.JOBS)
    money, unpriced = price_performance(found, question.prices, higher)
    lacking = [
        NOTHING.format(side=side.value)
        for side in Architecture
        if not any(each.run.architecture is side for each in given)
    ]
    both = [text for side in Architecture for text in (*held[side].warnings, *bends[side].warnings)]
    warnings = [*lacking, *both, *reasons, *unpriced, *unlike, *cut]
    warnings += warn(trimmed, list(sweeps.values()), question.limits)
    return Comparison(
        question=question,
        sides={
            side: Side(
                sustainable=held[side].estimate(confidence),
                knee=bends[side].estimate(confidence),
                answer=answers[side],
                sweep=sweeps[side] if sweeps[side].levels else None,
            )
            for side in Architecture
        },
        ratio=found,
        price_performance=money,
        higher_is_better=higher,
        benchmarks=benchmarks,
        geometric_mean=geometric_mean(benchmarks),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _trimmed(given: Sequence[Measurement]) -> tuple[list[Measurement], list[str]]:
    """Cut what each run says, and collect what that did."""
    kept, texts = [], []
    for each in given:
        report, run = each.report, each.run
        if isinstance(report, LoadReport):
            cut = trim(report, run.warm_up, run.cool_down)
            kept.append(msgspec.structs.replace(each, report=cut.report))
            side = run.architecture.value
            told = [cut.effect] if cut.effect else []
            texts += [f"{side}: {run.id}: {text}" for text in (*told, *cut.warnings)]
        else:
            kept.append(each)
    return kept, texts


def _answer(
    question: Question,
    sweeps: dict[Architecture, Sweep],
    held: dict[Architecture, Resampled],
    benchmarks: Sequence[BenchmarkComparison],
    draws: int,
    confidence: float,
) -> tuple[dict[Architecture, Estimate], Estimate, tuple[str, ...]]:
    """Return the metric of each side, arm64 over x86_64, and warnings."""
    if question.metric is Metric.TIME:
        return _time(benchmarks)
    pair = held
    reasons: tuple[str, ...] = ()
    if question.metric is Metric.LATENCY:
        x86, arm, reasons = latency_at_common_load(
            sweeps[X86_64], sweeps[ARM64], question.percentile, draws, confidence
        )
        pair = {X86_64: x86, ARM64: arm}
    answers = {side: one.estimate(confidence) for side, one in pair.items()}
    units = {sweep.unit for sweep in sweeps.values() if sweep.levels}
    if benchmarks and not units:
        return answers, Estimate(), ()
    if len(units) > 1:
        return answers, Estimate(), (*reasons, OTHER_UNITS)
    found, why = ratio(pair[X86_64], pair[ARM64], confidence)
    return answers, found, (*reasons, *why)


def _time(
    benchmarks: Sequence[BenchmarkComparison],
) -> tuple[dict[Architecture, Estimate], Estimate, tuple[str, ...]]:
    """One benchmark is its own answer; several have only a mean of their ratios."""
    if len(benchmarks) == 1 and not benchmarks[0].higher_is_better:
        one = benchmarks[0]
        return {X86_64: one.x86_64, ARM64: one.arm64}, one.ratio, ()
    answers = {X86_64: Estimate(), ARM64: Estimate()}
    if not benchmarks:
        return answers, Estimate(), (NO_TIMES,)
    return answers, geometric_mean(benchmarks), ()
