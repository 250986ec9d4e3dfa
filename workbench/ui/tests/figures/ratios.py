"""Many scenarios or benchmarks at once: candidate over baseline, each with its interval."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.results.performance.question import Metric
from workbench.ui.tests.answers import Answers, Estimate
from workbench.ui.tests.figure import Bar, Figure, Mark, MarkKind
from workbench.ui.tests.numbers import percentile, ratio
from workbench.ui.tests.question import Question


def scenarios_figure(answers: Answers, question: Question, say: Language) -> Figure:
    """Return one row a scenario: the metric asked for, arm64 over x86_64."""
    rows = [(s.scenario or say("(no scenario)"), s.ratio) for s in answers.scenarios]
    p = percentile(question.percentile)
    match question.metric:
        case Metric.LATENCY:
            title = say(
                "In which scenarios is the {percentile} latency lower on arm64?", percentile=p
            )
            axis = say("{percentile} latency, arm64 over x86_64 (×)", percentile=p)
        case Metric.TIME:
            title = say("In which scenarios do benchmarks take less time on arm64?")
            axis = say("time, arm64 over x86_64 (×)")
        case _:
            title = say("In which scenarios does arm64 hold more?")
            axis = say("throughput, arm64 over x86_64 (×)")
    less = question.metric in (Metric.LATENCY, Metric.TIME)
    return _figure("scenarios", title, axis, say("scenario"), rows, say, less=less)


def benchmarks_figure(answers: Answers, say: Language) -> Figure:
    """Return one row a benchmark: how many times as fast it is on arm64."""
    rows = [(b.name, b.ratio) for b in answers.benchmarks]
    return _figure(
        "benchmarks",
        say("How many times as fast is each benchmark on arm64?"),
        say("speed, arm64 over x86_64 (×)"),
        say("benchmark"),
        rows,
        say,
    )


def _figure(
    name: str,
    title: str,
    x_title: str,
    y_title: str,
    rows: Iterable[tuple[str, Estimate | None]],
    say: Language,
    *,
    less: bool = False,
) -> Figure:
    """`less`: the lower of two sides is the better one."""
    bars = tuple(
        Bar(
            label,
            estimate.value,
            estimate.low,
            estimate.high,
            f"{ratio(estimate.value)} ×",
            Architecture.ARM64 if (estimate.value < 1) is less else Architecture.X86_64,
        )
        for label, estimate in sorted(
            (row for row in rows if row[1] is not None), key=_by_value, reverse=not less
        )
        if estimate is not None
    )
    return Figure(
        id=name,
        title=title,
        answer=_answer(bars, say, less=less),
        x_title=x_title,
        y_title=y_title,
        bars=bars,
        marks=(Mark(MarkKind.NO_CHANGE, 1.0, say("equal")),) if bars else (),
        empty=say("Nothing was measured on both sides yet."),
    )


def _by_value(row: tuple[str, Estimate | None]) -> float:
    return row[1].value if row[1] is not None else 0.0


def _answer(bars: tuple[Bar, ...], say: Language, *, less: bool) -> str:
    """Count by interval, not by value: what reaches over 1 is no difference yet."""
    if not bars:
        return ""
    above = sum(b.low is not None and b.low > 1 for b in bars)
    below = sum(b.high is not None and b.high < 1 for b in bars)
    better, worse = (below, above) if less else (above, below)
    return say(
        "arm64 is ahead in {better} of {all}, behind in {worse}; for the others the interval "
        "reaches over 1, or there are not enough repeats.",
        better=better,
        worse=worse,
        all=len(bars),
    )
