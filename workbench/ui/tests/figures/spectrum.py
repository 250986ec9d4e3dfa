"""Percentile spectrum: the whole distribution with its tail stretched out."""

from __future__ import annotations

from workbench.model.language import Language
from workbench.results.performance.limit import latency_at
from workbench.results.records import LoadStep
from workbench.ui.tests.answers import ScenarioAnswer
from workbench.ui.tests.figure import Curve, Figure, Scale
from workbench.ui.tests.numbers import duration, number, percentile, time_unit
from workbench.ui.tests.question import Question


def spectrum_figure(answer: ScenarioAnswer | None, question: Question, say: Language) -> Figure:
    """Return the percentiles of both sides at about the same load."""
    steps = [(s, s.spectrum) for s in (answer.sides if answer else ()) if s.spectrum is not None]
    highest = max((p.seconds for _, step in steps for p in step.percentiles), default=1e-3)
    size, symbol = time_unit(highest)
    curves = tuple(
        Curve(
            side.name,
            side.architecture,
            [p.p for p in step.percentiles],
            [p.seconds / size for p in step.percentiles],
        )
        for side, step in steps
    )
    return Figure(
        id="spectrum",
        title=_title([step for _, step in steps], say),
        answer=_answer([(s.architecture.value, step) for s, step in steps], question, say),
        x_title=say("percentile"),
        y_title=say("latency ({unit})", unit=symbol),
        curves=curves,
        scale=Scale.PERCENTILE,
        empty=say("No result of this scenario holds a percentile spectrum."),
    )


def _title(steps: list[LoadStep], say: Language) -> str:
    loads = sorted(step.throughput for step in steps if step.throughput is not None)
    if not loads:
        return say("How long is the tail?")
    if loads[-1] <= loads[0] * 1.05:
        text = number(sum(loads) / len(loads))
    else:
        text = f"{number(loads[0])}–{number(loads[-1])}"
    return say("How long is the tail at {load} {unit}?", load=text, unit=steps[0].unit)


def _answer(steps: list[tuple[str, LoadStep]], question: Question, say: Language) -> str:
    known = [(side, latency_at(step, question.shown)) for side, step in steps]
    parts = [f"{side} {duration(value)}" for side, value in known if value is not None]
    if not parts:
        return ""
    return say(
        "{percentile}: {values}.",
        percentile=percentile(question.shown),
        values=say(", ").join(parts),
    )
