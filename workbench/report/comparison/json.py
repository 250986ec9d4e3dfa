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
- `performance`: one object per scenario: `scenario`, `metric` (`throughput`, `jobs/s`, `time`,
  `latency`) and, of latency, `percentile` (0..1) and `load` (`value`, and the `axis` on which it
  was raised: `offered`, `concurrency`, `throughput`), else null; `limits`, `sides` with `x86_64`
  and `arm64`, each with `instances`, `sustainable`, `knee` and `answer` (of the metric asked for;
  all `value`, `low`, `high`, `unit`, `repeats`); `ratio` and `price_performance` (both arm64 over
  x86_64: `value`, `low`, `high`); `higher_is_better` of `ratio`; `prices` as typed;
  `benchmarks` (`name`, `x86_64`, `arm64`, `ratio`, `p`, `significant`, `higher_is_better`);
  `geometric_mean` of their times, arm64 over x86_64; `warnings`
- `profiles`: `scenario`, `functions` (`name`; `x86_64` and `arm64`, the shares of a side's samples
  in the function itself; `delta`, arm64 less x86_64, as parts of the larger side once both are
  scaled so that functions which did not change are equal), the greatest difference first;
  `warnings`
- `kept`: what of the question was not asked now but last time (`metric`, `limits`, `prices`,
  `baseline`, `candidate`, those that apply), as text
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
from workbench.results.performance.export import comparison_object

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
        "kept": comparison.kept,
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
    told: dict[str, Any] = comparison_object(scenario.answer)
    for architecture in Architecture:
        types = scenario.instances.get(architecture, ())
        told["sides"][architecture.value]["instances"] = list(types)
    return told


def _profile(profile: ProfileDifference) -> dict[str, Any]:
    return {
        "scenario": profile.scenario,
        "functions": [
            {"name": f.name, "x86_64": f.own[0], "arm64": f.own[1], "delta": f.own_delta}
            for f in profile.functions[:MOST_FUNCTIONS]
        ],
        "warnings": list(profile.warnings),
    }
