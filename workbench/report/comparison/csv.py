"""The comparison as a table for spreadsheets: one row for each number, with its interval."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from workbench.model.run import Architecture
from workbench.report.comparison.differences import differences
from workbench.report.exporters.csv import inert
from workbench.report.plain import encodable
from workbench.results.comparison import Comparison, Functional, Scenario
from workbench.results.performance.metric_text import metric_text
from workbench.results.performance.records import Estimate, Side

COLUMNS = (
    "part",
    "scenario",
    "limits",
    "measure",
    "side",
    "value",
    "low",
    "high",
    "unit",
    "repeats",
    "note",
    "metric",
)
Row = dict[str, object]


def write(comparison: Comparison) -> str:
    """Return the comparison as CSV with a byte order mark, which spreadsheets take as UTF-8."""
    stream = io.StringIO(newline="")
    stream.write("\ufeff")
    table = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for row in _rows(comparison):
        texts = {
            name: inert(str(row.get(name, ""))) for name in ("scenario", "limits", "note", "metric")
        }
        table.writerow(row | texts)
    return encodable(stream.getvalue())


def _rows(comparison: Comparison) -> Iterator[Row]:
    if comparison.functional:
        yield from _functional(comparison.functional)
    for scenario in comparison.performance:
        yield from _performance(scenario)
    for name, text in comparison.kept.items():
        yield {"part": "comparison", "measure": "kept", "note": f"{name}: {text}"}
    for text in comparison.warnings:
        yield {"part": "comparison", "measure": "warning", "note": text}
    for problem in comparison.problems:
        note = f"{problem.path}: {problem.reason}"
        yield {"part": "comparison", "measure": "problem", "note": note}


def _functional(functional: Functional) -> Iterator[Row]:
    part: Row = {"part": "functional"}
    tests, coverage = functional.tests, functional.coverage
    if tests:
        for side in Architecture:
            for name, value in msgspec.to_builtins(getattr(tests, side.value)).items():
                yield part | {"measure": name, "side": str(side), "value": value, "unit": "tests"}
        for kind, entries in differences(tests).items():
            for entry in entries:
                note = ": ".join(filter(None, (entry.test, entry.group, entry.reason)))
                yield part | {"measure": kind, "note": note}
    if coverage:
        for side in Architecture:
            value = _number(getattr(coverage, side.value))
            yield part | {"measure": "coverage", "side": str(side), "value": value}
        yield part | {"measure": "coverage_delta", "value": _number(coverage.delta)}
    for text in functional.warnings:
        yield part | {"measure": "warning", "note": text}


def _performance(scenario: Scenario) -> Iterator[Row]:
    answer = scenario.answer
    limits = " ".join(limit.text for limit in answer.question.limits)
    part: Row = {
        "part": "performance",
        "scenario": scenario.name,
        "limits": limits,
        "metric": metric_text(answer.question),
    }
    for architecture in Architecture:
        side = answer.sides.get(architecture, Side())
        named = part | {"side": str(architecture)}
        yield named | {"measure": "answer"} | _estimate(side.answer)
        yield named | {"measure": "sustainable"} | _estimate(side.sustainable)
        yield named | {"measure": "knee"} | _estimate(side.knee)
    if answer.load is not None:
        yield part | {"measure": "load", "value": _number(answer.load)}
    yield part | {"measure": "ratio"} | _estimate(answer.ratio)
    yield part | {"measure": "price_performance"} | _estimate(answer.price_performance)
    for benchmark in answer.benchmarks:
        named = part | {"measure": "benchmark", "note": benchmark.name}
        yield named | {"side": "x86_64"} | _estimate(benchmark.x86_64)
        yield named | {"side": "arm64"} | _estimate(benchmark.arm64)
        yield named | {"measure": "benchmark_ratio"} | _estimate(benchmark.ratio)
    for text in answer.warnings:
        yield part | {"measure": "warning", "note": text}


def _estimate(estimate: Estimate) -> Row:
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "unit": estimate.unit,
        "repeats": estimate.repeats or "",
    }


def _number(value: float | None) -> str:
    """Six digits: more than any measurement holds, fewer than the noise of binary fractions."""
    return "" if value is None else f"{value:.6g}"
