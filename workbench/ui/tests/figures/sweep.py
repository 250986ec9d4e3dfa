"""Latency against throughput: where each side crosses the limit, and where it bends."""

from __future__ import annotations

from statistics import median

from workbench.model.language import Language
from workbench.results.performance.limit import latency_at
from workbench.results.performance.question import Metric
from workbench.results.records import LoadStep
from workbench.ui.tests.answers import ScenarioAnswer, SideAnswer
from workbench.ui.tests.figure import Curve, Figure, Mark, MarkKind, Shape
from workbench.ui.tests.numbers import duration, number, percentile, time_unit
from workbench.ui.tests.question import Question
from workbench.ui.tests.wording import asked, held, plain

_ABOVE_LIMIT = 3.3
"""The chart ends at so many times the limit: what breaks is seen to break, and the rest is read."""
_SAME_LOAD = 0.04
"""Repeats whose loads differ by less, as a fraction, are one load of the curve."""


def sweep_figure(answer: ScenarioAnswer | None, question: Question, say: Language) -> Figure:
    """Return the chart of `answer`: a dot a repeat, a line through the medians."""
    size, symbol = time_unit(question.bound or _typical(answer, question))
    p = percentile(question.shown)
    curves: list[Curve] = []
    marks: list[Mark] = []
    unit = "req/s"
    for side in answer.sides if answer else ():
        points = _points(side, question.shown)
        if not points:
            continue
        unit = side.steps[0].unit
        x, y = _medians(points)
        curves.append(Curve(side.name, side.architecture, x, [v / size for v in y]))
        curves.append(
            Curve(
                side.name,
                side.architecture,
                [load for load, _ in points],
                [value / size for _, value in points],
                Shape.DOTS,
            )
        )
        marks += _marks(side, say)
    if question.bound is not None and curves:
        label = say("limit {limit}", limit=duration(question.bound))
        marks.insert(0, Mark(MarkKind.LIMIT, question.bound / size, label))
    if answer and answer.load is not None and answer.load_axis != "concurrency" and curves:
        marks.append(Mark(MarkKind.LOAD, answer.load, say("at {load}", load=number(answer.load))))
    return Figure(
        id="sweep",
        title=_title(answer, question, say),
        answer=_answer(answer, question, say),
        x_title=say("throughput ({unit})", unit=unit),
        y_title=say("{percentile} latency ({unit})", percentile=p, unit=symbol),
        curves=tuple(curves),
        marks=tuple(marks),
        from_zero=True,
        top=question.bound / size * _ABOVE_LIMIT if question.bound else None,
        empty=say("No result of this scenario holds {percentile} latencies.", percentile=p),
    )


def _title(answer: ScenarioAnswer | None, question: Question, say: Language) -> str:
    if question.metric is Metric.TIME:
        p = percentile(question.shown)
        return say("How does {percentile} latency rise with the load?", percentile=p)
    return asked(question, say, answer)


def _answer(answer: ScenarioAnswer | None, question: Question, say: Language) -> str:
    """Benchmarks answer a question for times; loads say nothing of them."""
    return "" if question.metric is Metric.TIME else plain(held(answer, question, say))


def _points(side: SideAnswer, p: float) -> list[tuple[float, float]]:
    """Return throughput and latency of every repeat, by rising load."""
    known = []
    for step in side.steps:
        value = latency_at(step, p)
        if step.throughput is not None and value is not None:
            known.append((_load(step, step.throughput), step.throughput, value))
    return [(rate, value) for _, rate, value in sorted(known)]


def _load(step: LoadStep, throughput: float) -> float:
    """Return what orders the steps: the load that was put on, not what came out of it."""
    if step.offered is not None:
        return step.offered
    return float(step.concurrency) if step.concurrency is not None else throughput


def _medians(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    groups: list[list[tuple[float, float]]] = []
    for point in points:
        first = groups[-1][0][0] if groups else None
        if first is not None and abs(point[0] - first) <= _SAME_LOAD * abs(first):
            groups[-1].append(point)
        else:
            groups.append([point])
    return [median(x for x, _ in g) for g in groups], [median(y for _, y in g) for g in groups]


def _marks(side: SideAnswer, say: Language) -> list[Mark]:
    made = []
    if side.sustainable is not None:
        text = say("holds {value}", value=number(side.sustainable.value))
        made.append(Mark(MarkKind.SUSTAINABLE, side.sustainable.value, text, side.architecture))
    if side.knee is not None:
        text = say("knee {value}", value=number(side.knee))
        made.append(Mark(MarkKind.KNEE, side.knee, text, side.architecture))
    return made


def _typical(answer: ScenarioAnswer | None, question: Question) -> float:
    sides = answer.sides if answer else ()
    values = [y for side in sides for _, y in _points(side, question.shown)]
    return median(values) if values else 1e-3
