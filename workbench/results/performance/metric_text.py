"""The metric as people type it and as the project keeps it: `throughput`, `time`, `p99@500`."""

from __future__ import annotations

import re

import msgspec

from workbench.model.regex import regex
from workbench.results.performance.question import Metric, Question

_LATENCY = regex(r"p(?P<percent>\d{1,2}(?:\.\d+)?)(?:@(?P<load>\d+(?:\.\d+)?))?", re.IGNORECASE)


class MetricError(ValueError):
    """A metric's text cannot be understood. The message is one line that names the mend."""


def with_metric(question: Question, text: str) -> Question:
    """Return `question` asked for the metric in `text`; empty text is throughput.

    `p99` is that percentile at the highest load that both sides carry, `p99@500` at 500 (a rate
    or a number of clients, whichever the load tests raised).

    Raises:
        MetricError: the text is no metric.
    """
    written = text.strip() or Metric.THROUGHPUT.value
    for metric in (Metric.THROUGHPUT, Metric.TIME, Metric.JOBS):
        if written.casefold() == metric.value:
            return msgspec.structs.replace(question, metric=metric, load=None)
    found = _LATENCY.fullmatch(written)
    percentile = round(float(found["percent"]) / 100, 10) if found else 0.0
    load = float(found["load"]) if found and found["load"] else None
    if not percentile or load == 0:
        raise MetricError(
            f"'{written}' is no metric: choose throughput, jobs/s, time, or a latency percentile "
            "such as p99, with its load as in p99@500"
        )
    return msgspec.structs.replace(
        question, metric=Metric.LATENCY, percentile=percentile, load=load
    )


def metric_text(question: Question) -> str:
    """Return the text from which `with_metric` makes the metric of `question`."""
    if question.metric is not Metric.LATENCY:
        return question.metric.value
    at = "" if question.load is None else f"@{question.load:.10g}"
    return f"p{question.percentile * 100:.10g}{at}"
