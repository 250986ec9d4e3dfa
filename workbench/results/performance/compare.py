"""The answer to a question, from everything that was measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from workbench.model.run import Architecture
from workbench.results.performance.benchmarks import compare_benchmarks, geometric_mean
from workbench.results.performance.knee import knee
from workbench.results.performance.latency import latency_at_same_load
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
NO_WORK = "no price-performance: a lower latency at the same load is not more work"
OTHER_UNITS = "no ratio: the two sides were measured in different units"
NO_TIMES = "no times to compare: no benchmark ran on both sides"
ONE_MEAN = "each side has several benchmarks: only the geometric mean of their ratios is one number"
NOTHING = "{side}: nothing was measured in this scenario"


class _Answer(NamedTuple):
    """The metric of each side, arm64 over x86_64, the load (for latency), and warnings."""

    sides: dict[Architecture, Estimate]
    ratio: Estimate = Estimate()
    load: float | None = None
    warnings: tuple[str, ...] = ()


NOTHING_KNOWN = {side: Estimate() for side in Architecture}


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
    answers, found, load, reasons = _answer(question, sweeps, held, benchmarks, draws, confidence)
    higher = question.metric in (Metric.THROUGHPUT, Metric.JOBS)
    money, unpriced = price_performance(found, question.prices, higher)
    if question.metric is Metric.LATENCY:
        money, unpriced = Estimate(), (NO_WORK,) if question.prices else ()
    lacking = [
        NOTHING.format(side=side.value)
        for side in Architecture
        if not any(each.run.architecture is side for each in given)
    ]
    both = [text for side in Architecture for text in (*held[side].warnings, *bends[side].warnings)]
    warnings = [*lacking, *reasons, *both, *unpriced, *unlike, *cut]
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
        load=load,
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
) -> _Answer:
    loaded = any(sweep.levels for sweep in sweeps.values())
    if question.metric is Metric.TIME:
        return _of_benchmarks(benchmarks, higher=False)
    if question.metric is Metric.JOBS and benchmarks and not loaded:
        return _of_benchmarks(benchmarks, higher=True)
    pair = held
    load: float | None = None
    reasons: tuple[str, ...] = ()
    if question.metric is Metric.LATENCY:
        same = latency_at_same_load(
            sweeps[X86_64], sweeps[ARM64], question.percentile, question.load, draws, confidence
        )
        pair, load, reasons = {X86_64: same.x86, ARM64: same.arm}, same.load, same.warnings
    answers = {side: one.estimate(confidence) for side, one in pair.items()}
    if benchmarks and not loaded:
        return _Answer(answers)
    if len({sweep.unit for sweep in sweeps.values() if sweep.levels}) > 1:
        return _Answer(answers, Estimate(), load, (*reasons, OTHER_UNITS))
    found, why = ratio(pair[X86_64], pair[ARM64], confidence)
    return _Answer(answers, found, load, (*reasons, *why))


def _of_benchmarks(benchmarks: Sequence[BenchmarkComparison], *, higher: bool) -> _Answer:
    """One benchmark is its own answer; several have only a mean of their ratios."""
    if len(benchmarks) == 1 and benchmarks[0].higher_is_better is higher:
        one = benchmarks[0]
        return _Answer({X86_64: one.x86_64, ARM64: one.arm64}, one.ratio)
    if not benchmarks:
        return _Answer(dict(NOTHING_KNOWN), warnings=(NO_TIMES,))
    mean = geometric_mean(benchmarks)
    if higher and mean.value:
        mean = Estimate(value=1 / mean.value, repeats=mean.repeats)
    return _Answer(dict(NOTHING_KNOWN), mean, warnings=(ONE_MEAN,))
