"""Questions and answers in words: every chart is titled by one and answered by the other."""

from __future__ import annotations

from collections.abc import Callable

from workbench.model.language import Language
from workbench.model.run import Architecture
from workbench.results.performance.question import Metric
from workbench.ui.phrases import phrase
from workbench.ui.tests.answers import Estimate, FunctionalAnswer, ScenarioAnswer, SideAnswer
from workbench.ui.tests.numbers import duration, fraction, number, percentile, ratio
from workbench.ui.tests.question import Question

Piece = tuple[str, bool]
"""A part of a sentence, and whether it is the number that matters."""


def limits(question: Question, say: Language) -> str:
    """Return the limits as the field writes them: "p99 ≤ 10 ms and errors ≤ 0.1 %"."""
    parts = []
    if question.latency is not None:
        parts.append(f"{percentile(question.limit_at)} ≤ {duration(question.latency)}")
    if question.errors is not None:
        parts.append(say("errors ≤ {rate}", rate=fraction(question.errors)))
    return say(" and ").join((*parts, *map(printed, question.others)))


def printed(limit: str) -> str:
    """Return a limit as it is set in print: "mean<=5ms" is "mean ≤ 5ms"."""
    return limit.replace("<=", " ≤ ") if "<=" in limit else limit.replace("<", " < ")


def load_of(answer: ScenarioAnswer | None, say: Language) -> str:
    """Return the load at which latency is compared: "500 req/s"; empty where there is none."""
    if answer is None or answer.load is None:
        return ""
    if answer.load_axis == "concurrency":
        return say("{count} clients", count=number(answer.load))
    unit = next((step.unit for side in answer.sides for step in side.steps), "")
    return f"{number(answer.load)} {unit}".strip()


def asked(question: Question, say: Language, answer: ScenarioAnswer | None = None) -> str:
    """Return the question of the performance page; `answer` knows at which load."""
    if question.metric is Metric.TIME:
        return say("How many times as fast is each benchmark on arm64?")
    if question.metric is Metric.LATENCY:
        return say(
            "At {load}, what is the {percentile} latency of each side?",
            load=load_of(answer, say) or say("equal load"),
            percentile=percentile(question.percentile),
        )
    bounds = limits(question, say)
    jobs = question.metric is Metric.JOBS
    if not bounds and jobs:
        return say("Without a limit, how many jobs per second does each side do at most?")
    if not bounds:
        return say("Without a limit, how much does each side carry at most?")
    if jobs:
        return say("At {limits}, how many jobs per second does each side do?", limits=bounds)
    return say("At {limits}, how much does each side hold?", limits=bounds)


def held(answer: ScenarioAnswer | None, question: Question, say: Language) -> str:
    """Return the answer for one scenario, its numbers between asterisks."""
    if answer is None:
        return say("No performance results yet: import the output of a load test of each side.")
    sides = answer.sides[::-1]
    parts = [_side_held(side, question, say, first=side is sides[0]) for side in sides]
    absent = [a for a in Architecture if answer.side(a) is None]
    parts += [say("{side} was not measured", side=side) for side in absent]
    text = say(", ").join(parts)
    if answer.ratio is None:
        return say("{sides}. There is no ratio to give.", sides=text)
    text = say("{sides}: *{ratio} ×*{interval}", sides=text, **_ratio(answer.ratio, say))
    return _priced(text, answer, say)


def timed(answer: ScenarioAnswer | None, say: Language) -> str:
    """Return how long the benchmarks of one scenario take altogether; empty if nobody knows."""
    if answer is None or answer.ratio is None:
        return ""
    text = say(
        "In this scenario arm64 takes *{ratio} ×*{interval} the time of x86_64",
        **_ratio(answer.ratio, say),
    )
    return _priced(text, answer, say)


def _priced(text: str, answer: ScenarioAnswer, say: Language) -> str:
    if answer.price_performance is not None:
        text = say(
            "{held}, and *{ratio} ×*{interval} per unit of money at the prices entered",
            held=text,
            **_ratio(answer.price_performance, say),
        )
    return say("{sentence}.", sentence=text)


def _ratio(estimate: Estimate, say: Language) -> dict[str, str]:
    return {"ratio": ratio(estimate.value), "interval": _interval(estimate, say, write=ratio)}


def _side_held(side: SideAnswer, question: Question, say: Language, *, first: bool) -> str:
    if question.metric is Metric.LATENCY:
        if side.answer is None:
            return say("{side}: not enough data to say", side=side.architecture)
        return say(
            "{side} takes *{time}*{interval}",
            side=side.architecture,
            time=duration(side.answer.value),
            interval=_interval(side.answer, say, first=first, write=duration),
        )
    found = side.sustainable or side.answer
    if found is None:
        return say("{side}: not enough data to say", side=side.architecture)
    return say(
        "{side} holds *{value} {unit}*{interval}",
        side=side.architecture,
        value=number(found.value),
        unit=found.unit,
        interval=_interval(found, say, first=first),
    )


def _interval(
    estimate: Estimate,
    say: Language,
    *,
    first: bool = False,
    write: Callable[[float], str] = number,
) -> str:
    """Return the interval in brackets; the first of a sentence says what the brackets hold."""
    if estimate.low is None or estimate.high is None:
        return say(" (not enough repeats for an interval)") if first else ""
    text = f"{write(estimate.low)}–{write(estimate.high)}"
    return say(" (95 % interval {range})", range=text) if first else f" ({text})"


def parity(answer: FunctionalAnswer, say: Language) -> str:
    """Return the answer to "do the same tests pass?", its numbers between asterisks."""
    absent = [a for a in Architecture if a not in answer.counts]
    if absent:
        return say(
            "There are no test reports of {side} yet, so nothing can be compared.", side=absent[0]
        )
    passed = {a: number(counts.get("passed", 0)) for a, counts in answer.counts.items()}
    values = {"x86": passed[Architecture.X86_64], "arm": passed[Architecture.ARM64]}
    if answer.regressed or answer.missing:
        return say(
            "No: *{failed}* tests fail on arm64 only and *{missing}* are missing there; "
            "{x86} pass on x86_64, {arm} on arm64.",
            failed=len(answer.regressed),
            missing=len(answer.missing),
            **values,
        )
    return say(
        "Yes: *{x86}* pass on x86_64 and *{arm}* on arm64, and none fails on arm64 only.", **values
    )


PARITY_QUESTION = phrase("Do the same tests pass with the same coverage?")


def pieces(sentence: str) -> list[Piece]:
    """Split a sentence at its asterisks into plain parts and numbers that matter."""
    return [(part, bool(place % 2)) for place, part in enumerate(sentence.split("*")) if part]


def plain(sentence: str) -> str:
    """Return a sentence without its asterisks."""
    return sentence.replace("*", "")
