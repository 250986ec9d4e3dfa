"""A comparison for other programs: the JSON contract, and rows for CSV and Markdown."""

from __future__ import annotations

import msgspec

from workbench.model.run import Architecture
from workbench.results.performance.question import Metric
from workbench.results.performance.records import Comparison, Estimate

COLUMNS = ("scenario", "measure", "side", "value", "low", "high", "unit", "repeats")
Row = tuple[str | float | int | None, ...]


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """Return the object of one scenario as the contract has it, ready for JSON.

    What the data do not support is None; an estimate of which nothing is known is None as a
    whole.
    """
    question = comparison.question
    return {
        "scenario": question.scenario,
        "metric": question.metric.value,
        "percentile": question.percentile if question.metric is Metric.LATENCY else None,
        "load": _load(comparison),
        "limits": [limit.text for limit in question.limits],
        "sides": {
            side.value: {
                "sustainable": _sided(comparison.sides[side].sustainable),
                "knee": _sided(comparison.sides[side].knee),
                "answer": _sided(comparison.sides[side].answer),
            }
            for side in Architecture
        },
        "ratio": _ratio(comparison.ratio),
        "price_performance": _ratio(comparison.price_performance),
        "higher_is_better": comparison.higher_is_better,
        "prices": {side.value: price.text for side, price in question.prices.items()},
        "price_basis": question.price_basis,
        "benchmarks": [
            {
                "name": one.name,
                "x86_64": _sided(one.x86_64),
                "arm64": _sided(one.arm64),
                "ratio": _ratio(one.ratio),
                "p": one.p,
                "significant": one.significant,
                "higher_is_better": one.higher_is_better,
            }
            for one in comparison.benchmarks
        ],
        "geometric_mean": _ratio(comparison.geometric_mean),
        "warnings": list(comparison.warnings),
    }


def comparison_rows(comparison: Comparison) -> list[Row]:
    """Return one row for each number, in the order of COLUMNS, without the empty ones."""
    name, found = comparison.question.scenario, []
    for side in Architecture:
        one = comparison.sides[side]
        for measure, estimate in (("sustainable", one.sustainable), ("knee", one.knee)):
            found.append((measure, side.value, estimate))
    for bench in comparison.benchmarks:
        found += [(bench.name, "x86_64", bench.x86_64), (bench.name, "arm64", bench.arm64)]
        found.append((f"{bench.name} ratio", "arm64/x86_64", bench.ratio))
    found += [
        ("ratio", "arm64/x86_64", comparison.ratio),
        ("price_performance", "arm64/x86_64", comparison.price_performance),
        ("geometric_mean", "arm64/x86_64", comparison.geometric_mean),
    ]
    return [
        (name, measure, side, one.value, one.low, one.high, one.unit, one.repeats)
        for measure, side, one in found
        if one.value is not None
    ]


def _sided(estimate: Estimate) -> dict[str, object] | None:
    if estimate.value is None:
        return None
    done: dict[str, object] = msgspec.structs.asdict(estimate)
    return done


def _load(comparison: Comparison) -> dict[str, object] | None:
    axes = [side.sweep.axis for side in comparison.sides.values() if side.sweep]
    return {"value": comparison.load, "axis": axes[0]} if comparison.load is not None else None


def _ratio(estimate: Estimate) -> dict[str, object] | None:
    if estimate.value is None:
        return None
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}
