"""JMH -rf json: every iteration of every fork.

Units are taken to seconds: "us/op" becomes s/op, "ops/ms" becomes ops/s. Throughput (mode thrpt)
is better when higher. The sample modes keep histograms instead of iterations: there the score is
the only value, with a warning.
"""

from __future__ import annotations

from workbench.results.benchmarks.grouped import Grouped
from workbench.results.format import ResultFormat
from workbench.results.json_fields import Fields, as_number, decoded, mentions
from workbench.results.quantity import seconds
from workbench.results.records import BenchmarkReport
from workbench.scan.document import Document, Unreadable

_TIMES = ("ns", "us", "ms", "s", "min", "hr", "day")
_LONG = {"min": 60.0, "hr": 3600.0, "day": 86400.0}


def recognises(document: Document) -> bool:
    """Tell whether a document is JMH's JSON."""
    return mentions(document, "benchmark", "mode", "primaryMetric", "scoreUnit", opening="[")


def read(document: Document) -> BenchmarkReport:
    """Read every benchmark's primary metric."""
    results = decoded(document)
    if not isinstance(results, list):
        raise Unreadable("is not a JSON list")
    grouped = Grouped()
    warnings = []
    for index, value in enumerate(results):
        result = Fields(value, f"[{index}]")
        metric = result.fields("primaryMetric")
        unit, factor = _unit(metric.text("scoreUnit"))
        name = _name(result)
        values = _iterations(metric)
        if not values:
            values = [metric.measured("score")]
            warnings.append(f"'{name}' has its score only: iterations were not kept.")
        for measurement in values:
            higher = result.text("mode") == "thrpt"
            grouped.add(name, unit, measurement * factor, higher_is_better=higher)
    return BenchmarkReport(
        tool="jmh", benchmarks=grouped.benchmarks(), warnings=tuple(dict.fromkeys(warnings))
    )


def _iterations(metric: Fields) -> list[float]:
    forks = metric.values("rawData") if "rawData" in metric else []
    return [
        as_number(value, f"{metric.name('rawData')}[{index}]")
        for index, fork in enumerate(forks)
        for value in (fork if isinstance(fork, list) else [fork])
    ]


def _name(result: Fields) -> str:
    """The method, its mode and its parameters: all three set a measurement apart."""
    parameters = result.fields_or_empty("params").raw
    told = ", ".join(f"{key}={value}" for key, value in parameters.items())
    name = f"{result.text('benchmark')}:{result.text('mode')}"
    return f"{name} ({told})" if told else name


def _unit(unit: str) -> tuple[str, float]:
    """The unit with seconds in it, and the factor that takes values to it."""
    above, _, below = unit.partition("/")
    if above in _TIMES and below:
        return f"s/{below}", _in_seconds(above)
    if below in _TIMES:
        return f"{above}/s", 1 / _in_seconds(below)
    raise Unreadable(f"the unit '{unit[:20]}' is not known")


def _in_seconds(unit: str) -> float:
    return _LONG[unit] if unit in _LONG else seconds(1.0, unit)


JMH = ResultFormat(
    id="jmh",
    title="JMH JSON",
    recognises=recognises,
    read=read,
    documentation="https://github.com/openjdk/jmh",
)
