"""The comparison as one JSON object for scripts.

Shape, schema version 1 (fields are added, never renamed or removed, while it stays 1):

- `schema`: `{"name": "graviton-workbench-comparison", "version": 1}`; `workbench`: its version
- `functional`: null without test and coverage reports, else `counts` with `x86_64` and `arm64`
  (each `passed`, `failed`, `skipped`, `flaky`); the lists of test names `regressed`,
  `pre_existing`, `missing`, `added`, `flaky`, `fixed`, `skipped_on_arm64`, `skipped_on_x86_64`;
  `failures` (every test that fails on arm64: `test`, `group`, `reason`, `rule`, `matched`, `hint`,
  `message`); `slower` (`test`, `x86_64`, `arm64` in seconds, `ratio`); `coverage` with `x86_64` and
  `arm64` (each `lines`, a fraction); `coverage_delta`; `coverage_files` (`path`, `arm64_path`,
  `lost`, `absent`: line numbers); `warnings`
- `performance`: one object per scenario: `scenario`, `metric`, `limits`, `sides` with `x86_64` and
  `arm64`, each with `instances`, `price` (as typed, or null), `sustainable` and `answer` (of the
  metric asked for; both `value`, `low`, `high`, `unit`, `repeats`) and `knee` (`value`, `low`,
  `high`, `unit`); `ratio` and, where both prices are known, `price_performance`, else null (both
  arm64 over x86_64: `value`, `low`, `high`); `higher_is_better` of `ratio`; `benchmarks` (`name`,
  `unit`, `x86_64`, `arm64`, `ratio`, `p`, `significant`, `higher_is_better`); `geometric_mean` of
  their times, arm64 over x86_64; `warnings`
- `profiles`: `scenario`, `functions` (`name`; `x86_64` and `arm64`, the shares of a side's samples
  in the function itself; `delta`, arm64 less x86_64), the greatest difference first; `warnings`
- `warnings` on the whole; `problems`: files that are left out (`path`, `reason`, `line`)

What the data do not support is null, and a warning says why.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from workbench import __version__
from workbench.model.run import Architecture
from workbench.report.plain import encodable
from workbench.results.comparison import Comparison, Functional, ProfileDifference, Scenario
from workbench.results.performance.records import BenchmarkComparison, Estimate, Side

SCHEMA = {"name": "graviton-workbench-comparison", "version": 1}
MOST_FUNCTIONS = 1000
LISTS = (
    "regressed",
    "pre_existing",
    "missing",
    "added",
    "fixed",
    "skipped_on_arm64",
    "skipped_on_x86_64",
)


def write(comparison: Comparison) -> str:
    """Return the comparison as indented JSON, UTF-8 characters kept."""
    document = {
        "schema": SCHEMA,
        "workbench": __version__,
        "functional": comparison.functional and _functional(comparison.functional),
        "performance": [_performance(s) for s in comparison.performance],
        "profiles": [_profile(p) for p in comparison.profiles],
        "warnings": list(comparison.warnings),
        "problems": msgspec.to_builtins(comparison.problems),
    }
    return encodable(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _functional(functional: Functional) -> dict[str, Any]:
    tests, coverage = functional.tests, functional.coverage
    slower = tests.slower if tests else ()
    return {
        "counts": {a: tests and msgspec.to_builtins(getattr(tests, a.value)) for a in Architecture},
        **{name: list(getattr(tests, name, ())) for name in LISTS},
        "flaky": [flaky.test for flaky in tests.flaky] if tests else [],
        "failures": msgspec.to_builtins(tests.failures) if tests else [],
        "slower": [
            {
                "test": s.test,
                "x86_64": s.times.x86_64,
                "arm64": s.times.arm64,
                "ratio": s.times.ratio,
            }
            for s in slower
        ],
        "coverage": {a: {"lines": getattr(coverage, a.value, None)} for a in Architecture},
        "coverage_delta": coverage and coverage.delta,
        "coverage_files": msgspec.to_builtins(coverage.files) if coverage else [],
        "warnings": list(functional.warnings),
    }


def _performance(scenario: Scenario) -> dict[str, Any]:
    answer = scenario.answer
    priced = all(a in answer.question.prices for a in Architecture)
    return {
        "scenario": scenario.name,
        "metric": str(answer.question.metric),
        "limits": [limit.text for limit in answer.question.limits],
        "sides": {a: _side(scenario, a) for a in Architecture},
        "ratio": _ratio(answer.ratio),
        "higher_is_better": answer.higher_is_better,
        "price_performance": _ratio(answer.price_performance) if priced else None,
        "benchmarks": [_benchmark(b) for b in answer.benchmarks],
        "geometric_mean": _ratio(answer.geometric_mean) if answer.benchmarks else None,
        "warnings": list(answer.warnings),
    }


def _side(scenario: Scenario, architecture: Architecture) -> dict[str, Any]:
    side = scenario.answer.sides.get(architecture, Side())
    price = scenario.answer.question.prices.get(architecture)
    return {
        "instances": list(scenario.instances.get(architecture, ())),
        "price": price and price.text,
        "sustainable": msgspec.to_builtins(side.sustainable),
        "knee": _ratio(side.knee) | {"unit": side.knee.unit},
        "answer": msgspec.to_builtins(side.answer),
    }


def _ratio(estimate: Estimate) -> dict[str, Any]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}


def _benchmark(benchmark: BenchmarkComparison) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(benchmark)
    return plain | {"ratio": _ratio(benchmark.ratio)}


def _profile(profile: ProfileDifference) -> dict[str, Any]:
    return {
        "scenario": profile.scenario,
        "functions": [
            {"name": f.name, "x86_64": f.own[0], "arm64": f.own[1], "delta": f.own_delta}
            for f in profile.functions[:MOST_FUNCTIONS]
        ],
        "warnings": list(profile.warnings),
    }
