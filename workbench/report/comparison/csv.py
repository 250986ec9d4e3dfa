"""The comparison as a table for spreadsheets: one row for each number, with its interval."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from workbench.model.run import Architecture
from workbench.report.comparison.json import LISTS
from workbench.report.exporters.csv import inert
from workbench.report.plain import encodable
from workbench.results.comparison import Comparison, Functional, Knee, Performance, Ratio, Side
from workbench.results.comparison import Sustainable as Held

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
)
Row = dict[str, object]


def write(comparison: Comparison) -> str:
    """Return the comparison as CSV with a byte order mark, which spreadsheets take as UTF-8."""
    stream = io.StringIO(newline="")
    stream.write("\ufeff")
    table = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for row in _rows(comparison):
        texts = {name: inert(str(row.get(name, ""))) for name in ("scenario", "limits", "note")}
        table.writerow(row | texts)
    return encodable(stream.getvalue())


def _rows(comparison: Comparison) -> Iterator[Row]:
    if comparison.functional:
        yield from _functional(comparison.functional)
    for performance in comparison.performance:
        yield from _performance(performance)
    for benchmark in comparison.benchmarks:
        named: Row = {"part": "benchmarks", "scenario": benchmark.name, "measure": "ratio"}
        yield named | _estimate(benchmark.ratio)
    for text in comparison.warnings:
        yield {"part": "comparison", "measure": "warning", "note": text}
    for problem in comparison.problems:
        note = f"{problem.path}: {problem.reason}"
        yield {"part": "comparison", "measure": "problem", "note": note}


def _functional(functional: Functional) -> Iterator[Row]:
    part: Row = {"part": "functional"}
    for side, tally in functional.counts.items():
        for name in ("passed", "failed", "skipped"):
            value = getattr(tally, name)
            yield part | {"measure": name, "side": str(side), "value": value, "unit": "tests"}
    for side, share in functional.coverage.items():
        yield part | {"measure": "coverage", "side": str(side), "value": _number(share)}
    yield part | {"measure": "coverage_delta", "value": _number(functional.coverage_delta)}
    for name in LISTS:
        for difference in getattr(functional, name):
            note = ": ".join(filter(None, (difference.test, difference.sort, difference.reason)))
            yield part | {"measure": name, "note": note}
    for text in functional.warnings:
        yield part | {"measure": "warning", "note": text}


def _performance(performance: Performance) -> Iterator[Row]:
    part: Row = {
        "part": "performance",
        "scenario": performance.scenario,
        "limits": " ".join(performance.limits),
    }
    for architecture in Architecture:
        side = performance.sides.get(architecture, Side())
        named = part | {"side": str(architecture)}
        yield named | {"measure": "sustainable"} | _estimate(side.sustainable)
        yield named | {"measure": "knee"} | _estimate(side.knee)
    yield part | {"measure": "ratio"} | _estimate(performance.ratio)
    yield part | {"measure": "price_performance"} | _estimate(performance.price_performance)
    for text in performance.warnings:
        yield part | {"measure": "warning", "note": text}


def _estimate(estimate: Held | Knee | Ratio | None) -> Row:
    if estimate is None:
        return {}
    return {
        "value": _number(estimate.value),
        "low": _number(estimate.low),
        "high": _number(estimate.high),
        "unit": "" if isinstance(estimate, Ratio) else estimate.unit,
        "repeats": estimate.repeats if isinstance(estimate, Held) else "",
    }


def _number(value: float | None) -> str:
    """Six digits: more than any measurement holds, fewer than the noise of binary fractions."""
    return "" if value is None else f"{value:.6g}"
