"""The form's question as the project keeps it: texts as people type them, both ways. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbench.model.run import Architecture, Run
from workbench.project.settings import Question as Kept
from workbench.results.performance.limit import Limit, LimitError, Quantity
from workbench.results.performance.metric_text import MetricError, metric_text, with_metric
from workbench.results.performance.question import Question as Asked
from workbench.ui.tests.numbers import percentile
from workbench.ui.tests.question import Question, Side


def question_from(kept: Kept, prices: Mapping[str, str], runs: Iterable[Run]) -> Question:
    """Return what was asked last. A metric that is none counts as throughput."""
    try:
        metric = with_metric(Asked(), kept.metric)
    except MetricError:
        metric = Asked()
    question = Question(
        metric=metric.metric,
        scenario=kept.scenario,
        percentile=metric.percentile,
        load=metric.load,
        latency=None,
        errors=None,
    )
    for text in kept.limits:
        question = _with_limit(question, text)
    known = [run for run in runs if run.scenario == kept.scenario]
    sides = ((Architecture.X86_64, kept.baseline), (Architecture.ARM64, kept.candidate))
    baseline, candidate = (
        Side(side, instance, price_of(side, instance, known, prices)) for side, instance in sides
    )
    return replace(question, baseline=baseline, candidate=candidate)


def _with_limit(question: Question, text: str) -> Question:
    """Add a limit: to its field where there is one and it is free, else to the others."""
    try:
        limit = Limit.parse(text)
    except LimitError:
        return replace(question, others=(*question.others, text))
    if limit.quantity is Quantity.ERRORS and not limit.strict and question.errors is None:
        return replace(question, errors=limit.bound)
    if limit.p is not None and not limit.strict and question.latency is None:
        return replace(question, limit_at=limit.p, latency=limit.bound)
    return replace(question, others=(*question.others, limit.text))


def metric_of(question: Question) -> str:
    """Return the metric of `question` as text."""
    return metric_text(
        Asked(metric=question.metric, percentile=question.percentile, load=question.load)
    )


def limit_texts(question: Question) -> list[str]:
    """Return the limits of `question` as text."""
    texts = []
    if question.latency is not None:
        texts.append(f"{percentile(question.limit_at)}<={_plain(question.latency * 1e3)}ms")
    if question.errors is not None:
        texts.append(f"errors<={_plain(question.errors * 100)}%")
    return [*texts, *question.others]


def _plain(value: float) -> str:
    """Return `value` without an exponent, which limits do not take."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def price_of(
    side: Architecture, instance: str, runs: Iterable[Run], prices: Mapping[str, str]
) -> str:
    """Return the price of `side` in a scenario with `runs`: of its instance type, else its own."""
    from workbench.engine.asking import price_name

    return prices.get(price_name(side, instance, runs)) or prices.get(side.value, "")


def price_texts(question: Question, runs: Iterable[Run]) -> dict[str, str]:
    """Return the prices of `question` by the names under which they are kept; empty for none."""
    from workbench.engine.asking import price_name

    known = [run for run in runs if run.scenario == question.scenario]
    texts: dict[str, str] = {}
    for side in (question.baseline, question.candidate):
        texts[price_name(side.architecture, side.instance, known)] = side.price
        if not side.price:
            texts[side.architecture.value] = ""
    return texts
